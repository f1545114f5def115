"""Results of old print batches are given up: they can be printed anew, and the signed papers themselves are never touched."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries import settings
from workflows.queries.site_settings import KEEP_PRINTS
from workflows.records import Base, PrintBatch, PrintItem

AT_ONCE = 50
GONE = "打印结果超过保留的天数，已经清理。需要时请重新打印。"


def forget_old_prints(session: Session, *, at: datetime) -> tuple[str, ...]:
    """Give up the results of batches older than the setting says; returns the digests nobody refers to any more, to be deleted
    after the commit. A batch without a result says why and can be printed again."""
    days = int(settings.read(session, KEEP_PRINTS) or 0)
    if not days:
        return ()
    old = (PrintBatch.status == "ready", PrintBatch.done_at < at - timedelta(days=days))
    batches = session.scalars(select(PrintBatch).where(*old).order_by(PrintBatch.done_at).limit(AT_ONCE)).all()
    if not batches:
        return ()
    ids = [each.id for each in batches]
    copies = session.scalars(
        select(PrintItem.file_digest).where(PrintItem.batch_id.in_(ids), PrintItem.file_digest.is_not(None))
    )
    digests = {*filter(None, (each.file_digest for each in batches)), *filter(None, copies)}
    forgotten = {"status": "waiting", "file_digest": None, "error": None}
    session.execute(update(PrintItem).where(PrintItem.batch_id.in_(ids), PrintItem.status == "done").values(forgotten))
    for each in batches:
        each.status, each.error, each.file_digest, each.size = "failed", GONE, None, None
    session.flush()
    who.note(session, "prints:cleaned", case=None, by=None, at=at, count=len(batches), days=days)
    return tuple(sorted(each for each in digests if not _is_needed(session, each)))


def is_due(session: Session, *, at: datetime) -> bool:
    """Whether there is anything to give up; asked without the right to write."""
    days = int(settings.read(session, KEEP_PRINTS) or 0)
    old = (PrintBatch.status == "ready", PrintBatch.done_at < at - timedelta(days=days))
    return bool(days) and session.scalar(select(PrintBatch.id).where(*old).limit(1)) is not None


def _is_needed(session: Session, digest: str) -> bool:
    """Whether anything else has this content, in whatever table: the store keeps the same content once."""
    holders = [
        select(column).where(column == digest).exists()
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith(("digest", "thumbnail"))
    ]
    return bool(session.scalar(select(or_(*holders))))
