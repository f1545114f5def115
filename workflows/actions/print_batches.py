"""Printing many papers at once: the asking, and what the job records paper by paper.

Each paper's row is written in one transaction with what was made of it, so that a killed worker goes on where it was:
nothing is printed twice, nothing is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflows import jobs
from workflows.actions import telling, who
from workflows.queries import access
from workflows.records import Case, Document, Person, PrintBatch, PrintItem
from workflows.records.evidence_store import Stored
from workflows.records.print_batches import PRINTS, RESULTS
from workflows.rules.errors import NotFound, NotYet, Refusal

JOB = "print_batch"
MOST = 2000
"""Papers in one batch."""


class TooManyPapers(Refusal):
    """一次最多打印 {most} 份，选中了 {count} 份，没有开始打印。请分几次打印，或用筛选缩小范围。
    At most {most} papers can be printed at once; {count} were chosen.
    """

    code = "too-many-papers"


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is left to do of a batch: its items in order, and which of them are still to be made."""

    batch_id: UUID
    prints: str
    result: str
    waiting: tuple[tuple[UUID, UUID], ...]
    """Item and document."""


@dataclass(frozen=True, kw_only=True)
class Copying:
    """A copy to be drawn: the dossier as it was frozen, and what the copy says about itself."""

    dossier: str
    by: str
    asked_at: datetime
    original: str
    """Digest of the signed original."""


def ask_to_print(
    session: Session, *, document_ids: Sequence[UUID], prints: str, result: str, by: UUID, at: datetime
) -> UUID:
    """Queue a batch of the papers that the person may see, in the order they were issued.

    Raises NotFound for a paper that may not be seen, NotYet when none was chosen, TooManyPapers.
    """
    actor = who.actor(session, by, at)
    wanted = set(document_ids)
    if not wanted:
        raise NotYet(why="没有选中文书。请先勾选要打印的文书")
    if len(wanted) > MOST:
        raise TooManyPapers(most=MOST, count=len(wanted))
    if prints not in PRINTS or result not in RESULTS:
        raise NotFound(what="这种打印方式")
    query = select(Document.id).where(Document.id.in_(wanted), access.visible_papers(actor))
    found = list(session.scalars(query.order_by(Document.issued_at, Document.number)))
    if len(found) < len(wanted):
        raise NotFound(what="选中的文书")
    batch = PrintBatch(prints=prints, result=result, status="waiting", asked_by_id=by, asked_at=at)
    session.add(batch)
    session.flush()
    rows = [
        PrintItem(batch_id=batch.id, document_id=each, position=n, status="waiting") for n, each in enumerate(found, 1)
    ]
    session.add_all(rows)
    _queue(session, batch, at)
    return batch.id


def print_again(session: Session, *, batch_id: UUID, by: UUID, at: datetime) -> None:
    """Try the papers that failed once more, and put the result together anew. Raises NotFound, NotYet while it is printing."""
    batch = _batch(session, batch_id)
    if batch.asked_by_id != by:
        raise NotFound(what="这批打印")
    begin_again(session, batch_id=batch_id)
    _queue(session, batch, at)


def begin_again(session: Session, *, batch_id: UUID) -> None:
    """Let the papers that failed wait once more, without asking for the job. Raises NotFound, NotYet while it is printing."""
    batch = _batch(session, batch_id)
    if batch.status not in ("ready", "failed"):
        raise NotYet(why="这批文书正在打印")
    failed = (PrintItem.batch_id == batch_id, PrintItem.status == "failed")
    session.execute(update(PrintItem).where(*failed).values(status="waiting", error=None))
    batch.status, batch.error, batch.file_digest, batch.size, batch.done_at = "waiting", None, None, None, None


def to_do(session: Session, *, batch_id: UUID) -> Work | None:
    """What is left of a batch, which counts as printing from now on; None when it is finished. Raises NotFound."""
    batch = _batch(session, batch_id)
    if batch.status == "ready":
        return None
    batch.status, batch.error = "printing", None
    query = select(PrintItem.id, PrintItem.document_id).where(
        PrintItem.batch_id == batch_id, PrintItem.status == "waiting"
    )
    waiting = tuple((row.id, row.document_id) for row in session.execute(query.order_by(PrintItem.position)))
    return Work(batch_id=batch.id, prints=batch.prints, result=batch.result, waiting=waiting)


def is_unfinished(session: Session, *, document_id: UUID) -> bool:
    """Whether the paper is still to be laid out or signed: a worker may have been killed between the two."""
    status = session.scalar(select(Document.status).where(Document.id == document_id))
    return status in ("waiting", "signing")


