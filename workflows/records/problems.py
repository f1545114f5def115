"""Problems: what an inspection found, with the plan's own words beside every value read from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, CanonicalText, Identity, Key, Line, Paragraphs, one_of
from workflows.records.problem_lists import ProblemList
from workflows.records.units import Unit

if TYPE_CHECKING:
    from workflows.records.cases import Case
    from workflows.records.measures import Measure

STATES = ("open", "closed", "reopened")
PARTS = ("responsible", "lead", "participating", "supervising")


class Problem(Base):
    """One problem of a list.

    `*_raw` is what the plan printed; the value beside it is what we understood, None when we did not.
    """

    __tablename__ = "problem"
    __table_args__ = (one_of("state", STATES), Index("ix_problem_list_id_position_id", "list_id", "position", "id"))

    id: Mapped[Identity]
    list_id: Mapped[UUID] = mapped_column(ForeignKey("problem_list.id"))
    position: Mapped[int]
    """Place in the plan, from 1: lists are paged by (list_id, position, id)."""
    number: Mapped[Line | None]
    """The main number as printed (十三、)."""
    area: Mapped[Line | None]
    title: Mapped[Line]
    text: Mapped[Paragraphs]
    target: Mapped[Paragraphs | None]
    target_raw: Mapped[Paragraphs | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    long_term: Mapped[bool] = mapped_column(default=False)
    immediate: Mapped[bool] = mapped_column(default=False)
    deadline_raw: Mapped[Paragraphs | None]
    responsible_persons_raw: Mapped[Paragraphs | None]
    units_raw: Mapped[Paragraphs | None]
    found: Mapped[CanonicalText] = mapped_column(default="{}")
    """What the reader noticed: its warnings, places named, the line it started on."""
    state: Mapped[Key] = mapped_column(default="open", index=True)
    created_at: Mapped[datetime]
    withheld: Mapped[Line | None]
    """Why it is kept off the public pages of a published list; None when it is not."""

    problem_list: Mapped[ProblemList] = relationship(lazy="raise_on_sql")
    case: Mapped[Case | None] = relationship(
        back_populates="problem", foreign_keys="Case.problem_id", lazy="raise", passive_deletes="all"
    )
    numbers: Mapped[list[ProblemNumber]] = relationship(back_populates="problem", lazy="raise", passive_deletes="all")
    units: Mapped[list[ProblemUnit]] = relationship(
        back_populates="problem", lazy="raise", passive_deletes="all", order_by="ProblemUnit.position"
    )
    measures: Mapped[list[Measure]] = relationship(
        back_populates="problem", lazy="raise", passive_deletes="all", order_by="Measure.position"
    )


class ProblemNumber(Base):
    """The problem's number at one level: the same problem is the city's 13th, the province's 7th the nation's 2nd."""

    __tablename__ = "problem_number"

    id: Mapped[Identity]
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"), index=True)
    level: Mapped[Line]
    """As the plan calls the numbering (省序号)."""
    number: Mapped[Line]

    problem: Mapped[Problem] = relationship(back_populates="numbers", lazy="raise_on_sql")


class ProblemUnit(Base):
    """A unit's part in a problem. `unit_id` is None while the office has not said which unit the printed words mean."""

    __tablename__ = "problem_unit"
    __table_args__ = (one_of("part", PARTS), Index("ix_problem_unit_unit_id_part", "unit_id", "part"))

    id: Mapped[Identity]
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    part: Mapped[Key]
    raw: Mapped[Line | None]
    """The unit as the plan printed it; None when the office named it."""
    position: Mapped[int]
    due_on: Mapped[date | None]
    """The unit's own deadline, never later than the problem's; None: the problem's day counts."""

    problem: Mapped[Problem] = relationship(back_populates="units", lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
