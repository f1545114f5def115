"""The journal: what happened, hash-chained per case. Append-only by triggers; written only through `write`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflows.records.base import Base, CanonicalText, Digest, Identity, Key, Line


class JournalEntry(Base):
    """One thing that happened. `text` is the canonical JSON of its facts; `hash` covers it all and the entry before."""

    __tablename__ = "journal_entry"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: Mapped[Identity]
    chain: Mapped[Key]
    """The case's id, or `system` for what concerns no case."""
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None when the system acted."""
    actor_name: Mapped[Line]
    what: Mapped[Key]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("rectification_case.id"), index=True)
    problem_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem.id"), index=True)
    text: Mapped[CanonicalText]
    prev: Mapped[Digest]
    hash: Mapped[Digest]


class JournalHead(Base):
    """The last entry of a chain: locked while the next is written, and proof that no tail was cut off."""

    __tablename__ = "journal_head"

    chain: Mapped[Key] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[Digest]
