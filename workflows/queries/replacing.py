"""Who checks a drawn case, and who would step in: for the page and the action alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.queries import audit_pool, audits, people
from workflows.queries.draw_values import ReplacePage
from workflows.queries.values import Choice
from workflows.records import AuditAssignment, AuditDraw, AuditPoolEntry, Case, Person, Problem, Task
from workflows.rules.draw import auditor_code, substitutes
from workflows.rules.errors import NotFound, NotPermitted, NotYet
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not
from workflows.rules.separation import AUDIT_BOX


@dataclass(frozen=True, kw_only=True)
class Replacing:
    """The auditors now, in their places; the next one by rank, or None and whom the office may name instead."""

    lineup: tuple[AuditAssignment, ...]
    next_person: Person | None
    nameable: tuple[Person, ...]
    not_before: datetime
    """Later than every change so far, so that their order can be read from their moments."""


def state(session: Session, *, draw_id: UUID, case_id: UUID, at: datetime) -> Replacing:
    """Raises NotFound for a case this draw did not draw, NotYet where nobody was drawn or the check is done."""
    row = session.get(AuditDraw, draw_id)
    query = select(AuditPoolEntry).where(AuditPoolEntry.draw_id == draw_id, AuditPoolEntry.case_id == case_id)
    entry = session.scalar(query.where(AuditPoolEntry.selected.is_(True)))
    if row is None or entry is None:
        raise NotFound(what="这个被抽中的问题")
    ever = _assignments(session, entry.id)
    lineup = tuple(each for each in ever if each.until is None)
    _require_open(session, case_id, entry, lineup)
    upcoming = _next(session, row, case_id, ever)
    present = {each.person_id for each in lineup}
    nameable = () if upcoming else tuple(p for p in _free(session, case_id, at) if p.id not in present)
    not_before = max(each.since for each in ever) + timedelta(microseconds=1)
    return Replacing(lineup=lineup, next_person=upcoming, nameable=nameable, not_before=not_before)


def replace_page(session: Session, *, person_id: UUID, draw_id: UUID, case_id: UUID, at: datetime) -> ReplacePage:
    """The page to replace an auditor. Raises NotPermitted, and what `state` raises."""
    actor = people.actor(session, person_id, at)
    if seat_for_action(actor, "replace_auditor", {}) is None:
        raise NotPermitted(why=why_not(ACTIONS["replace_auditor"]))
    found = state(session, draw_id=draw_id, case_id=case_id, at=at)
    problem = session.scalars(select(Problem).join(Case, Case.problem_id == Problem.id).where(Case.id == case_id)).one()
    return ReplacePage(
        draw_id=draw_id,
        case_id=case_id,
        problem_id=problem.id,
        number=problem.number or str(problem.position),
        title=problem.title,
        lineup=tuple(Choice(value=str(each.person_id), label=each.person.name) for each in found.lineup),
        next_name=found.next_person.name if found.next_person else "",
        nameable=tuple(Choice(value=str(each.id), label=each.name) for each in found.nameable),
    )


def _assignments(session: Session, entry_id: UUID) -> Sequence[AuditAssignment]:
    query = select(AuditAssignment).where(AuditAssignment.entry_id == entry_id).order_by(AuditAssignment.place)
    return session.scalars(query.options(joinedload(AuditAssignment.person))).all()


def _require_open(session: Session, case_id: UUID, entry: AuditPoolEntry, lineup: tuple[AuditAssignment, ...]) -> None:
    newer = select(AuditPoolEntry.id).where(
        AuditPoolEntry.case_id == case_id, AuditPoolEntry.entered_at > entry.entered_at
    )
    waiting = select(Task.id).where(Task.case_id == case_id, Task.box == AUDIT_BOX, Task.closed_at.is_(None))
    if session.scalar(waiting) is None or session.scalar(newer) is not None:
        raise NotYet(why="本问题这一次的抽查已经办完，不需要更换抽查人员")
    if not lineup:
        raise NotYet(why="本问题没有抽出抽查人员，没有参与过本问题的办公室成员都可以直接办理")


def _next(session: Session, row: AuditDraw, case_id: UUID, ever: Sequence[AuditAssignment]) -> Person | None:
    gone = [auditor_code(str(row.id), str(each.person_id)) for each in ever]
    waiting = substitutes(audits.frozen_of(session, row), row.seed or "", str(case_id), gone)
    if not waiting:
        return None
    return next(p for p in session.scalars(select(Person)) if auditor_code(str(row.id), str(p.id)) == waiting[0])


def _free(session: Session, case_id: UUID, at: datetime) -> list[Person]:
    """Members of the office who may check the case today."""
    members = audit_pool.office_members(session, at)
    barred = audit_pool.barred_people(session, [case_id], members)[case_id]
    return [session.get_one(Person, each.person_id) for each in members if each.person_id not in barred]
