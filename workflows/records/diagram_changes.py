"""What happens to versions of a diagram after their deployment: they are retired, and cases are moved from one to another.

Tables of their own, because a diagram row never changes.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Paragraphs, Sentence
from workflows.records.cases import Case
from workflows.records.diagrams import Diagram
from workflows.records.people import Person


class DiagramRetirement(Base):
    """A time during which no new case starts under a version; cases under way go on. Still retired while `ended_at` is empty."""

    __tablename__ = "diagram_retirement"

    id: Mapped[Identity]
    diagram_id: Mapped[UUID] = mapped_column(ForeignKey("diagram.id"), index=True)
    reason: Mapped[Paragraphs]
    retired_at: Mapped[datetime]
    retired_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    diagram: Mapped[Diagram] = relationship(lazy="raise_on_sql")
    retired_by: Mapped[Person] = relationship(foreign_keys=[retired_by_id], lazy="raise_on_sql")
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id], lazy="raise_on_sql")


class CaseMove(Base):
    """One case asked to go on under another version. Waiting while neither `moved_at` nor `refused` is set."""

    __tablename__ = "case_move"

    id: Mapped[Identity]
    batch: Mapped[UUID] = mapped_column(index=True)
    """The cases chosen together."""
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"), index=True)
    from_id: Mapped[UUID] = mapped_column(ForeignKey("diagram.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("diagram.id"))
    reason: Mapped[Paragraphs]
    asked_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime | None]
    refused: Mapped[Sentence | None]
    """The sentence that says why this case was not moved."""
    state_before: Mapped[bytes | None] = mapped_column(deferred=True)
    """The engine's value under the old version, for taking the move back."""
    state_after: Mapped[Digest | None]
    """SHA-256 of the value the move left: while the case still has it, the move can be taken back."""
    reverted_at: Mapped[datetime | None]
    reverted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    from_diagram: Mapped[Diagram] = relationship(foreign_keys=[from_id], lazy="raise_on_sql")
    to_diagram: Mapped[Diagram] = relationship(foreign_keys=[to_id], lazy="raise_on_sql")
    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise_on_sql")
    reverted_by: Mapped[Person | None] = relationship(foreign_keys=[reverted_by_id], lazy="raise_on_sql")
