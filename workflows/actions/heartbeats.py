"""Signs of life of the workers, so that the jobs of one that died are taken over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.records import Heartbeat


def beat(session: Session, *, executor_id: str, at: datetime) -> None:
    """Note that a worker was alive at `at`, by the machine's clock."""
    row = session.get(Heartbeat, executor_id)
    if row is None:
        session.add(Heartbeat(executor_id=executor_id, at=at))
    else:
        row.at = at


def beats(session: Session) -> dict[str, datetime]:
    """The last sign of life of every worker ever heard of."""
    return {row.executor_id: row.at for row in session.scalars(select(Heartbeat))}
