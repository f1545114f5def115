"""The second proof of who somebody is: a key they share with an app on their telephone, and codes for when it is lost."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Line
from workflows.records.people import Person


class SecondFactor(Base):
    """A person's key for one-time codes, encrypted with the site's secret, so that a copy of the database makes no codes."""

    __tablename__ = "second_factor"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed_key: Mapped[Line]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """None until its owner has typed a code made with it: before that it is asked of nobody."""
    last_step: Mapped[int] = mapped_column(default=0, server_default="0")
    """The newest step of time whose code was used: no code works twice."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class RecoveryCode(Base):
    """One code instead of the app, to be used once; kept as a keyed hash."""

    __tablename__ = "recovery_code"

    id: Mapped[Identity]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[Digest]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
