"""Who signs a paper, in which order, with which key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Key, Label, Line, Paragraphs, one_of
from workflows.records.documents import Document
from workflows.records.people import Person
from workflows.records.units import Unit

KINDS = ("file", "token", "outside")
STATUSES = ("waiting", "asked", "prepared", "answered", "signed", "refused")


class SigningKey(Base):
    """The key a unit or a person signs with. The key itself is never here: only its certificate and where it is kept."""

    __tablename__ = "signing_key"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("(unit_id IS NULL) <> (person_id IS NULL)", name="one_owner"),
    )

    id: Mapped[Identity]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[Key]
    """`file`: PKCS#12 in the keys directory. `token`: a device at the server. `outside`: in its owner's own hands."""
    place: Mapped[Line] = mapped_column(default="")
    """The file's name, or token and label with a `/` between; empty for a key that is not here."""
    certificate: Mapped[Paragraphs]
    """PEM; who may sign as the owner."""
    fingerprint: Mapped[Digest] = mapped_column(unique=True)
    """SHA-256 of the certificate."""
    subject: Mapped[Line]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    added_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    revoked_reason: Mapped[Paragraphs | None]

    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    revoked_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[revoked_by_id])


class DocumentSignature(Base):
    """One signature of a paper, from the moment the paper is drawn. They are made in the order of `position`."""

    __tablename__ = "document_signature"
    __table_args__ = (
        one_of("status", STATUSES),
        UniqueConstraint("document_id", "position"),
        UniqueConstraint("document_id", "field"),
    )

    id: Mapped[Identity]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    position: Mapped[int]
    """From 1."""
    field: Mapped[Key]
    """Name of the signature field in the PDF."""
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whose signature it is; both None where the paper names nobody of the city's own."""
    key_id: Mapped[UUID | None] = mapped_column(ForeignKey("signing_key.id"))
    """None: the office's key."""
    name: Mapped[Line]
    """As the visible block shows it."""
    capacity: Mapped[Label]
    status: Mapped[Key] = mapped_column(default="waiting", index=True)
    """`asked`, `prepared` and `answered` are the steps of a key outside the server."""
    prepared_digest: Mapped[Digest | None]
    """Where the evidence store keeps the PDF whose signature is still to be filled in."""
    prepared_at: Mapped[datetime | None]
    to_sign: Mapped[Paragraphs | None]
    """What the person's token signs, in base64."""
    answer: Mapped[Paragraphs | None]
    """What the token gave back (CMS), in base64."""
    digest_before: Mapped[Digest | None]
    """Of the PDF as the signer saw it."""
    digest_after: Mapped[Digest | None]
    """Of the PDF with this signature; where the evidence store keeps it."""
    fingerprint: Mapped[Digest | None]
    """SHA-256 of the certificate it was made with."""
    signed_at: Mapped[datetime | None]
    reason: Mapped[Paragraphs | None]
    """Why it was refused."""

    document: Mapped[Document] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    key: Mapped[SigningKey | None] = relationship(lazy="raise_on_sql")
