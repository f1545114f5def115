"""How people want to be told: what they chose, and the default of their roles where they did not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows.records import Membership, MessageChoice, MessageHabit, Person
from workflows.rules.message_kinds import Choice, Kind, default, kinds_for
from workflows.rules.message_times import Hours


@dataclass(frozen=True, kw_only=True)
class Preference:
    """Of one person: where they are reached, when, and which kinds by which way. `units` are those they sit in now."""

    person_id: UUID
    name: str
    language: str = ""
    """Of their pages, where they have said: `zh` or `en`."""
    address: str = ""
    mobile: str = ""
    hours: Hours = field(default_factory=Hours)
    roles: frozenset[str] = frozenset()
    units: frozenset[UUID] = frozenset()
    chosen: Mapping[str, Choice] = field(default_factory=dict)

    def of(self, kind: str) -> Choice:
        """How this kind is told to them."""
        return self.chosen.get(kind) or default(kind, self.roles)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds they can get."""
        return kinds_for(self.roles)


def preferences(session: Session, person_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, Preference]:
    """The preferences of active people, by their id; four queries however many there are."""
    ids = list(person_ids)
    kept = session.scalars(select(MessageHabit).where(MessageHabit.person_id.in_(ids)))
    habits = {each.person_id: each for each in kept}
    chosen: dict[UUID, dict[str, Choice]] = defaultdict(dict)
    for each in session.scalars(select(MessageChoice).where(MessageChoice.person_id.in_(ids))):
        chosen[each.person_id][each.kind] = Choice(mail=each.mail, hook=each.hook)
    roles, units = _seats(session, ids, at)
    found = {}
    those = select(Person.id, Person.name, Person.language).where(Person.id.in_(ids), Person.active)
    for person_id, name, language in session.execute(those):
        habit = habits.get(person_id)
        found[person_id] = Preference(
            person_id=person_id,
            name=name,
            language=language or "",
            address=(habit.address or "") if habit else "",
            mobile=(habit.mobile or "") if habit else "",
            hours=_hours(habit) if habit else Hours(),
            roles=frozenset(roles[person_id]),
            units=frozenset(units[person_id]),
            chosen=chosen[person_id],
        )
    return found


def preference(session: Session, person_id: UUID, *, at: datetime) -> Preference:
    """Of one active person."""
    return preferences(session, [person_id], at=at)[person_id]


def _hours(habit: MessageHabit) -> Hours:
    return Hours(
        quiet_from=habit.quiet_from,
        quiet_until=habit.quiet_until,
        digest_at=habit.digest_at,
        digest_days=habit.digest_days,
    )


def _seats(session: Session, ids: list[UUID], at: datetime) -> tuple[Mapping[UUID, set[str]], Mapping[UUID, set[UUID]]]:
    roles: dict[UUID, set[str]] = defaultdict(set)
    units: dict[UUID, set[UUID]] = defaultdict(set)
    held = (Membership.since <= at, or_(Membership.until.is_(None), Membership.until > at))
    query = select(Membership.person_id, Membership.role, Membership.unit_id)
    for person_id, role, unit_id in session.execute(query.where(Membership.person_id.in_(ids), *held)):
        roles[person_id].add(role)
        units[person_id].add(unit_id)
    return roles, units
