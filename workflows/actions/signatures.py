"""Collecting the signatures of a paper, one after the other: whose turn it is, and what is recorded when they have signed.

The server signs at once where it holds the key; where it does not, the paper waits (`own_signatures`). Every step here is short:
drawing, signing and embedding happen in the job between them.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import documents, who
from workflows.queries import settings, signers
from workflows.queries.signers import KeyPlace
from workflows.records import Document, DocumentSignature
from workflows.records.evidence_store import Stored
from workflows.rules.errors import NotFound
from workflows.rules.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The signature that is next: the PDF it goes into, who signs with which key (None: the office's), and how far it has come."""

    signature_id: UUID
    field: str
    name: str
    capacity: str
    key: KeyPlace | None
    status: str
    file: str  # digest of the PDF as the signer sees it
    prepared: str | None
    to_sign: bytes
    answer: bytes

    @property
    def waits_for_a_person(self) -> bool:
        """Whether nothing can be done before somebody outside has acted."""
        outside = self.key is not None and self.key.kind == "outside"
        return outside and self.status not in ("asked", "answered")


def lay_out(session: Session, *, document_id: UUID, master: Stored, fields: tuple[str, ...], at: datetime) -> None:
    """Note the drawn master and whose signatures it waits for; does nothing when that was noted before."""
    document, _ = documents.locked(session, document_id)
    if document.status == "ready" or _rows(session, document_id):
        return
    document.master_digest, document.status, document.error = master.digest, "signing", None
    for position, field in enumerate(fields, 1):
        signer = signers.signer_of(session, document, field)
        session.add(
            DocumentSignature(
                document_id=document_id, position=position, field=field, unit_id=signer.unit_id,
                person_id=signer.person_id, name=signer.name, capacity=signer.capacity, status="waiting",
            )
        )  # fmt: skip
    session.flush()
    if not fields:
        documents.finish(session, document_id=document_id, final=master, at=at)


def is_laid_out(session: Session, document_id: UUID) -> bool:
    """Whether the master is there and its signers are known."""
    return bool(_rows(session, document_id))


def next_turn(session: Session, *, document_id: UUID, at: datetime) -> Turn | None:
    """Whose turn it is; None when all have signed."""
    document = session.get_one(Document, document_id)
    file = document.master_digest or ""
    for row in _rows(session, document_id):
        if row.status == "signed":
            file = row.digest_after or ""
            continue
        signer = signers.signer_of(session, document, row.field)
        key = signers.key_of(session, signer, at)
        name, capacity = (signer.name, signer.capacity) if key else _for_another(session, signer)
        return Turn(
            signature_id=row.id, field=row.field, name=name, capacity=capacity, key=key, status=row.status, file=file,
            prepared=row.prepared_digest, to_sign=_bytes(row.to_sign), answer=_bytes(row.answer),
        )  # fmt: skip
    return None


def record_signed(session: Session, *, turn: Turn, signed: Stored, fingerprint: str, at: datetime) -> None:
    """Record a signature with the digests before and after it; after the last the paper is ready.

    Does nothing when another run of the job was faster.
    """
    row, document = _locked_row(session, turn.signature_id)
    now = next_turn(session, document_id=document.id, at=at)
    if now is None or (now.signature_id, now.file) != (turn.signature_id, turn.file):
        return
    row.status, row.signed_at, row.fingerprint = "signed", at, fingerprint
    row.digest_before, row.digest_after = turn.file, signed.digest
    row.name, row.capacity, row.key_id = turn.name, turn.capacity, turn.key.key_id if turn.key else None
    row.prepared_digest = row.to_sign = row.answer = row.reason = None
    document.status, document.error = "signing", None
    note(
        session, "document:signed", document, at=at, by=None, name=row.name, capacity=row.capacity,
        before=turn.file, after=signed.digest, certificate=fingerprint,
    )  # fmt: skip
    session.flush()
    if all(each.status == "signed" for each in _rows(session, document.id)):
        documents.finish(session, document_id=document.id, final=signed, at=at)


def record_prepared(session: Session, *, turn: Turn, prepared: Stored, to_sign: bytes, at: datetime) -> None:
    """Keep what is handed out to the signer."""
    row, document = _locked_row(session, turn.signature_id)
    if row.status != "asked":
        return
    row.status, row.prepared_digest, row.prepared_at = "prepared", prepared.digest, at
    row.to_sign, row.digest_before, row.reason = base64.b64encode(to_sign).decode(), turn.file, None
    row.name, row.capacity = turn.name, turn.capacity
    document.error = None
    session.flush()


def record_setback(session: Session, *, turn: Turn, why: str) -> None:
    """The signer has to begin again, and reads why: the certificate or what was brought back cannot be used."""
    row, _ = _locked_row(session, turn.signature_id)
    if row.status in ("asked", "answered"):
        row.status, row.reason, row.answer, row.to_sign, row.prepared_digest = "waiting", why, None, None, None
        session.flush()


def begin_again(session: Session, document_id: UUID) -> None:
    """Where somebody refused, everybody signs anew; otherwise it goes on from where it stopped, and nobody signs twice."""
    rows = _rows(session, document_id)
    if not any(row.status == "refused" for row in rows):
        return
    for row in rows:
        row.status, row.signed_at, row.fingerprint, row.key_id, row.reason = "waiting", None, None, None, None
        row.digest_before = row.digest_after = row.prepared_digest = row.to_sign = row.answer = None
    session.flush()


def _for_another(session: Session, signer: signers.Signer) -> tuple[str, str]:
    """In what capacity the office signs: for itself, or for a signer whose key is not held here."""
    office = settings.office(session).name
    if signer.person_id is None:
        return office, signer.capacity if signer.name == office else f"代{signer.name}出具"
    return office, f"依{signer.capacity}{signer.name}的签批意见代签"


def _rows(session: Session, document_id: UUID) -> list[DocumentSignature]:
    query = select(DocumentSignature).where(DocumentSignature.document_id == document_id)
    return list(session.scalars(query.order_by(DocumentSignature.position)))


def _locked_row(session: Session, signature_id: UUID) -> tuple[DocumentSignature, Document]:
    """The document's row is what is locked: two signatures of one paper never happen at the same time."""
    found = session.get(DocumentSignature, signature_id)
    if found is None:
        raise NotFound(what="这个签名")
    document, _ = documents.locked(session, found.document_id)
    session.refresh(found)
    return found, document


def note(session: Session, what: str, document: Document, *, at: datetime, by: Actor | None, **facts: object) -> None:
    """Write what happened to a paper into the journal of its case."""
    case = documents.case_of(session, document)
    who.note(session, what, case=case, by=by, at=at, title=document.title, number=document.number, **facts)


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text) if text else b""
