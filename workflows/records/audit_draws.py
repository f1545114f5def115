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
    """One draw: the frozen population, the rule, the seed and the outcome, each as canonical text."""

    __tablename__ = "audit_draw"

    id: Mapped[Identity]
    list_id: Mapped[UUID] = mapped_column(ForeignKey("problem_list.id"), index=True)
    rule: Mapped[CanonicalText]
    seed: Mapped[Line]
    population: Mapped[CanonicalText]
    population_digest: Mapped[Digest]
    result: Mapped[CanonicalText]
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    problem_list: Mapped[ProblemList] = relationship(lazy="raise_on_sql")
    drawn_by: Mapped[Person] = relationship(lazy="raise_on_sql")


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
