"""Papers: the list a person may see, one paper's file, and what the public may ask of a number and a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import access, people
from workflows.queries.timeline import document_line
from workflows.queries.values import DocumentLine
from workflows.records import Case, Document, Evidence, Problem


@dataclass(frozen=True, kw_only=True)
class PaperFile:
    """A paper with where its signed file is kept; `digest` is None while it is being made."""

    line: DocumentLine
    digest: str | None
    file_name: str


@dataclass(frozen=True, kw_only=True)
class Registered:
    """What anybody who holds a paper may know of it: that it was issued, when, and the digest of the genuine file."""

    number: str
    title: str
    issued_at: datetime
    status: str
    digest: str | None
    cancelled_at: datetime | None = None


def documents(session: Session, *, person_id: UUID, at: datetime, limit: int = 200) -> tuple[DocumentLine, ...]:
    """The newest papers of the problems the person may see."""
    actor = people.actor(session, person_id, at)
    rows = session.execute(
        select(Document, Problem)
        .outerjoin(Case, Case.id == Document.case_id)
        .outerjoin(Problem, Problem.id == Case.problem_id)
        .where(access.visible(actor))
        .order_by(Document.issued_at.desc(), Document.id)
        .limit(limit)
    )
    return tuple(document_line(document, problem) for document, problem in rows)


def paper(session: Session, *, person_id: UUID, document_id: UUID, at: datetime) -> PaperFile:
    """One paper. Raises NotFound when it is not there or may not be seen."""
    document = access.document(session, people.actor(session, person_id, at), document_id)
    case = session.get_one(Case, document.case_id) if document.case_id else None
    line = document_line(document, session.get_one(Problem, case.problem_id) if case else None)
    return PaperFile(line=line, digest=document.file_digest, file_name=f"{document.number} {document.title}.pdf")


def registered(session: Session, *, code: str, number: str = "") -> Registered | None:
    """The paper with this code (and number, when given); None when there is none. For the public: no names, no content."""
    wanted = "".join(char for char in code.upper() if char.isalnum())[:12]
    wanted = "-".join(filter(None, (wanted[:4], wanted[4:8], wanted[8:12])))
    document = session.scalar(select(Document).where(Document.verify_code == wanted))
    if document is None or (number and document.number != number.strip()):
        return None
    return _registered(document)


def registered_file(session: Session, *, digest: str) -> Registered | None:
    """The paper whose signed file has this digest; None when we never issued such a file."""
    document = session.scalar(select(Document).where(Document.final_digest == digest))
    return _registered(document) if document is not None else None


def evidence_file(session: Session, *, person_id: UUID, evidence_id: UUID, at: datetime) -> Evidence:
    """One file of a case. Raises NotFound when it is not there or may not be seen."""
    return access.evidence(session, people.actor(session, person_id, at), evidence_id)


def _registered(document: Document) -> Registered:
    return Registered(
        number=document.number,
        title=document.title,
        issued_at=document.issued_at,
        status=document.status,
        digest=document.final_digest,
        cancelled_at=document.cancelled_at,
    )