def record_original(session: Session, *, item_id: UUID, at: datetime) -> None:
    """The signed file of the item's paper goes into the result; a paper that has none yet says why it does not."""
    item = _item(session, item_id)
    document = session.get_one(Document, item.document_id, populate_existing=True)
    if item.status == "done":
        return
    if document.cancelled_at is not None:
        item.status, item.error, item.done_at = "failed", "这份文书已作废，没有收入。", at
    elif document.status == "ready" and document.file_digest:
        item.status, item.error, item.file_digest, item.done_at = "done", None, document.file_digest, at
    else:
        item.status, item.error, item.done_at = "failed", document.error or "还没有签名完成，签名后可以再打印。", at


def to_copy(session: Session, *, item_id: UUID) -> Copying | None:
    """The copy to be drawn; None when it is done. Raises NotYet for a paper that is not signed or is void."""
    item = _item(session, item_id)
    if item.status == "done":
        return None
    document, batch = session.get_one(Document, item.document_id), session.get_one(PrintBatch, item.batch_id)
    if document.cancelled_at is not None:
        raise NotYet(why=f"文书 {document.number} 已作废，不能重印")
    if document.status != "ready" or document.final_digest is None:
        raise NotYet(why=f"文书 {document.number} 还没有签名完成，不能重印副本")
    return Copying(
        dossier=document.dossier,
        by=session.get_one(Person, batch.asked_by_id).name,
        asked_at=batch.asked_at,
        original=document.final_digest,
    )


def record_copy(session: Session, *, item_id: UUID, stored: Stored, at: datetime) -> None:
    """A copy lies in the store: written at the item and into the case's journal, once. The signed original is not touched."""
    item = _item(session, item_id)
    if item.status == "done":
        return
    item.status, item.error, item.file_digest, item.done_at = "done", None, stored.digest, at
    document, batch = session.get_one(Document, item.document_id), session.get_one(PrintBatch, item.batch_id)
    case = session.get(Case, document.case_id) if document.case_id else None
    facts = {"title": document.title, "number": document.number, "copy": stored.digest, "batch": batch.id}
    who.note(session, "document:copied", case=case, by=who.actor(session, batch.asked_by_id, at), at=at, **facts)


def record_item_failed(session: Session, *, item_id: UUID, why: str, at: datetime) -> None:
    """Why this paper is not in the result; the others go on."""
    where = (PrintItem.id == item_id, PrintItem.status != "done")
    session.execute(update(PrintItem).where(*where).values(status="failed", error=why, done_at=at))


def record_batch(session: Session, *, batch_id: UUID, stored: Stored, at: datetime) -> None:
    """The result lies in the store."""
    batch = _batch(session, batch_id)
    batch.status, batch.error, batch.done_at = "ready", None, at
    batch.file_digest, batch.size = stored.digest, stored.size
    states = [item.status for item, _ in parts(session, batch_id)]
    done, failed = states.count("done"), states.count("failed")
    what = f"{done} 份文书已打印，{failed} 份没有做成" if failed else f"{done} 份文书已打印，可以下载"
    telling.tell(session, "work_done", to=batch.asked_by_id, at=at, facts={"what": what, "print": str(batch_id)})


def record_batch_failed(session: Session, *, batch_id: UUID, why: str, at: datetime) -> None:
    """Why no result could be put together; what was made of each paper stays."""
    batch = _batch(session, batch_id)
    if batch.status == "ready":
        return
    if batch.done_at is None:  # the queue tries again by itself, and its person need not hear of every try
        count = len(parts(session, batch_id))
        facts = {"what": f"{count} 份文书没有打印成", "reason": why, "print": str(batch_id)}
        telling.tell(session, "work_failed", to=batch.asked_by_id, at=at, facts=facts)
    batch.status, batch.error, batch.done_at = "failed", why, at


def parts(session: Session, batch_id: UUID) -> list[tuple[PrintItem, Document]]:
    """The items of a batch in order, with their papers."""
    query = select(PrintItem, Document).join(Document, Document.id == PrintItem.document_id)
    rows = session.execute(query.where(PrintItem.batch_id == batch_id).order_by(PrintItem.position))
    return [(item, document) for item, document in rows]


def _queue(session: Session, batch: PrintBatch, at: datetime) -> None:
    jobs.enqueue(session, JOB, {"batch_id": str(batch.id)}, key=f"{batch.id}/{at.isoformat()}")


def _batch(session: Session, batch_id: UUID) -> PrintBatch:
    query = select(PrintBatch).where(PrintBatch.id == batch_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(what="这批打印")
    return found


def _item(session: Session, item_id: UUID) -> PrintItem:
    query = select(PrintItem).where(PrintItem.id == item_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(what="这份打印")
    return found
