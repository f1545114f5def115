"""Random audits of closures: a draw is kept so that anybody can repeat it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, CanonicalText, Digest, Identity, Line
from workflows.records.cases import Case
from workflows.records.people import Person
from workflows.records.problem_lists import ProblemList


class AuditDraw(Base):
    """One draw: list and rule are frozen first, with where the seed will come from; the seed and the outcome follow.

    A seed known before the list was frozen could have been chosen to fit it.
    """

    __tablename__ = "audit_draw"

    id: Mapped[Identity]
    list_id: Mapped[UUID] = mapped_column(ForeignKey("problem_list.id"), index=True)
    rule: Mapped[CanonicalText]
    population: Mapped[CanonicalText]
    population_digest: Mapped[Digest]
    seed_source: Mapped[Line]
    """The public event that will give the seed (a lottery number of a named day)."""
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    seed: Mapped[Line | None]
    result: Mapped[CanonicalText | None]
    drawn_at: Mapped[datetime | None]
    drawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    problem_list: Mapped[ProblemList] = relationship(lazy="raise_on_sql")
    frozen_by: Mapped[Person] = relationship(foreign_keys=[frozen_by_id], lazy="raise_on_sql")
    drawn_by: Mapped[Person | None] = relationship(foreign_keys=[drawn_by_id], lazy="raise_on_sql")


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
