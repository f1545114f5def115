"""A journal's entries and the heads of its chains, and what an entry's hash covers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Row, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, CanonicalText, Digest, Identity, Key, Line
from workflows.records.cases import Case
from workflows.records.people import Person
from workflows.records.problems import Problem
from workflows.rules.canonical import canonical, digest_of

SYSTEM = "system"
"""The chain of everything that concerns no case."""
BEGINNING = "0" * 64
"""What stands before the first entry of every chain."""


class JournalEntry(Base):
    """One thing that happened. `text` is the canonical JSON of its facts; `hash` covers it all and the entry before."""

    __tablename__ = "journal_entry"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: Mapped[Identity]
    chain: Mapped[Key]
    """The case's id, or `system` for what concerns no case."""
    seq: Mapped[int] = mapped_column(BigInteger)
    """From 1, without gaps: this is the order in which things happened."""
    at: Mapped[datetime]
    """As the writer's clock said. May lie before the previous entry's: clocks are set, and two machines differ."""
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None when the system acted."""
    actor_name: Mapped[Line]
    what: Mapped[Key]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("rectification_case.id"), index=True)
    problem_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem.id"), index=True)
    text: Mapped[CanonicalText]
    prev: Mapped[Digest]
    hash: Mapped[Digest]

    actor: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")
    problem: Mapped[Problem | None] = relationship(lazy="raise_on_sql")


class JournalHead(Base):
    """The last entry of a chain: locked while the next is written, and proof that no tail was cut off."""

    __tablename__ = "journal_head"

    chain: Mapped[Key] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[Digest]


def hash_of(entry: JournalEntry | Row[Any]) -> str:
    """What `entry.hash` must be: SHA-256 over the canonical text of the row, `prev` among it; anybody can repeat it."""
    covered = {
        "prev": entry.prev,
        "chain": entry.chain,
        "seq": entry.seq,
        "at": in_utc(entry.at),
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "what": entry.what,
        "case_id": entry.case_id,
        "problem_id": entry.problem_id,
        "text": entry.text,
    }
    return digest_of(canonical(covered))


def in_utc(at: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError when it does not say its zone."""
    if at.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {at.isoformat()}")
    return at.astimezone(UTC)
