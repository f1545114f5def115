"""Who somebody is today, and which units take part in a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from workflows.records import Membership, Person, ProblemUnit, Substitution, Unit
from workflows.rules.errors import NotFound
from workflows.rules.permissions import Actor, Involvement, Seat
from workflows.rules.roles import ADMINISTRATORS, SIGNED_IN_PERSON


def actor(session: Session, person_id: UUID, at: datetime) -> Actor:
    """The person with the seats they hold at `at`. Raises NotFound when nobody active has that id."""
    held = (Membership.since <= at, or_(Membership.until.is_(None), Membership.until > at))
    rows = session.execute(
        select(Person.name, Membership.role, Membership.unit_id, Unit.name)
        .outerjoin(Membership, and_(Membership.person_id == Person.id, *held))
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .where(Person.id == person_id, Person.active)
        .order_by(Membership.since, Membership.id)
    ).all()
    if not rows:
        raise NotFound(what="这个账号")
    seats = tuple(Seat(role=role, unit_id=unit_id, unit_name=unit) for _, role, unit_id, unit in rows if unit_id)
    return Actor(person_id=person_id, name=rows[0][0], seats=seats, lent=_lent(session, person_id, at))


def _lent(session: Session, person_id: UUID, at: datetime) -> tuple[Seat, ...]:
    """The seats of the people this person stands in for at `at`, without those that nobody can stand in for."""
    rows = session.execute(
        select(Person.id, Person.name, Membership.role, Membership.unit_id, Unit.name)
        .join(Substitution, Substitution.absent_id == Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Substitution.substitute_id == person_id, Substitution.since <= at, Substitution.until > at)
        .where(Membership.since <= at, or_(Membership.until.is_(None), Membership.until > at), Person.active)
        .where(Membership.role.not_in(ADMINISTRATORS | SIGNED_IN_PERSON))
        .order_by(Substitution.since, Membership.since, Membership.id)
    )
    return tuple(
        Seat(role=role, unit_id=unit_id, unit_name=unit, for_id=absent, for_name=name)
        for absent, name, role, unit_id, unit in rows
    )


def involvement(session: Session, problem_id: UUID) -> Involvement:
    """The units of each part of one problem."""
    return involvements(session, [problem_id]).get(problem_id, {})


def involvements(session: Session, problem_ids: Iterable[UUID]) -> dict[UUID, Involvement]:
    """The units of each part. Where the plan names no lead unit, the first responsible unit leads its own acceptance."""
    rows = session.execute(
        select(ProblemUnit.problem_id, ProblemUnit.part, ProblemUnit.unit_id)
        .where(ProblemUnit.problem_id.in_(list(problem_ids)), ProblemUnit.unit_id.is_not(None))
        .order_by(ProblemUnit.position)
    )
    found: dict[UUID, dict[str, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for problem_id, part, unit_id in rows:
        if unit_id is not None:
            found[problem_id][part].append(unit_id)
    return {problem_id: with_lead(parts) for problem_id, parts in found.items()}


def with_lead(parts: Mapping[str, list[UUID]]) -> Involvement:
    """The matched units of each part, as printed, as those who take part. See `involvements`."""
    lead = parts.get("lead") or parts.get("responsible", [])[:1]
    return {part: frozenset(ids) for part, ids in {**parts, "lead": lead}.items() if ids}


def unit_names(session: Session) -> dict[str, UUID]:
    """Every full and short name of the city's active units, for matching what a plan prints."""
    rows = session.execute(select(Unit.id, Unit.name, Unit.short_name).where(Unit.active))
    names: dict[str, UUID] = {}
    for unit_id, name, short in rows:
        names.setdefault(short or name, unit_id)
        names[name] = unit_id
    return {name: unit_id for name, unit_id in names.items() if name}
