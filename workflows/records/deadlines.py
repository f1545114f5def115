"""Deadlines as they were in force, and what has been said about each."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Key, Paragraphs, one_of
from workflows.records.cases import Case
from workflows.records.people import Person

ABOUT = ("problem", "measure", "task")


class ProblemDeadline(Base):
    """The deadline of a problem from `since` until the next row of its case. A return or an extension begins a new row."""

    __tablename__ = "problem_deadline"
    __table_args__ = (Index("ix_problem_deadline_case_id_since", "case_id", "since"),)

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"))
    due_on: Mapped[date | None]
    since: Mapped[datetime]
    returned: Mapped[bool]
    """Whether it was given with a return or a reopening: then the measures' own, earlier deadlines count no more."""
    hopeless_at: Mapped[datetime | None]
    """When somebody stated that it cannot be kept (red at once, whatever the date)."""
    hopeless_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    hopeless_reason: Mapped[Paragraphs | None]

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    hopeless_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class DeadlineMark(Base):
    """Something that was said once about one deadline: a reminder before it, yellow or red after it.

    `about_id` is a ProblemDeadline, Measure or Task; with `due_on` it names the deadline, so a moved one is another.
    """

    __tablename__ = "deadline_mark"
    __table_args__ = (
        one_of("about", ABOUT),
        Index("uq_deadline_mark", "case_id", "about_id", "due_on", "mark", unique=True),
    )

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"))
    about: Mapped[Key]
    about_id: Mapped[UUID]
    due_on: Mapped[date]
    mark: Mapped[Key]
    """`before_7`, `late_1` (yellow), `late_31`: days before or after the deadline."""
    at: Mapped[datetime]

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
