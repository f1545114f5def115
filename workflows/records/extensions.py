"""Extensions of the deadline of a problem, or of one of its units."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Paragraphs
from workflows.records.people import Person
from workflows.records.problems import Problem
from workflows.records.units import Unit


class Extension(Base):
    """A later deadline, asked for by the unit and decided by the office. A second request is a second row."""

    __tablename__ = "extension"

    id: Mapped[Identity]
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    """Whose own deadline it is about, where several units work side by side; None: the problem's."""
    due_on: Mapped[date]
    """The deadline asked for."""
    reason: Mapped[Paragraphs]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    """None while the office has not decided."""
    granted: Mapped[bool | None]
    decision_reason: Mapped[Paragraphs | None]

    problem: Mapped[Problem] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise_on_sql")
