"""Filters of the problem list that somebody gave a name, so that a view is one click away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Line, Paragraphs
from workflows.records.people import Person


class SavedFilter(Base):
    """A view of somebody's own, or one the office shares with everybody in it. A convenience and no record: it may be deleted."""

    __tablename__ = "saved_filter"
    __table_args__ = (Index("uq_saved_filter_person_id_name", "person_id", "name", unique=True),)

    id: Mapped[Identity]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Who gave it its name, and may delete it."""
    name: Mapped[Line]
    filters: Mapped[Paragraphs]
    """Canonical JSON: the names of `Filters` that are not empty, with their values."""
    shared: Mapped[bool] = mapped_column(default=False, index=True)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
