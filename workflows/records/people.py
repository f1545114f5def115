"""People, and the units they act for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Key, Line
from workflows.records.units import Unit


class Person(Base):
    """Somebody who signs in. Never removed and never renumbered: sign-offs and the journal point here."""

    __tablename__ = "person"

    id: Mapped[Identity]
    login: Mapped[Line] = mapped_column(unique=True)
    name: Mapped[Line]
    title: Mapped[Line | None]
    """The post they hold (科长), printed beside their opinion."""
    password_hash: Mapped[Line]
    password_set_at: Mapped[datetime | None]
    """None where nobody knows: accounts from before passwords had an age."""
    must_change: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the password was set by somebody else: its owner must choose another before anything else."""
    language: Mapped[Key | None]
    """The language of their pages, `zh` or `en`; None while they have not said."""
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    memberships: Mapped[list[Membership]] = relationship(back_populates="person", lazy="raise", passive_deletes="all")


class Membership(Base):
    """A person acts in a role for a unit, from one moment until another. Ended rows stay to explain old sign-offs."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_unit_id_role", "unit_id", "role"),)

    id: Mapped[Identity]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Key]
    """A key of `rules.roles.ROLES`."""
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    """The first moment at which it no longer holds; None while it does."""

    person: Mapped[Person] = relationship(back_populates="memberships", lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


class PastPassword(Base):
    """A password somebody had, as its hash, so that it does not come back too soon."""

    __tablename__ = "past_password"

    id: Mapped[Identity]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    password_hash: Mapped[Line]
    until: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
