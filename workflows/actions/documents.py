"""Making an issued paper: what the job reads before it draws, and what it records when the signed file is there.

Drawing and signing take seconds, so they happen between two short transactions; the row of the document makes the job idempotent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.dossiers import Dossier, from_json
from reports.render import Attachment
from workflows import jobs
from workflows.actions import who
from workflows.queries import access
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


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A paper that was drawn and signed: digest of the unsigned master, and where the signed file is kept."""

    master_digest: str
    signed: Stored


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


def record_printed(session: Session, *, document_id: UUID, printed: Printed, at: datetime) -> None:
    """Record the signed file; does nothing when another run of the job was faster."""
    document, case = _locked(session, document_id)
    if document.status == "ready":
        return
    document.status, document.error, document.ready_at = "ready", None, at
    document.master_digest = printed.master_digest
    document.final_digest = document.file_digest = printed.signed.digest
    facts = {"title": document.title, "number": document.number}
    digests = {"master": printed.master_digest, "signed": printed.signed.digest}
    who.note(session, "document:ready", case=case, by=None, at=at, **facts, **digests)
    session.flush()


def record_failure(session: Session, *, document_id: UUID, why: str, at: datetime) -> None:
    """Keep the sentence why a paper could not be made, where the person who waits for it sees it. Journalled once per sentence."""
    document, case = _locked(session, document_id)
    if document.status == "ready" or document.error == why:
        return
    document.status, document.error = "failed", why
    who.note(
        session, "document:failed", case=case, by=None, at=at, title=document.title, number=document.number, error=why
    )
    session.flush()


def ask_again(session: Session, *, document_id: UUID, by: UUID, at: datetime) -> None:
    """Queue a paper that failed once more; number and dossier stay as they were issued.

    Raises NotFound, NotPermitted, NotYet when it is not a failed one.
    """
    actor = who.actor(session, by, at)
    access.document(session, actor, document_id)
    who.require(session, actor, "remake_document")
    document, case = _locked(session, document_id)
    if document.status != "failed":
        raise NotYet(why="这份文书没有失败，不需要重新制作")
    document.status, document.error = "waiting", None
    who.note(session, "document:retried", case=case, by=actor, at=at, title=document.title, number=document.number)
    jobs.enqueue(session, "render_document", {"document_id": str(document_id)}, key=f"{document_id}/{at.isoformat()}")


def _locked(session: Session, document_id: UUID) -> tuple[Document, Case | None]:
    query = (
        select(Document).where(Document.id == document_id).with_for_update().execution_options(populate_existing=True)
    )
    document = session.scalar(query)
    if document is None:
        raise NotFound(what="这份文书")
    return document, session.get_one(Case, document.case_id) if document.case_id else None


def _attachments(session: Session, store: EvidenceStore, document: Document) -> tuple[Attachment, ...]:
    """The acceptance report issued last before this paper travels inside the closure report, as signed."""
    if document.kind != "closure_report":
        return ()
    query = select(Document).where(Document.case_id == document.case_id, Document.kind == "acceptance_report")
    report = session.scalar(query.order_by(Document.issued_at.desc()).limit(1))
    if report is None:
        return ()
    if report.status != "ready" or report.file_digest is None:
        raise NotYet(why="所附的验收报告还在制作")
    with store.open(report.file_digest) as file:
        data = file.read()
    return (
        Attachment(
            name="acceptance-report.pdf",
            data=data,
            media_type="application/pdf",
            description=f"{report.title}（{report.number}）",
            created=report.issued_at,
        ),
    )
