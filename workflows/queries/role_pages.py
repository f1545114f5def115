"""What each role may do, in words, and who has it today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from workflows.queries import diagrams, people
from workflows.records import Diagram, Membership, Person, Unit
from workflows.rules.errors import NotVisible
from workflows.rules.permission_words import actions_of, notes_of, sight_of
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not_seen
from workflows.rules.roles import HELD, ROLES

SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody who has a role, and where."""

    id: UUID
    name: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """One role: what it sees, does in the diagrams and besides, and its holders; `total` counts all of them."""

    key: str
    name: str
    sight: str
    boxes: tuple[str, ...]
    actions: tuple[str, ...]
    notes: tuple[str, ...]
    holders: tuple[Holder, ...]
    total: int


def role_lines(session: Session, *, person_id: UUID, at: datetime) -> tuple[RoleLine, ...]:
    """Every role a person can have. Raises NotVisible."""
    actor = people.actor(session, person_id, at)
    if seat_for_action(actor, "see_directory", {}) is None:
        raise NotVisible(why=why_not_seen(ACTIONS["see_directory"]))
    boxes = _boxes(session)
    running = (Membership.since <= at, or_(Membership.until.is_(None), Membership.until > at))
    totals = session.execute(
        select(Membership.role, func.count())
        .join(Person, Person.id == Membership.person_id)
        .where(*running, Person.active)
        .group_by(Membership.role)
    )
    counted: dict[str, int] = {row.role: row[1] for row in totals}
    return tuple(
        RoleLine(
            key=role.key,
            name=role.name,
            sight=sight_of(role),
            boxes=tuple(boxes.get(role.key, ())),
            actions=actions_of(role),
            notes=notes_of(role),
            holders=_holders(session, role.key, at),
            total=counted.get(role.key, 0),
        )
        for role in HELD
    )


def _boxes(session: Session) -> dict[str, list[str]]:
    """Role of a membership → the boxes it does in the newest version of each process; relative lanes count for those who hold their seat."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for key in session.scalars(select(Diagram.key).distinct().order_by(Diagram.key)):
        diagram = diagrams.newest(session, key)
        for node in diagrams.running(session, diagram.id).nodes:
            if node.kind == "user" and node.role in ROLES:
                role = ROLES[node.role]
                words = f"{node.name}（作为{role.name}）" if role.seat != role.key else node.name
                found[role.seat][words] = None
    return {seat: list(names) for seat, names in found.items()}


def _holders(session: Session, role: str, at: datetime) -> tuple[Holder, ...]:
    rows = session.execute(
        select(Person.id, Person.name, Unit.name)
        .join(Membership, Membership.person_id == Person.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.role == role, Person.active, Membership.since <= at)
        .where(or_(Membership.until.is_(None), Membership.until > at))
        .order_by(Unit.name, Person.name, Person.id)
        .limit(SHOWN)
    )
    return tuple(Holder(id=key, name=name, unit=unit) for key, name, unit in rows)
