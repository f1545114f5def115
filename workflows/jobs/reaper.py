"""Finding jobs that nobody works on any more.

The queue itself takes back only what a worker of the same name left behind when it starts again. Jobs of a worker that
never comes back, and jobs a broken connection stranded in a worker that lives, are found here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from workflows.jobs.tables import RUNNING, status_table


@dataclass(frozen=True, kw_only=True)
class StartedJob:
    """A job some worker has taken: the row's id, whose it is, when its row last changed."""

    id: str
    executor_id: str
    moved_at: datetime


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What one worker knows when it looks for abandoned jobs."""

    executor_id: str
    working_on: Collection[str]
    """Ids of the jobs this process is really working on."""
    alone: bool
    """There can be no other worker (SQLite), so whatever another name holds is abandoned."""
    beats: Mapping[str, datetime]
    silence: timedelta
    """A worker not heard of for this long is dead."""
    still: timedelta
    """A job this process holds and does not work on for this long is stranded."""


def abandoned(jobs: Iterable[StartedJob], watch: Watch, *, at: datetime) -> list[StartedJob]:
    """The jobs to put back into the queue."""
    return [job for job in jobs if _is_abandoned(job, watch, at)]


def _is_abandoned(job: StartedJob, watch: Watch, at: datetime) -> bool:
    if job.executor_id == watch.executor_id:
        return job.id not in watch.working_on and at - job.moved_at > watch.still
    if watch.alone:
        return True
    last_sign = max(watch.beats.get(job.executor_id, job.moved_at), job.moved_at)
    return at - last_sign > watch.silence


def started_jobs(engine: Engine) -> list[StartedJob]:
    """Every job a worker has taken and not finished."""
    table = status_table(engine.dialect)
    query = select(table.c.workflow_uuid, table.c.executor_id, table.c.updated_at).where(table.c.status.in_(RUNNING))
    with engine.connect() as connection:
        return [
            StartedJob(id=identifier, executor_id=executor or "", moved_at=datetime.fromtimestamp(moved / 1000, UTC))
            for identifier, executor, moved in connection.execute(query)
        ]
