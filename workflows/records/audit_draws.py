"""Random audits of closures: a draw is kept so that anybody can repeat it, and who was drawn to do the checking."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, CanonicalText, Digest, Identity, Line, Paragraphs
from workflows.records.cases import Case
from workflows.records.people import Person
from workflows.records.problem_lists import ProblemList


class AuditDraw(Base):
    """One draw: list and rule are frozen first, with where and when the seed will come from; the seed and the outcome follow.

    A seed known before the list was frozen could have been chosen to fit it. A list that is not drawn after all is withdrawn with a reason,
    and stays on record.
    """

    __tablename__ = "audit_draw"

    id: Mapped[Identity]
    list_id: Mapped[UUID] = mapped_column(ForeignKey("problem_list.id"), index=True)
    rule: Mapped[CanonicalText]
    """The numbers of `rules.draw.DrawRule`."""
    population: Mapped[CanonicalText]
    """Candidates and auditors, as `rules.draw.Frozen` has them."""
    population_digest: Mapped[Digest]
    """Digest of everything that was frozen: list, rule, candidates, auditors, source and moment of the seed."""
    seed_source: Mapped[Line]
    """The public event that will give the seed (a lottery number of a named day)."""
    seed_at: Mapped[datetime | None]
    """When the seed comes into being; nobody draws before. None in draws of the first, simpler method."""
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    seed: Mapped[Line | None]
    result: Mapped[CanonicalText | None]
    drawn_at: Mapped[datetime | None]
    drawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_reason: Mapped[Paragraphs | None]

    problem_list: Mapped[ProblemList] = relationship(lazy="raise_on_sql")
    frozen_by: Mapped[Person] = relationship(foreign_keys=[frozen_by_id], lazy="raise_on_sql")
    drawn_by: Mapped[Person | None] = relationship(foreign_keys=[drawn_by_id], lazy="raise_on_sql")
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id], lazy="raise_on_sql")


class AuditPoolEntry(Base):
    """A case that waits to be drawn or passed over. A case that comes round again enters again, as a new row."""

    __tablename__ = "audit_pool_entry"

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"), index=True)
    entered_at: Mapped[datetime]
    draw_id: Mapped[UUID | None] = mapped_column(ForeignKey("audit_draw.id"), index=True)
    selected: Mapped[bool | None]
    """None while it waits in the pool."""

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    draw: Mapped[AuditDraw | None] = relationship(lazy="raise_on_sql")


class AuditAssignment(Base):
    """Somebody drawn to check a drawn case. Who cannot come is replaced: the row ends with its reason, another one begins."""

    __tablename__ = "audit_assignment"

    id: Mapped[Identity]
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_pool_entry.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    place: Mapped[int]
    """From 1, in the order of the draw; who steps in takes the place of who leaves."""
    named: Mapped[bool] = mapped_column(default=False)
    """Chosen by the office, because the draw had nobody left; everybody else comes by rank."""
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[Paragraphs | None]
    """Why they were replaced."""
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    entry: Mapped[AuditPoolEntry] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id], lazy="raise_on_sql")
