"""Making an issued paper: what the job reads before it draws, and what it records when the signed file is there.

Drawing and signing take seconds, so they happen between two short transactions; the row of the document makes the job idempotent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.dossiers import PAPERS, CaseFile, Dossier, from_json
from reports.render import Attachment
from workflows.actions import telling, who
from workflows.records import Case, Document
from workflows.records.evidence_store import EvidenceStore, Stored
from workflows.rules.errors import NotFound, NotYet


@dataclass(frozen=True, kw_only=True)
class Printing:
    """A paper to be drawn: its frozen dossier, what is attached, when it was issued."""

    document_id: UUID
    dossier: Dossier
    attachments: tuple[Attachment, ...]
    issued_at: datetime


def to_print(session: Session, store: EvidenceStore, *, document_id: UUID) -> Printing | None:
    """What to draw; None when the paper is there already.

    Raises NotFound, and NotYet while a paper that belongs into it as an attachment is not signed itself.
    """
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound(what="这份文书")
    if document.status == "ready":
        return None
    return Printing(
        document_id=document.id,
        dossier=from_json(document.dossier),
        attachments=_attachments(session, store, document),
        issued_at=document.issued_at,
    )


def finish(session: Session, *, document_id: UUID, final: Stored, at: datetime) -> None:
    """Record the file that people download, after the last signature; does nothing when another run of the job was faster."""
    document, case = locked(session, document_id)
    if document.status == "ready":
        return
    document.status, document.error, document.ready_at = "ready", None, at
    document.final_digest = document.file_digest = final.digest
    facts = {"title": document.title, "number": document.number}
    digests = {"master": document.master_digest, "signed": final.digest}
    who.note(session, "document:ready", case=case, by=None, at=at, **facts, **digests)
    if document.issued_by_id is not None:
        _tell(session, "paper_ready", document, case, "", at)
    session.flush()


def record_wait(session: Session, *, document_id: UUID, why: str) -> None:
    """Keep the sentence for which a paper waits a while; it goes on by itself."""
    document, _ = locked(session, document_id)
    if document.status != "ready" and document.error != why:
        document.error = why
        session.flush()


def record_failure(session: Session, *, document_id: UUID, why: str, at: datetime) -> None:
    """Keep the sentence why a paper could not be made, where the person who waits for it sees it. Journalled once per sentence."""
    document, case = locked(session, document_id)
    if document.status == "ready" or document.error == why:
        return
    document.status, document.error = "failed", why
    who.note(
        session, "document:failed", case=case, by=None, at=at, title=document.title, number=document.number, error=why
    )
    _tell(session, "paper_failed", document, case, why, at)
    session.flush()


def _tell(session: Session, kind: str, document: Document, case: Case | None, why: str, at: datetime) -> None:
    """Tell whoever had the paper made; of one that the system issued, the office, and only where it failed."""
    facts = {"title": document.title, "number": document.number, "reason": why}
    telling.tell(session, kind, to=document.issued_by_id, case=case, document=document, facts=facts, at=at)


def locked(session: Session, document_id: UUID) -> tuple[Document, Case | None]:
    """The paper with its row locked, and its case. Raises NotFound."""
    query = (
        select(Document).where(Document.id == document_id).with_for_update().execution_options(populate_existing=True)
    )
    document = session.scalar(query)
    if document is None:
        raise NotFound(what="这份文书")
    return document, case_of(session, document)


def case_of(session: Session, document: Document) -> Case | None:
    """The paper's case; None for one about the whole city."""
    return session.get_one(Case, document.case_id) if document.case_id else None


def _attachments(session: Session, store: EvidenceStore, document: Document) -> tuple[Attachment, ...]:
    """The acceptance report issued last before this paper travels inside the closure report, every paper inside the case file, as signed.

    Raises NotYet while one of them is not signed.
    """
    rows = _inside(session, document)
    if any(row.status != "ready" or row.file_digest is None for row in rows):
        waiting = next(row for row in rows if row.status != "ready")
        raise NotYet(why=f"所附的《{PAPERS[waiting.kind].name}》（{waiting.number}）还没有签好")
    named = {row.id: f"{place:02d}-{row.kind}.pdf" for place, row in enumerate(rows, 1)}
    if document.kind == "closure_report":
        named = dict.fromkeys(named, "acceptance-report.pdf")
    return tuple(_signed(store, row, named[row.id]) for row in rows)


def _inside(session: Session, document: Document) -> list[Document]:
    query = select(Document).where(Document.cancelled_at.is_(None))
    if document.kind == "closure_report":
        reports = query.where(Document.case_id == document.case_id, Document.kind == "acceptance_report")
        return list(session.scalars(reports.order_by(Document.issued_at.desc()).limit(1)))
    dossier = from_json(document.dossier)
    if not isinstance(dossier, CaseFile):
        return []
    numbers = [each.number for each in dossier.papers]
    found = {row.number: row for row in session.scalars(query.where(Document.number.in_(numbers)))}
    return [found[number] for number in numbers if number in found]


def _signed(store: EvidenceStore, row: Document, name: str) -> Attachment:
    with store.open(row.file_digest or "") as file:
        data = file.read()
    return Attachment(
        name=name,
        data=data,
        media_type="application/pdf",
        description=f"{row.title}（{row.number}）",
        created=row.issued_at,
    )
