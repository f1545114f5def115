"""Units and people as rows of the spreadsheet by which they are imported, so that a city goes on with what is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import people, settings
from workflows.records import Membership, Person, Unit
from workflows.rules.errors import NotVisible
from workflows.rules.levels import LEVEL_WORDS
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not_seen
from workflows.rules.roles import HELD, ROLES


@dataclass(frozen=True, kw_only=True)
class ImportIntro:
    """What the page says to this administrator: registering accounts, or giving seats; and the words a cell may have."""

    registers: bool
    roles: tuple[str, ...]
    levels: tuple[str, ...]


def import_intro(session: Session, *, person_id: UUID, at: datetime) -> ImportIntro:
    """Raises NotVisible for who may neither register nor seat."""
    actor = people.actor(session, person_id, at)
    registers = seat_for_action(actor, "manage_people", {}) is not None
    if not registers and seat_for_action(actor, "manage_seats", {}) is None:
        raise NotVisible(why=why_not_seen((*ACTIONS["manage_people"], *ACTIONS["manage_seats"])))
    return ImportIntro(registers=registers, roles=tuple(role.name for role in HELD), levels=tuple(LEVEL_WORDS.values()))


def unit_rows(session: Session, *, person_id: UUID, at: datetime) -> list[tuple[str, ...]]:
    """Every open unit. Raises NotVisible."""
    import_intro(session, person_id=person_id, at=at)
    rows = session.scalars(select(Unit).where(Unit.active).order_by(Unit.level, Unit.name))
    return [
        (each.name, each.short_name or "", LEVEL_WORDS[each.level], settings.read(session, f"unit.code.{each.id}"))
        for each in rows
    ]


def people_rows(session: Session, *, person_id: UUID, at: datetime) -> list[tuple[str, ...]]:
    """Every open account, one row per running seat; one without a seat has one row. Raises NotVisible."""
    import_intro(session, person_id=person_id, at=at)
    rows = session.execute(
        select(Person.login, Person.name, Person.title, Unit.name, Membership.role)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.until.is_(None))
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Person.active)
        .order_by(Unit.level, Unit.name, Person.name, Person.login)
    )
    return [
        (login, name, title or "", unit or "", ROLES[role].name if role else "")
        for login, name, title, unit, role in rows
    ]
