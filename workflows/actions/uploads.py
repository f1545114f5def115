"""Uploads that can be continued: begun with a name and a length, sent piece by piece, evidence once they are whole.

The bytes go to `PartialUploads` between two short transactions; these functions only keep whose an upload is and what became of it.
Times are the machine's own, as with sessions: moving a demonstration's clock ahead loses nobody's upload.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workflows.actions.evidence import Arrived, record_evidence, require_place
from workflows.records import Upload
from workflows.rules import file_kinds
from workflows.rules.errors import NotFound, NotYet, Refusal, TooLarge
from workflows.rules.file_kinds import WrongKind

MOST_UNFINISHED = 20
"""Uploads one person may have under way."""
MOST_BYTES = 5
"""How many files of the largest size one person's unfinished uploads may come to."""
KEPT = timedelta(hours=24)
"""After which an upload nobody goes on with is thrown away."""


class Garbled(Refusal):
    """文件“{name}”传输后校验不一致，没有保存。请重新上传。
    The file {name} does not match its checksum; nothing was saved.
    """

    code = "garbled"


@dataclass(frozen=True, kw_only=True)
class Underway:
    """An upload as its sender may know it. `done`: it has become evidence."""

    id: UUID
    task_id: UUID
    name: str
    size: int
    digest: str | None
    done: bool


def begin_upload(
    session: Session,
    *,
    task_id: UUID,
    name: str,
    size: int,
    limit: int,
    by: UUID,
    at: datetime,
    real: datetime,
    digest: str | None = None,
) -> Underway:
    """Announce a file for a task. `size`, `limit` in bytes; `digest` is the SHA-256 it will have, where the sender knows it.

    Raises what adding evidence does of the task, WrongKind for a kind that is not taken, TooLarge, NotYet over the quota.
    """
    require_place(session, by=by, at=at, task_id=task_id)
    name = file_kinds.file_name(name)
    file_kinds.media_type(name)
    if size <= 0:
        raise WrongKind(name=name, why="文件是空的")
    if size > limit:
        raise TooLarge(what=f"文件“{name}”", limit=f"{limit // 1024**2} MB")
    _require_quota(session, by, size, limit)
    known = digest if digest and re.fullmatch("[0-9a-f]{64}", digest) else None
    row = Upload(person_id=by, task_id=task_id, name=name, size=size, digest=known, begun_at=real, touched_at=real)
    session.add(row)
    session.flush()
    return _underway(row)


def underway(session: Session, *, upload_id: UUID, by: UUID) -> Underway:
    """One's own upload. Raises NotFound for another's: that it exists is not told."""
    return _underway(_own(session, upload_id, by))


def touch_upload(session: Session, *, upload_id: UUID, by: UUID, real: datetime) -> None:
    """Note that something of it came."""
    _own(session, upload_id, by).touched_at = real


def finish_upload(
    session: Session, *, upload_id: UUID, arrived: Arrived, by: UUID, at: datetime, real: datetime
) -> None:
    """Make evidence of it, once: who asks again after a lost answer changes nothing. Raises what adding evidence does of the task."""
    row = _own(session, upload_id, by, lock=True)
    row.touched_at = real
    if row.evidence_id is not None:
        return
    evidence = record_evidence(session, arrived, by=by, at=at, task_id=row.task_id)
    session.flush()
    row.evidence_id = evidence.id


def drop_upload(session: Session, *, upload_id: UUID, by: UUID) -> None:
    """Cancel one's own upload; what has become evidence stays evidence."""
    session.delete(_own(session, upload_id, by))


def any_abandoned(session: Session, *, real: datetime) -> bool:
    """Whether there is something to throw away."""
    return session.scalar(select(Upload.id).where(Upload.touched_at < real - KEPT).limit(1)) is not None


def drop_abandoned(session: Session, *, real: datetime, limit: int = 500) -> None:
    """Forget the uploads nobody went on with; their bytes are then nobody's."""
    old = list(session.scalars(select(Upload.id).where(Upload.touched_at < real - KEPT).limit(limit)))
    session.execute(delete(Upload).where(Upload.id.in_(old)))


def nobodys(session: Session, uploads: Collection[UUID]) -> list[UUID]:
    """Which of these no row speaks of any more."""
    known = set(session.scalars(select(Upload.id).where(Upload.id.in_(uploads))))
    return [each for each in uploads if each not in known]


def _require_quota(session: Session, by: UUID, size: int, limit: int) -> None:
    query = select(func.count(), func.coalesce(func.sum(Upload.size), 0))
    count, total = session.execute(query.where(Upload.person_id == by, Upload.evidence_id.is_(None))).one()
    if count >= MOST_UNFINISHED or total + size > MOST_BYTES * limit:
        raise NotYet(why=f"您还有 {count} 个文件没有传完，请等它们传完或取消后再上传新的；没传完的满 24 小时自动清除")


def _own(session: Session, upload_id: UUID, by: UUID, *, lock: bool = False) -> Upload:
    query = select(Upload).where(Upload.id == upload_id, Upload.person_id == by)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound(what="这次上传")
    return row


def _underway(row: Upload) -> Underway:
    return Underway(
        id=row.id,
        task_id=row.task_id,
        name=row.name,
        size=row.size,
        digest=row.digest,
        done=row.evidence_id is not None,
    )
