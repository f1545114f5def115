"""Trying a failed job again and taking a waiting one out of the queue, with what hangs on it put right in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import bundles, documents, print_batches, remaking, who
from workflows.jobs import Job, managing
from workflows.rules.errors import NotFound, NotYet
from workflows.rules.permissions import Actor

NAMES: Mapping[str, str] = {
    "render_document": "制作文书",
    "print_batch": "批量打印",
    "pack_bundle": "制作证据包",
    "move_cases": "移动在办案件",
    "read_plan": "读整改方案",
    "open_register": "登记整改方案",
}
"""What a kind of job is called; one that is not here goes by its own name."""
CALLED_OFF = "后台任务已由{name}取消。需要时请重新制作。"
Part = Callable[[Session, Job, Actor, datetime], None]


def retry_job(session: Session, *, job_id: str, by: UUID, at: datetime, real: datetime) -> Job:
    """Put a failed job into the queue again. `real`: the machine's time, which the queue goes by.

    Raises NotPermitted, NotFound, NotYet where it did not fail, or was made good another way meanwhile.
    """
    actor, job = _begin(session, job_id, by, at)
    if job.state not in ("failed", "cancelled"):
        raise NotYet(why="这项后台任务没有失败，不需要重试")
    _AGAIN.get(job.name, _nothing)(session, job, actor, at)
    if not managing.requeue(session, job_id, at=real):
        raise NotYet(why="这项后台任务的状态刚刚变了，请刷新后再看")
    who.note(session, "job:retried", case=None, by=actor, at=at, name=words(job), key=job.key)
    return job


def cancel_job(session: Session, *, job_id: str, by: UUID, at: datetime, real: datetime) -> Job:
    """Take a waiting job out of the queue. Raises NotPermitted, NotFound, NotYet where it runs or cannot be left undone."""
    actor, job = _begin(session, job_id, by, at)
    if not may_be_cancelled(job):
        raise NotYet(why="只有还在排队的文书、打印和证据包可以取消；其他的做到一半停下会留下问题")
    if not managing.cancel(session, job_id, at=real):
        raise NotYet(why="这项后台任务刚刚开始做了，不能再取消")
    _LEFT[job.name](session, job, actor, at)
    who.note(session, "job:cancelled", case=None, by=actor, at=at, name=words(job), key=job.key)
    return job


def may_be_cancelled(job: Job) -> bool:
    """Whether a job can be left undone without anything waiting for it for ever."""
    return job.state == "waiting" and job.name in _LEFT


def words(job: Job) -> str:
    """What the job does, for people."""
    return NAMES.get(job.name, job.name)


def _begin(session: Session, job_id: str, by: UUID, at: datetime) -> tuple[Actor, Job]:
    actor = who.actor(session, by, at)
    job = managing.job(session, job_id)
    if job is None:
        raise NotFound(what="这项后台任务")
    who.require(session, actor, "manage_jobs")
    return actor, job


def _nothing(_session: Session, _job: Job, _actor: Actor, _at: datetime) -> None:
    """Of most jobs nothing is kept elsewhere: the body looks what is left to do."""


def _document_again(session: Session, job: Job, actor: Actor, at: datetime) -> None:
    remaking.begin_again(session, document_id=UUID(job.arguments["document_id"]), by=actor, at=at)


def _document_left(session: Session, job: Job, actor: Actor, at: datetime) -> None:
    why = CALLED_OFF.format(name=actor.name)
    documents.record_failure(session, document_id=UUID(job.arguments["document_id"]), why=why, at=at)


def _batch_again(session: Session, job: Job, _actor: Actor, _at: datetime) -> None:
    print_batches.begin_again(session, batch_id=UUID(job.arguments["batch_id"]))


def _batch_left(session: Session, job: Job, actor: Actor, at: datetime) -> None:
    why = CALLED_OFF.format(name=actor.name)
    print_batches.record_batch_failed(session, batch_id=UUID(job.arguments["batch_id"]), why=why, at=at)


def _bundle_left(session: Session, job: Job, actor: Actor, _at: datetime) -> None:
    why = CALLED_OFF.format(name=actor.name)
    bundles.record_failed_bundle(session, bundle_id=UUID(job.arguments["bundle_id"]), why=why)


_AGAIN: Mapping[str, Part] = {"render_document": _document_again, "print_batch": _batch_again}
_LEFT: Mapping[str, Part] = {
    "render_document": _document_left,
    "print_batch": _batch_left,
    "pack_bundle": _bundle_left,
}
