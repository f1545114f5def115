"""What is frozen into a draw: the waiting cases with their units and histories, and the people who could check them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from workflows.queries import duties, people
from workflows.queries.draw_values import PoolRow
from workflows.records import AuditPoolEntry, Case, JournalEntry, Membership, Person, Problem, ProblemUnit, Unit
from workflows.rules.draw import HIGH, NORMAL, Auditor, Candidate, DrawRule, auditor_code
from workflows.rules.permissions import Actor
from workflows.rules.separation import barred_from_audit


@dataclass(frozen=True, kw_only=True)
class Population:
    """Candidates and auditors as they are frozen."""

    candidates: tuple[Candidate, ...]
    auditors: tuple[Auditor, ...]


def rows(session: Session, entries: Sequence[AuditPoolEntry]) -> tuple[PoolRow, ...]:
    """The waiting cases in the order of the list, each once."""
    case_ids = {entry.case_id for entry in entries}
    past = _pasts(session, case_ids)
    found = session.execute(
        select(Case.id, Problem.id, Problem.number, Problem.position, Problem.title, _first_unit())
        .join(Problem, Problem.id == Case.problem_id)
        .where(Case.id.in_(case_ids))
        .order_by(Problem.position, Problem.id)
    )
    return tuple(
        PoolRow(
            case_id=case_id,
            problem_id=problem_id,
            number=number or str(position),
            title=title,
            unit=unit or "",
            returns=past[case_id].get("box:returned", 0),
            reasons=_reasons(past[case_id]),
        )
        for case_id, problem_id, number, position, title, unit in found
    )


def population(
    session: Session, waiting: Sequence[PoolRow], *, draw_id: UUID, rule: DrawRule, high: Collection[UUID], at: datetime
) -> Population:
    """The list to freeze. `high` are the cases the office holds for risky."""
    members = office_members(session, at)
    barred = barred_people(session, [row.case_id for row in waiting], members)
    codes = {member.person_id: auditor_code(str(draw_id), str(member.person_id)) for member in members}
    candidates = tuple(
        Candidate(
            id=str(row.case_id),
            number=row.number,
            unit=row.unit,
            risk=HIGH if row.case_id in high else NORMAL,
            lots=rule.lots(row.returns),
            barred=tuple(sorted(codes[person_id] for person_id in barred[row.case_id])),
        )
        for row in waiting
    )
    auditors = [Auditor(id=codes[each.person_id], unit=_office_of(each)) for each in members]
    return Population(candidates=candidates, auditors=tuple(sorted(auditors, key=lambda each: each.id)))


def office_members(session: Session, at: datetime) -> list[Actor]:
    """Who can be drawn to check: the active members of the leading-group office, by name."""
    found = session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == "office", Person.active, Membership.since <= at)
        .where(or_(Membership.until.is_(None), Membership.until > at))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [people.actor(session, person_id, at) for person_id, _ in found]


def barred_people(
    session: Session, case_ids: Collection[UUID], members: Sequence[Actor]
) -> Mapping[UUID, frozenset[UUID]]:
    """For each case the members who may not check it."""
    cases = session.scalars(select(Case).where(Case.id.in_(case_ids))).all()
    known = duties.of_cases(session, cases)
    found: dict[UUID, frozenset[UUID]] = {}
    for case in cases:
        parts = known.involvements.get(case.problem_id, {})
        theirs = parts.get("responsible", frozenset()) | parts.get("lead", frozenset())
        history = known.histories.get(case.id, [])
        found[case.id] = frozenset(
            each.person_id for each in members if barred_from_audit(each.person_id, each.units, history, theirs)
        )
    return found


def _office_of(member: Actor) -> str:
    return next(seat.unit_name for seat in member.seats if seat.role == "office")


def _first_unit() -> ScalarSelect[str]:
    return (
        select(Unit.name)
        .join(ProblemUnit, ProblemUnit.unit_id == Unit.id)
        .where(ProblemUnit.problem_id == Problem.id, ProblemUnit.part == "responsible")
        .order_by(ProblemUnit.position)
        .limit(1)
        .scalar_subquery()
    )


def _pasts(session: Session, case_ids: Collection[UUID]) -> Mapping[UUID, dict[str, int]]:
    """How often each case was returned, late and reopened."""
    counted = session.execute(
        select(Case.id, JournalEntry.what, func.count())
        .join(JournalEntry, JournalEntry.case_id == Case.id)
        .where(Case.id.in_(case_ids))
        .where(JournalEntry.what.in_(("box:returned", "deadline:passed", "case:reopened")))
        .group_by(Case.id, JournalEntry.what)
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for case_id, what, count in counted:
        found[case_id][what] = count
    return found


def _reasons(past: Mapping[str, int]) -> tuple[str, ...]:
    returned = past.get("box:returned", 0)
    words = [f"被退回 {returned} 次"] if returned else []
    words += ["曾超期"] if past.get("deadline:passed") else []
    return tuple(words + (["曾重新整改"] if past.get("case:reopened") else []))
