"""The working-day calendar: what the State Council's notice of each year changed about its weekdays and weekends."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Key, Line, one_of
from workflows.records.people import Person

KINDS = ("off", "work")


class CalendarYear(Base):
    """A year whose holidays are all entered. Of any other year nothing is known, and whoever counts its days says so."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[Line]
    """Where the arrangement was taken from: the number of the notice, or the package it came with."""
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    entered_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class CalendarDay(Base):
    """A day that is off, or a weekend day worked in exchange (调休). A day without a row is what its weekday says."""

    __tablename__ = "calendar_day"
    __table_args__ = (one_of("kind", KINDS),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[Key]
    reason: Mapped[Line]
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None for a day that came with the product or was set on the command line."""

    set_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
