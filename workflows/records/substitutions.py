"""Who stands in for whom while somebody is away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Line
from workflows.records.people import Person


class Substitution(Base):
    """One person does another's tasks from one moment until another, in their own name. Ended rows stay to explain sign-offs."""

    __tablename__ = "substitution"

    id: Mapped[Identity]
    absent_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    """The first moment at which it no longer holds; moved forward when it is ended early."""
    reason: Mapped[Line]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    absent: Mapped[Person] = relationship(foreign_keys=[absent_id], lazy="raise_on_sql")
    substitute: Mapped[Person] = relationship(foreign_keys=[substitute_id], lazy="raise_on_sql")
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id], lazy="raise_on_sql")
