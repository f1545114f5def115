"""Public notices of a coming closure, and what citizens object."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Key, Line, Paragraphs, one_of
from workflows.records.cases import Case
from workflows.records.people import Person

CALENDARS = ("working", "calendar")


class PublicNotice(Base):
    """The public may object from `opens_on` through `closes_on`; an objection interrupts it until it is answered."""

    __tablename__ = "public_notice"
    __table_args__ = (one_of("calendar", CALENDARS),)

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"), index=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    days: Mapped[int]
    calendar: Mapped[Key]
    """Whether `days` are working days or calendar days."""
    title: Mapped[Line]
    text: Mapped[Paragraphs]
    opened_at: Mapped[datetime]
    interrupted_at: Mapped[datetime | None]
    over_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    objections: Mapped[list[Objection]] = relationship(
        back_populates="notice", lazy="raise", passive_deletes="all", order_by="Objection.received_at"
    )


class NoticeElsewhere(Base):
    """A notice that was published outside this site, as somebody recorded it: a county's paper, a web site. It moves no case.

    `days` are those it claims; whether its span has as many is counted anew whenever it is shown.
    """

    __tablename__ = "notice_elsewhere"
    __table_args__ = (one_of("calendar", CALENDARS),)

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"), index=True)
    published_in: Mapped[Line]
    title: Mapped[Line]
    link: Mapped[Line | None]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    days: Mapped[int]
    calendar: Mapped[Key]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    recorded_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class Objection(Base):
    """What somebody objected while the notice was open, and the office's answer."""

    __tablename__ = "objection"

    id: Mapped[Identity]
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("public_notice.id"), index=True)
    by_name: Mapped[Line | None]
    """None when it came without a name."""
    contact: Mapped[Line | None]
    text: Mapped[Paragraphs]
    received_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    upheld: Mapped[bool | None]
    answer: Mapped[Paragraphs | None]
    receipt: Mapped[Key | None] = mapped_column(unique=True)
    """What the objector asks for the answer with, where the objection came through the public pages."""

    notice: Mapped[PublicNotice] = relationship(back_populates="objections", lazy="raise_on_sql")
    answered_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
