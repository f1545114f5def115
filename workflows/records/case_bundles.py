"""Evidence bundles: one file with everything a case leaves behind, to be checked without this system."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Key, Sentence, one_of
from workflows.records.cases import Case
from workflows.records.people import Person

STATUSES = ("waiting", "packing", "ready", "failed")


class CaseBundle(Base):
    """A bundle somebody asked for. The digests are what its page prints, so that a swapped file shows."""

    __tablename__ = "case_bundle"
    __table_args__ = (one_of("status", STATUSES),)

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"), index=True)
    status: Mapped[Key] = mapped_column(default="waiting")
    error: Mapped[Sentence | None]
    packed: Mapped[int] = mapped_column(default=0)
    """Files packed so far, of `files`."""
    files: Mapped[int | None]
    journal_seq: Mapped[int | None] = mapped_column(BigInteger)
    """Up to which entry of the case's journal it reaches."""
    manifest_digest: Mapped[Digest | None]
    checker_digest: Mapped[Digest | None]
    """Of the verify.py inside."""
    file_digest: Mapped[Digest | None]
    """Of the bundle itself; where the evidence store keeps it."""
    size: Mapped[int | None] = mapped_column(BigInteger)
    """In bytes."""
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[Person] = relationship(lazy="raise_on_sql")
