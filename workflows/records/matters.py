"""What is done about problems on a list of its own: supervision orders, look-alike checks, progress rounds; and serious matters."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, CanonicalText, Identity, Key, Paragraphs, one_of
from workflows.records.escalation_steps import EscalationStep
from workflows.records.people import Person
from workflows.records.problem_lists import ProblemList
from workflows.records.problems import Problem
from workflows.records.units import Unit

KINDS = ("order", "check", "round")
_UNSEEN = text("noted_at IS NULL")


class Matter(Base):
    """What an order, a check or a round has besides its line on the list (`Problem`), which carries units, case and deadline."""

    __tablename__ = "matter"
    __table_args__ = (one_of("kind", KINDS), Index("ix_matter_kind_problem_id", "kind", "problem_id"))

    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"), primary_key=True)
    kind: Mapped[Key]
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem.id"), index=True)
    """The problem an order or a check is about."""
    in_force_at: Mapped[datetime | None]
    """When an order was signed, a check sent out, a round opened; None while an order waits for its signature."""
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("escalation_step.id"))
    """The approved step of the ladder an order came from."""
    target_list_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem_list.id"))
    """The list on which what a check finds becomes a problem."""
    week: Mapped[date | None] = mapped_column(unique=True)
    """The Monday of a round's week: no week has two rounds."""
    result: Mapped[CanonicalText | None]
    """How a round ended: who reported, who was late, who did not, frozen when it was closed."""

    problem: Mapped[Problem] = relationship(foreign_keys=[problem_id], lazy="raise_on_sql")
    about: Mapped[Problem | None] = relationship(foreign_keys=[about_id], lazy="raise_on_sql")
    step: Mapped[EscalationStep | None] = relationship(lazy="raise_on_sql")
    target_list: Mapped[ProblemList | None] = relationship(lazy="raise_on_sql")


class Finding(Base):
    """The same problem found elsewhere, as a unit answered a look-alike check. The office decides whether it is listed."""

    __tablename__ = "finding"

    id: Mapped[Identity]
    check_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    place: Mapped[Paragraphs]
    text: Mapped[Paragraphs]
    measures: Mapped[Paragraphs]
    """One measure per line."""
    due_on: Mapped[date]
    found_at: Mapped[datetime]
    found_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[Paragraphs | None]
    """Why it was not listed; or what the office remarked."""
    problem_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem.id"), index=True)
    """The problem it became."""

    check: Mapped[Problem] = relationship(foreign_keys=[check_id], lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    found_by: Mapped[Person] = relationship(foreign_keys=[found_by_id], lazy="raise_on_sql")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise_on_sql")
    problem: Mapped[Problem | None] = relationship(foreign_keys=[problem_id], lazy="raise_on_sql")


class ProgressReport(Base):
    """What a unit reported on one of its problems in one round."""

    __tablename__ = "progress_report"
    __table_args__ = (
        Index("uq_progress_report", "round_id", "problem_id", "unit_id", unique=True),
        Index("ix_progress_report_problem_id_at", "problem_id", "at"),
    )

    id: Mapped[Identity]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    pace: Mapped[Key]
    """A key of `rules.progress.PACES`: on plan, behind, done."""
    text: Mapped[Paragraphs]
    difficulty: Mapped[Paragraphs | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    round: Mapped[Problem] = relationship(foreign_keys=[round_id], lazy="raise_on_sql")
    problem: Mapped[Problem] = relationship(foreign_keys=[problem_id], lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class SeriousMatter(Base):
    """Something a unit may not keep until the next round (重大事项); it waits until somebody of the office has taken note."""

    __tablename__ = "serious_matter"
    __table_args__ = (
        Index("ix_serious_matter_unseen", "at", sqlite_where=_UNSEEN, postgresql_where=_UNSEEN),
        Index("ix_serious_matter_problem_id", "problem_id"),
    )

    id: Mapped[Identity]
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[Paragraphs]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime | None]
    noted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[Paragraphs | None]

    problem: Mapped[Problem] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise_on_sql")
    noted_by: Mapped[Person | None] = relationship(foreign_keys=[noted_by_id], lazy="raise_on_sql")
