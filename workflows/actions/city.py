"""Registering units and people. The demonstration city is made with these verbs, as a real one is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import settings
from workflows.records import Membership, Person, Unit
from workflows.rules.roles import ROLES


def add_unit(
    session: Session, *, name: str, short_name: str, level: str, parent: Unit | None = None, code: str = ""
) -> Unit:
    """A unit of the city, or the one that already has this name. `code` begins the numbers of its papers (机关代字)."""
    unit = session.scalar(select(Unit).where(Unit.name == name))
    if unit is None:
        unit = Unit(name=name, short_name=short_name, level=level, parent_id=parent.id if parent else None)
        session.add(unit)
        session.flush()
    if code:
        settings.write(session, f"unit.code.{unit.id}", code)
    return unit


def has_units(session: Session) -> bool:
    """Whether anybody has founded a city here."""
    return session.scalar(select(Unit.id).limit(1)) is not None


def add_person(session: Session, *, login: str, name: str, title: str, password_hash: str, at: datetime) -> Person:
    """A person who may sign in, or the one who already has this login."""
    person = session.scalar(select(Person).where(Person.login == login))
    if person is None:
        person = Person(login=login, name=name, title=title or None, password_hash=password_hash, created_at=at)
        session.add(person)
        session.flush()
    return person


def seat(session: Session, *, person_id: UUID, unit_id: UUID, role: str, at: datetime) -> None:
    """Give a person a role in a unit, once. Raises KeyError for a role that does not exist."""
    key = ROLES[role].key
    query = select(Membership.id).where(
        Membership.person_id == person_id, Membership.unit_id == unit_id, Membership.role == key
    )
    if session.scalar(query) is None:
        session.add(Membership(person_id=person_id, unit_id=unit_id, role=key, since=at))
        session.flush()
