"""Whose signature goes into a field of a paper, and with which key; what the register expects of the signed file.

A field is named after who signs in it: the paper's own field after its issuer, the others after the role of a person (`party_secretary`)
or after the step at which they decided. Their opinion is taken from their sign-off, so nobody is asked for it twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from reports.dossiers import from_json
from reports.revoked import Revoked
from reports.verdict import Expected
from workflows.records import Document, DocumentSignature, SigningKey, SignOff, Unit
from workflows.rules.roles import ROLES


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signs: a unit or a person of the city, with the words for the visible block; neither where the paper names no one known."""

    unit_id: UUID | None = None
    person_id: UUID | None = None
    name: str
    capacity: str


@dataclass(frozen=True, kw_only=True)
class KeyPlace:
    """Where a key is, and its certificate in PEM: `kind` as `SigningKey.kind`."""

    key_id: UUID
    kind: str
    place: str
    certificate: str


def signer_of(session: Session, document: Document, field: str) -> Signer:
    """Whose signature `field` waits for: the issuer's, or that of whoever spoke last in this role or at this step."""
    facts = from_json(document.dossier)
    if field != facts.signature_field and (spoke := _last_word(session, document, field)):
        unit = spoke.unit.name if spoke.unit else ""
        instead = f"（代{spoke.for_person.name}）" if spoke.for_person else ""
        return Signer(
            person_id=spoke.person_id, name=spoke.person.name, capacity=f"{unit}{ROLES[spoke.role].name}{instead}"
        )
    own = session.scalar(select(Unit).where(Unit.name == facts.issuer))
    return Signer(unit_id=own.id if own else None, name=facts.issuer, capacity="出具单位")


def key_of(session: Session, signer: Signer, at: datetime) -> KeyPlace | None:
    """The newest key of the unit or the person that is in force; None when they have none and the office signs for them."""
    owner = SigningKey.person_id == signer.person_id if signer.person_id else SigningKey.unit_id == signer.unit_id
    if signer.person_id is None and signer.unit_id is None:
        return None
    found = session.scalar(
        select(SigningKey)
        .where(owner, SigningKey.revoked_at.is_(None), SigningKey.valid_until > at)
        .order_by(SigningKey.added_at.desc(), SigningKey.id)
        .limit(1)
    )
    if found is None:
        return None
    return KeyPlace(key_id=found.id, kind=found.kind, place=found.place, certificate=found.certificate)


def revoked(session: Session) -> tuple[Revoked, ...]:
    """The certificates the office has called back."""
    rows = session.execute(
        select(SigningKey.fingerprint, SigningKey.revoked_at).where(SigningKey.revoked_at.is_not(None))
    )
    return tuple(Revoked(fingerprint=fingerprint, at=at) for fingerprint, at in rows if at is not None)


def expected(session: Session, *, digest: str = "", code: str = "") -> Expected | None:
    """What the register knows of the file with this digest, or of the paper with this code; None when it knows none."""
    query = select(Document).where(
        Document.status == "ready", Document.final_digest == digest if digest else Document.verify_code == code
    )
    document = session.scalar(query)
    if document is None:
        return None
    rows = session.scalars(
        select(DocumentSignature).where(
            DocumentSignature.document_id == document.id, DocumentSignature.status == "signed"
        )
    ).all()
    return Expected(
        fields=tuple(row.field for row in rows),
        signers=tuple(row.fingerprint for row in rows if row.fingerprint),
        digest=document.final_digest,
        facts=document.dossier_digest,
        registered_at=document.ready_at,
    )


def _last_word(session: Session, document: Document, field: str) -> SignOff | None:
    return session.scalar(
        select(SignOff)
        .where(SignOff.case_id == document.case_id, or_(SignOff.role == field, SignOff.box == field))
        .options(joinedload(SignOff.person), joinedload(SignOff.for_person), joinedload(SignOff.unit))
        .order_by(SignOff.at.desc())
        .limit(1)
    )
