"""Measures: what is to be done about a problem, each with a deadline of its own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Paragraphs
from workflows.records.people import Person
from workflows.records.problems import Problem


class Measure(Base):
    """One measure, printed in the plan or added by the responsible unit where the plan had none."""

    __tablename__ = "measure"
    __table_args__ = (Index("ix_measure_problem_id_position", "problem_id", "position"),)

    id: Mapped[Identity]
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))
    position: Mapped[int]
    text: Mapped[Paragraphs]
    raw: Mapped[Paragraphs | None]
    target: Mapped[Paragraphs | None]
    due_on: Mapped[date | None]
    deadline_raw: Mapped[Paragraphs | None]
    long_term: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None for a measure printed in the plan."""
    added_at: Mapped[datetime]

    problem: Mapped[Problem] = relationship(back_populates="measures", lazy="raise_on_sql")
    added_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
