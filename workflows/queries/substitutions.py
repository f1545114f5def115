"""Who stands in for whom, as those see it whom it concerns: the absent, the substitute, the head of the unit, the security administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload

from workflows.queries import people
from workflows.queries.values import Choice
from workflows.records import Membership, Person, Substitution, Unit
from workflows.rules.deadlines import city_day
from workflows.rules.permissions import Actor, seat_for_action
from workflows.rules.roles import ADMINISTRATORS

HEADS = frozenset({"county_leader", "party_secretary", "head_of_government", "office_leader"})
"""Who answers for the people of a unit, and so may say who stands in for one of them."""
SHOWN = 100
OFFERED = 2000


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One arrangement. `state`: running, coming, over."""

    id: UUID
    absent: str
    substitute: str
    first: date
    last: date
    reason: str
    made_by: str
    state: str
    may_end: bool


@dataclass(frozen=True, kw_only=True)
class SubstitutionPage:
    """`mine`: where I am away or stand in; `others`: those I arrange besides. `absent` and `substitutes` are to choose from."""

    person_id: UUID
    person_name: str
    mine: tuple[Standing, ...]
    others: tuple[Standing, ...]
    absent: tuple[Choice, ...]
    substitutes: tuple[Choice, ...]
    arranges_others: bool


def substitution_page(session: Session, *, person_id: UUID, at: datetime) -> SubstitutionPage:
    """One's own arrangements, and those one may make. Raises NotFound when the account is gone."""
    actor = people.actor(session, person_id, at)
    everywhere, led = seat_for_action(actor, "manage_seats", {}) is not None, _led(actor)
    concerned = or_(Substitution.absent_id == person_id, Substitution.substitute_id == person_id)
    mine = _standings(session, concerned, at)
    others = _standings(session, ~concerned & _of_units(led, everywhere=everywhere), at) if everywhere or led else ()
    candidates = _choices(session, actor.units, at, everywhere=everywhere)
    own = Choice(value=str(person_id), label=f"{actor.name}（本人）")
    absent = _choices(session, led, at, everywhere=everywhere) if everywhere or led else ()
    return SubstitutionPage(
        person_id=person_id,
        person_name=actor.name,
        mine=tuple(_standing(row, at, may_end=True) for row in mine),
        others=tuple(_standing(row, at, may_end=True) for row in others),
        absent=(*(() if everywhere else (own,)), *(each for each in absent if each.value != str(person_id))),
        substitutes=tuple(each for each in candidates if everywhere or led or each.value != str(person_id)),
        arranges_others=bool(everywhere or led),
    )


def standing_in(session: Session, *, person_id: UUID, at: datetime) -> tuple[Standing, ...]:
    """For whom somebody stands in now, and who stands in for them now: what their home page says."""
    concerned = or_(Substitution.absent_id == person_id, Substitution.substitute_id == person_id)
    return tuple(
        _standing(row, at, may_end=False) for row in _standings(session, concerned, at) if row.since <= at < row.until
    )


def may_arrange(giver: Actor, absent: Actor) -> bool:
    """Whether somebody may say who stands in: for themselves, for people of a unit they lead, or as security administrator."""
    if giver.person_id == absent.person_id or seat_for_action(giver, "manage_seats", {}) is not None:
        return True
    return bool(_led(giver) & absent.units)


def _led(actor: Actor) -> frozenset[UUID]:
    return frozenset(seat.unit_id for seat in actor.seats if seat.role in HEADS)


def _of_units(units: frozenset[UUID], *, everywhere: bool) -> ColumnElement[bool]:
    if everywhere:
        return true()
    seated = select(Membership.person_id).where(Membership.unit_id.in_(units), Membership.until.is_(None))
    return Substitution.absent_id.in_(seated)


def _standings(session: Session, condition: ColumnElement[bool], at: datetime) -> tuple[Substitution, ...]:
    """Newest first; what ended more than three months ago is left to the journal."""
    rows = session.scalars(
        select(Substitution)
        .where(condition, Substitution.until > at - timedelta(days=92))
        .options(joinedload(Substitution.absent), joinedload(Substitution.substitute), joinedload(Substitution.made_by))
        .order_by(Substitution.until.desc(), Substitution.id)
        .limit(SHOWN)
    )
    return tuple(rows)


def _standing(row: Substitution, at: datetime, *, may_end: bool) -> Standing:
    state = "over" if row.until <= at else "running" if row.since <= at else "coming"
    return Standing(
        id=row.id,
        absent=row.absent.name,
        substitute=row.substitute.name,
        first=city_day(row.since),
        last=city_day(max(row.since, row.until - timedelta(seconds=1))),
        reason=row.reason,
        made_by=row.made_by.name,
        state=state,
        may_end=may_end and state != "over",
    )


def _choices(session: Session, units: frozenset[UUID], at: datetime, *, everywhere: bool) -> tuple[Choice, ...]:
    """Active people with a seat that is no administrator's, by unit and name, each once."""
    query = (
        select(Person.id, Person.name, Unit.name)
        .join(Membership, Membership.person_id == Person.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Person.active, Membership.role.not_in(ADMINISTRATORS))
        .where(Membership.since <= at, or_(Membership.until.is_(None), Membership.until > at))
        .order_by(Unit.name, Person.name, Person.id)
        .limit(OFFERED)
    )
    rows = session.execute(query if everywhere else query.where(Membership.unit_id.in_(units)))
    found: dict[UUID, Choice] = {}
    for person_id, name, unit in rows:
        found.setdefault(person_id, Choice(value=str(person_id), label=f"{name}（{unit}）"))
    return tuple(found.values())
