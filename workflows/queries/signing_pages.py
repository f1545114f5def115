"""What a signer sees: whose turn it is, what was signed before, what they are to sign."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import access, people, signers
from workflows.queries.inbox_values import Asked
from workflows.records import Case, Document, DocumentSignature, Problem, SigningKey
from workflows.rules.errors import NotYet
from workflows.rules.permissions import Actor


@dataclass(frozen=True, kw_only=True)
class SignatureLine:
    """One signature of a paper in its order. `status`: signed, next (it is this one's turn), later, refused."""

    position: int
    name: str
    capacity: str
    status: str
    signed_at: datetime | None
    digest_after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Own:
    """The signature this person is to make: `status` as `DocumentSignature.status`, the digests of what they see and sign."""

    status: str
    reason: str
    prepared_at: datetime | None
    document_digest: str
    to_sign_digest: str


@dataclass(frozen=True, kw_only=True)
class SigningPage:
    """The signatures of a paper. `own` is None for whoever has nothing to sign now."""

    document_id: UUID
    number: str
    title: str
    status: str
    error: str
    signatures: tuple[SignatureLine, ...]
    waits_for: str
    own: Own | None


@dataclass(frozen=True, kw_only=True)
class HandedOut:
    """The files of a signature that is being made: where the prepared PDF is kept, what the token signs, the signer's certificate."""

    prepared: str
    to_sign: bytes
    certificate: str


def signing_page(session: Session, *, document_id: UUID, person_id: UUID, at: datetime) -> SigningPage:
    """Raises NotFound when the paper is not there or may not be seen."""
    actor = people.actor(session, person_id, at)
    document = access.document(session, actor, document_id)
    rows = _rows(session, document_id)
    turn = next((row for row in rows if row.status != "signed"), None) if document.status == "signing" else None
    return SigningPage(
        document_id=document.id,
        number=document.number,
        title=document.title,
        status=document.status,
        error=document.error or "",
        signatures=tuple(_line(row, turn) for row in rows),
        waits_for=turn.name if turn else "",
        own=_own(turn) if turn and _is_theirs(session, document, turn, actor, at) else None,
    )


def handed_out(session: Session, *, document_id: UUID, person_id: UUID, at: datetime) -> HandedOut:
    """What the person is signing. Raises NotFound, and NotYet when nothing is handed out to them."""
    actor = people.actor(session, person_id, at)
    document = access.document(session, actor, document_id)
    row = next((each for each in _rows(session, document_id) if each.status != "signed"), None)
    if (
        row is None
        or row.status != "prepared"
        or row.prepared_digest is None
        or not _is_theirs(session, document, row, actor, at)
    ):
        raise NotYet(why="现在没有等您签名的待签文件")
    key = signers.key_of(session, signers.signer_of(session, document, row.field), at)
    return HandedOut(
        prepared=row.prepared_digest,
        to_sign=base64.b64decode(row.to_sign or ""),
        certificate=key.certificate if key else "",
    )


def waiting_for(session: Session, actor: Actor) -> tuple[Asked, ...]:
    """The papers whose next signature is this person's own, or that of a unit of theirs, with a key outside the server."""
    rows = session.execute(
        select(Document, DocumentSignature)
        .join(DocumentSignature, DocumentSignature.document_id == Document.id)
        .outerjoin(Case, Case.id == Document.case_id)
        .outerjoin(Problem, Problem.id == Case.problem_id)
        .where(Document.status == "signing", DocumentSignature.status != "signed", access.visible(actor))
        .order_by(Document.issued_at, Document.id, DocumentSignature.position)
    )
    first: dict[UUID, tuple[Document, DocumentSignature]] = {}
    for document, row in rows:
        first.setdefault(document.id, (document, row))
    theirs = _outside_owners(session, actor)
    return tuple(
        Asked(document_id=document.id, number=document.number, title=document.title)
        for document, row in first.values()
        if (row.person_id or row.unit_id) in theirs
    )


def _outside_owners(session: Session, actor: Actor) -> frozenset[UUID]:
    query = select(SigningKey.person_id, SigningKey.unit_id).where(
        SigningKey.kind == "outside",
        SigningKey.revoked_at.is_(None),
        (SigningKey.person_id == actor.person_id) | SigningKey.unit_id.in_(actor.units),
    )
    return frozenset(owner for pair in session.execute(query) for owner in pair if owner is not None)


def _is_theirs(session: Session, document: Document, row: DocumentSignature, actor: Actor, at: datetime) -> bool:
    if row.person_id != actor.person_id and (row.person_id or row.unit_id not in actor.units):
        return False
    key = signers.key_of(session, signers.signer_of(session, document, row.field), at)
    return key is not None and key.kind == "outside"


def _line(row: DocumentSignature, turn: DocumentSignature | None) -> SignatureLine:
    status = row.status if row.status in ("signed", "refused") else "next" if row is turn else "later"
    return SignatureLine(
        position=row.position,
        name=row.name,
        capacity=row.capacity,
        status=status,
        signed_at=row.signed_at,
        digest_after=row.digest_after or "",
        reason=row.reason or "" if row.status == "refused" else "",
    )


def _own(row: DocumentSignature) -> Own:
    return Own(
        status=row.status,
        reason=row.reason or "",
        prepared_at=row.prepared_at,
        document_digest=row.digest_before or "",
        to_sign_digest=sha256(base64.b64decode(row.to_sign)).hexdigest() if row.to_sign else "",
    )


def _rows(session: Session, document_id: UUID) -> list[DocumentSignature]:
    query = select(DocumentSignature).where(DocumentSignature.document_id == document_id)
    return list(session.scalars(query.order_by(DocumentSignature.position)))
