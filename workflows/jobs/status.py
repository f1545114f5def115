"""What the doctor and the health page ask about the queue, by plain SQL and without loading the queue's library."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import Dialect, func, select
from sqlalchemy.orm import Session

from workflows.jobs.port import FailedJob, JobCounts
from workflows.jobs.tables import FAILED, RUNNING, WAITING, name_and_key, output_table, status_table

INTERRUPTED = "多次执行到一半就中断，已停止重试"


def waiting(session: Session) -> JobCounts:
    """How many jobs wait, run, have failed."""
    jobs = status_table(_dialect(session))
    rows = session.execute(select(jobs.c.status, func.count()).group_by(jobs.c.status))
    counts: dict[str, int] = {row[0]: row[1] for row in rows}

    def of(states: tuple[str, ...]) -> int:
        return sum(counts.get(state, 0) for state in states)

    return JobCounts(waiting=of(WAITING), running=of(RUNNING), failed=of(FAILED))


def failed(session: Session, limit: int = 50) -> list[FailedJob]:
    """The jobs given up last, newest first."""
    jobs, outputs = status_table(_dialect(session)), output_table(_dialect(session))
    query = (
        select(jobs.c.workflow_uuid, jobs.c.updated_at, outputs.c.error)
        .outerjoin_from(jobs, outputs, outputs.c.workflow_uuid == jobs.c.workflow_uuid)
        .where(jobs.c.status.in_(FAILED))
        .order_by(jobs.c.updated_at.desc())
        .limit(limit)
    )
    return [_failed_job(*row) for row in session.execute(query)]


def _failed_job(identifier: str, milliseconds: int, error: str | None) -> FailedJob:
    name, key = name_and_key(identifier)
    sentence = json.loads(error)["message"] if error else INTERRUPTED
    return FailedJob(name=name, key=key, sentence=sentence, at=datetime.fromtimestamp(milliseconds / 1000, UTC))


def _dialect(session: Session) -> Dialect:
    return session.get_bind().dialect
