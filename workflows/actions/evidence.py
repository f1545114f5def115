"""Adding evidence to a case: streamed into the store, then recorded with its digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reports.pictures import NOTHING, Seen, look_at
from workflows.actions import who
from workflows.queries import access
from workflows.records import Case, Evidence, Problem, Task
from workflows.records.evidence_store import EvidenceStore, Stored
from workflows.rules import file_kinds
from workflows.rules.deadlines import CITY_ZONE, city_day
from workflows.rules.errors import NotYet
from workflows.rules.permissions import Actor

MOST_FILES = 500


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A file that lies in the store and is no evidence yet: its clean name, its kind, and what it says of itself if it is a photograph."""

    name: str
    media_type: str
    stored: Stored
    seen: Seen
    thumbnail: str | None
    """Digest of the small picture."""


def receive(store: EvidenceStore, *, stream: IO[bytes], name: str, limit: int, expected: int | None = None) -> Arrived:
    """Put a file into the store and look at it; asks no database, so that nobody waits for it meanwhile. `limit`, `expected` in bytes.

    Raises WrongKind, TooLarge, CutOff; nothing is kept of a refused file.
    """
    name = file_kinds.file_name(name)
    media_type = file_kinds.media_type(name)
    head = stream.read(file_kinds.HEAD)
    stream.seek(0)
    file_kinds.require_sign(name, head)
    stored = store.put(stream, limit=limit, expected=expected)
    seen = _seen(store, stored.digest) if media_type.startswith("image/") else NOTHING
    thumbnail = store.put(BytesIO(seen.thumbnail), limit=limit).digest if seen.thumbnail else None
    return Arrived(name=name, media_type=media_type, stored=stored, seen=seen, thumbnail=thumbnail)


def _seen(store: EvidenceStore, digest: str) -> Seen:
    with store.open(digest) as file:
        return look_at(file, zone=CITY_ZONE)


def add_evidence(
    session: Session,
    store: EvidenceStore,
    *,
    stream: IO[bytes],
    name: str,
    limit: int,
    by: UUID,
    at: datetime,
    problem_id: UUID | None = None,
    task_id: UUID | None = None,
    expected: int | None = None,
) -> Evidence:
    """Keep a file with a problem, or with the problem of a task, and record who brought it. `limit` and `expected` in bytes.

    Raises NotFound, NotPermitted, NotYet (task or case closed, too many files), WrongKind, TooLarge, CutOff; nothing is kept of a refused file.
    """
    place = _place(session, by=by, at=at, problem_id=problem_id, task_id=task_id)
    return _record(place, receive(store, stream=stream, name=name, limit=limit, expected=expected), at=at)


def record_evidence(session: Session, arrived: Arrived, *, by: UUID, at: datetime, task_id: UUID) -> Evidence:
    """Make a file that was received before evidence of a task. Raises what `add_evidence` does of the task."""
    return _record(_place(session, by=by, at=at, task_id=task_id), arrived, at=at)


def require_place(session: Session, *, by: UUID, at: datetime, task_id: UUID) -> None:
    """Raises NotFound, NotPermitted or NotYet where this person may bring no more files to a task."""
    _place(session, by=by, at=at, task_id=task_id)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a file goes, once it was asked whether it may."""

    session: Session
    actor: Actor
    case: Case
    task_id: UUID | None


def _place(
    session: Session, *, by: UUID, at: datetime, problem_id: UUID | None = None, task_id: UUID | None = None
) -> _Place:
    actor = who.actor(session, by, at)
    problem = _problem(session, actor, problem_id, task_id)
    who.require(session, actor, "add_evidence", problem)
    case = access.case_of(session, problem.id)
    _require_open(session, task_id)
    _require_room(session, case.id, case.closed_at)
    return _Place(session=session, actor=actor, case=case, task_id=task_id)


def _record(place: _Place, arrived: Arrived, *, at: datetime) -> Evidence:
    stored, seen = arrived.stored, arrived.seen
    row = Evidence(
        case_id=place.case.id,
        task_id=place.task_id,
        digest=stored.digest,
        name=arrived.name,
        media_type=arrived.media_type,
        size=stored.size,
        note=None,
        taken_on=city_day(seen.taken_at) if seen.taken_at else None,
        taken_at=seen.taken_at,
        latitude=seen.latitude,
        longitude=seen.longitude,
        width=seen.width,
        height=seen.height,
        thumbnail=arrived.thumbnail,
        uploaded_by_id=place.actor.person_id,
        uploaded_at=at,
    )
    place.session.add(row)
    facts = {"name": arrived.name, "digest": stored.digest, "size": stored.size}
    who.note(place.session, "evidence:added", case=place.case, by=place.actor, at=at, **facts)
    return row


def _problem(session: Session, actor: Actor, problem_id: UUID | None, task_id: UUID | None) -> Problem:
    if problem_id is None:
        task = access.task(session, actor, task_id or UUID(int=0))
        problem_id = session.get_one(Case, task.case_id).problem_id
    return access.problem(session, actor, problem_id)


def _require_open(session: Session, task_id: UUID | None) -> None:
    """What was signed is not added to: a late file would look as if it had been there when the task was completed."""
    task = session.get(Task, task_id) if task_id else None
    if task is not None and task.closed_at is not None:
        raise NotYet(why="这项任务已经办理完毕，不能再添加材料；请在下一项由您办理的任务中上传")


def _require_room(session: Session, case_id: UUID, closed_at: datetime | None) -> None:
    if closed_at is not None:
        raise NotYet(why="问题已销号，案卷已经封存，不能再添加材料")
    count = session.scalar(select(func.count()).select_from(Evidence).where(Evidence.case_id == case_id)) or 0
    if count >= MOST_FILES:
        raise NotYet(why=f"这个问题已有 {MOST_FILES} 份材料，请先合并成压缩包再上传")
