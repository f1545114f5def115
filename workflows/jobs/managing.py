"""Looking through the queue and putting its rows right by hand: for the page of the system administrator.

Like `status`, plain SQL on the pinned library's tables, so that it is part of the caller's transaction (a retry and its journal entry land
together) and no page loads the library. A row is only touched in a state no worker works on, and the state stands in the condition.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Row, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from workflows.jobs.status import INTERRUPTED
from workflows.jobs.tables import (
    DONE,
    FAILED,
    QUEUE,
    RUNNING,
    WAITING,
    input_table,
    managed_table,
    name_and_key,
    output_table,
)

STATES = {"waiting": WAITING, "running": RUNNING, "failed": FAILED, "done": DONE}
CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Job:
    """One row of the queue. `state`: waiting, running, failed, cancelled, done. Instants in UTC."""

    id: str
    name: str
    key: str
    state: str
    asked_at: datetime
    moved_at: datetime
    tries: int
    sentence: str
    trace: str
    arguments: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class JobPage:
    """Some jobs, newest first; `older` is where the next page begins, empty on the last."""

    jobs: tuple[Job, ...]
    older: str
    names: tuple[str, ...]


def page(
    session: Session, *, state: str = "", name: str = "", day: datetime | None = None, before: str = "", limit: int = 50
) -> JobPage:
    """The jobs in a state, of a name, asked for in the 24 hours from `day`; what is no known word means no limit."""
    table = managed_table(session.get_bind().dialect)
    query = _query(session).order_by(table.c.created_at.desc(), table.c.workflow_uuid.desc()).limit(limit + 1)
    if state in STATES:
        query = query.where(table.c.status.in_(STATES[state]))
    if name:
        query = query.where(table.c.workflow_uuid.startswith(f"{name}:", autoescape=True))
    if day is not None:
        first = int(day.timestamp() * 1000)
        query = query.where(
            table.c.created_at >= first, table.c.created_at < first + int(timedelta(days=1).total_seconds() * 1000)
        )
    moment, _, identifier = before.partition("/")
    if moment.isascii() and moment.isdigit() and len(moment) <= 15:
        at = int(moment)
        query = query.where(
            or_(table.c.created_at < at, and_(table.c.created_at == at, table.c.workflow_uuid < identifier))
        )
    rows = session.execute(query).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return JobPage(
        jobs=tuple(_job(row) for row in rows[:limit]),
        older=f"{last.created_at}/{last.workflow_uuid}" if last else "",
        names=_names(session),
    )


def job(session: Session, identifier: str) -> Job | None:
    """One row; None when there is none of this id."""
    table = managed_table(session.get_bind().dialect)
    row = session.execute(_query(session).where(table.c.workflow_uuid == identifier)).one_or_none()
    return _job(row) if row is not None else None


def requeue(session: Session, identifier: str, *, at: datetime) -> bool:
    """Let a failed or cancelled job be tried anew from the start; False when it is in another state by now."""
    dialect = session.get_bind().dialect
    outputs = output_table(dialect)
    anew = {
        "status": "ENQUEUED", "queue_name": QUEUE, "recovery_attempts": 0, "owner_xid": None, "started_at_epoch_ms": None,
        "completed_at": None, "updated_at": _milliseconds(at),
    }  # fmt: skip
    if not _touched(session, identifier, FAILED, anew):
        return False
    session.execute(delete(outputs).where(outputs.c.workflow_uuid == identifier))
    return True


def cancel(session: Session, identifier: str, *, at: datetime) -> bool:
    """Take a waiting job out of the queue; False when a worker has it by now."""
    over = {
        "status": CANCELLED, "queue_name": None, "owner_xid": None, "updated_at": _milliseconds(at),
        "completed_at": _milliseconds(at),
    }  # fmt: skip
    return _touched(session, identifier, WAITING, over)


def _touched(session: Session, identifier: str, states: tuple[str, ...], values: dict[str, Any]) -> bool:
    table = managed_table(session.get_bind().dialect)
    where = (table.c.workflow_uuid == identifier, table.c.status.in_(states))
    done = cast("CursorResult[Any]", session.execute(update(table).where(*where).values(values)))
    return done.rowcount == 1


def _query(session: Session) -> Any:
    dialect = session.get_bind().dialect
    table, outputs, inputs = managed_table(dialect), output_table(dialect), input_table(dialect)
    return (
        select(
            table.c.workflow_uuid, table.c.status, table.c.created_at, table.c.updated_at, table.c.recovery_attempts,
            outputs.c.error, inputs.c.inputs,
        )
        .outerjoin_from(table, outputs, outputs.c.workflow_uuid == table.c.workflow_uuid)
        .outerjoin(inputs, inputs.c.workflow_uuid == table.c.workflow_uuid)
    )  # fmt: skip


def _names(session: Session) -> tuple[str, ...]:
    """The kinds of jobs there are: what stands before the colon of an id."""
    table = managed_table(session.get_bind().dialect)
    text = table.c.workflow_uuid
    head = func.substr(text, 1, func.instr(text, ":") - 1)
    if session.get_bind().dialect.name == "postgresql":
        head = func.split_part(text, ":", 1)
    return tuple(sorted(filter(None, session.scalars(select(head).distinct()))))


def _job(row: Row[Any]) -> Job:
    name, key = name_and_key(row.workflow_uuid)
    error = json.loads(row.error) if row.error else {}
    gone = INTERRUPTED if row.status in FAILED and row.status != CANCELLED else ""
    data = error.get("data")
    return Job(
        id=row.workflow_uuid,
        name=name,
        key=key,
        state=_state(row.status),
        asked_at=_instant(row.created_at),
        moved_at=_instant(row.updated_at),
        tries=row.recovery_attempts or 0,
        sentence=str(error.get("message", gone)),
        trace=str(data.get("trace", "")) if isinstance(data, dict) else "",
        arguments=_arguments(row.inputs),
    )


def _state(status: str) -> str:
    if status == CANCELLED:
        return "cancelled"
    return next((state for state, words in STATES.items() if status in words), "done")


def _arguments(text: str | None) -> dict[str, str]:
    """The job's own arguments: the second of the two its one function is called with."""
    given = json.loads(text) if text else {}
    positional = given.get("positionalArgs") or given.get("args") or []
    return {str(key): str(value) for key, value in positional[1].items()} if len(positional) > 1 else {}


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
