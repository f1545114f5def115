"""The audit room: everything about random audits in one place, for one list or all. A fixed number of queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows.queries import audits, cases, whole_city
from workflows.queries.audit_room_values import STEPS, AuditRoom, Check, Outside, RoomDraw, Waiting
from workflows.queries.problem_filters import in_state
from workflows.queries.problem_list import responsible_units
from workflows.queries.standing_values import Lists
from workflows.records import AuditDraw, AuditPoolEntry, Case, Problem, ProblemList, SignOff, Withdrawal
from workflows.rules.deadlines import city_day
from workflows.rules.permissions import seat_for_action
from workflows.rules.separation import AUDIT_BOX
from workflows.rules.texts import Written

POOL_SHOWN, DRAWS_SHOWN = 50, 20


def audit_room(session: Session, *, person_id: UUID, list_id: str, at: datetime) -> AuditRoom:
    """Pool, draws and drawn closures. Raises NotVisible to those who do not see the whole city."""
    actor = whole_city.looking(session, person_id, at)
    lists, today = whole_city.lists(session, list_id), city_day(at)
    pool, total = _pool(session, lists, today)
    draws = _draws(session, lists)
    checks = _checks(session, draws, today)
    return AuditRoom(
        today=today,
        lists=lists,
        pool=pool,
        pool_total=total,
        outside=_outside(session, lists),
        draws=tuple(_draw(row, [check for draw_id, check in checks if draw_id == row.id], at) for row in draws),
        checks=tuple(check for _, check in checks),
        may_draw=seat_for_action(actor, "draw_audit", {}) is not None,
    )


def _in_pool() -> Any:
    """Waits to be frozen; a suspended case waits for something else."""
    return (AuditPoolEntry.selected.is_(None), AuditPoolEntry.draw_id.is_(None), Case.suspended_at.is_(None))


def _pool(session: Session, lists: Lists, today: date) -> tuple[tuple[Waiting, ...], int]:
    base = whole_city.counted(lists, Problem, ProblemList.name, AuditPoolEntry.entered_at)
    query = base.join(AuditPoolEntry, AuditPoolEntry.case_id == Case.id).where(*_in_pool())
    rows = session.execute(query.order_by(AuditPoolEntry.entered_at, AuditPoolEntry.id).limit(POOL_SHOWN)).all()
    total = session.scalar(query.with_only_columns(func.count(AuditPoolEntry.id))) or 0
    units = responsible_units(session, [problem.id for problem, _, _ in rows])
    return tuple(
        Waiting(
            problem_id=problem.id,
            number=problem.number or "",
            title=problem.title,
            unit=units.get(problem.id, ""),
            list_name=name,
            entered_at=entered,
            days=(today - city_day(entered)).days,
        )
        for problem, name, entered in rows
    ), total


def _outside(session: Session, lists: Lists) -> tuple[Outside, ...]:
    """By the box they stand at: what is rectified and neither closed nor waiting in the pool."""
    waiting = select(AuditPoolEntry.case_id).where(AuditPoolEntry.selected.is_(None))
    query = whole_city.counted(lists, Case.stage, func.count(Case.id)).where(
        in_state("rectified"), Case.id.not_in(waiting.where(AuditPoolEntry.draw_id.is_(None)))
    )
    rows = session.execute(query.group_by(Case.stage).order_by(func.count(Case.id).desc(), Case.stage)).all()
    return tuple(
        Outside(
            reason=cases.box_name(session, stage),
            count=count,
            where={"state": "rectified", "stage": stage, **lists.kept},
        )
        for stage, count in rows
    )


def _draws(session: Session, lists: Lists) -> Sequence[AuditDraw]:
    query = (
        select(AuditDraw)
        .join(ProblemList, ProblemList.id == AuditDraw.list_id)
        .options(joinedload(AuditDraw.problem_list))
        .where(whole_city.of_list(lists))
    )
    return session.scalars(query.order_by(AuditDraw.frozen_at.desc(), AuditDraw.id).limit(DRAWS_SHOWN)).all()


def _draw(row: AuditDraw, checks: Sequence[Check], at: datetime) -> RoomDraw:
    unfinished = any(each.state == "open" for each in checks)
    if row.withdrawn_at is not None:
        state, done = "withdrawn", 2
    elif row.drawn_at is not None:
        state, done = ("drawn", len(STEPS) - 1) if unfinished else ("finished", len(STEPS))
    else:
        state, done = ("due", 3) if row.seed_at is None or at >= row.seed_at else ("frozen", 2)
    return RoomDraw(
        id=row.id,
        list_id=row.list_id,
        list_name=row.problem_list.name,
        state=state,
        done=done,
        frozen_at=row.frozen_at,
        seed_source=row.seed_source,
        seed_at=row.seed_at,
        size=len(json.loads(row.population)["candidates"]),
        drawn=len(checks),
        passed=sum(each.state == "passed" for each in checks),
        failed=sum(each.state == "failed" for each in checks),
    )


def _checks(session: Session, draws: Sequence[AuditDraw], today: date) -> list[tuple[UUID, Check]]:
    """The drawn closures of some draws, the newest draw first, in the order of the lists."""
    drawn = {row.id: row.drawn_at for row in draws if row.drawn_at is not None}
    rows = session.execute(
        select(AuditPoolEntry, Problem, AuditPoolEntry.draw_id)
        .join(Case, Case.id == AuditPoolEntry.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .where(AuditPoolEntry.draw_id.in_(drawn), AuditPoolEntry.selected.is_(True))
        .order_by(Problem.position, Problem.id)
    ).all()
    units = responsible_units(session, [problem.id for _, problem, _ in rows])
    names = audits.auditors_of(session, [entry.id for entry, *_ in rows])
    verdicts = _verdicts(session, [entry.case_id for entry, *_ in rows])
    found: list[tuple[UUID, Check]] = []
    for entry, problem, draw_id in ((entry, problem, draw_id) for entry, problem, draw_id in rows if draw_id):
        drawn_at = drawn[draw_id]
        verdict = next((each for each in verdicts[entry.case_id] if each.at >= drawn_at), None)
        people = tuple(names.get(entry.id, ()))
        found.append((draw_id, _check(problem, units.get(problem.id, ""), drawn_at, people, verdict, today)))
    return sorted(found, key=lambda each: list(drawn).index(each[0]))


def _check(
    problem: Problem, unit: str, drawn_at: datetime, auditors: tuple[str, ...], verdict: SignOff | None, today: date
) -> Check:
    values = json.loads(verdict.values) if verdict else {}
    state = "open" if verdict is None else "failed" if verdict.decision == "return" else "passed"
    return Check(
        problem_id=problem.id,
        number=problem.number or "",
        title=problem.title,
        unit=unit,
        drawn_on=city_day(drawn_at),
        auditors=auditors,
        state=state,
        since=(today - city_day(drawn_at)).days,
        checked_on=city_day(verdict.at) if verdict else None,
        by=verdict.person.name if verdict else "",
        said=Written(str(values.get("reason") or values.get("findings") or "")),
    )


def _verdicts(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, list[SignOff]]:
    """What was signed at the audit's box, oldest first; what was taken back does not count."""
    query = (
        select(SignOff)
        .where(SignOff.case_id.in_(case_ids), SignOff.box == AUDIT_BOX)
        .where(SignOff.id.not_in(select(Withdrawal.sign_off_id)))
        .options(joinedload(SignOff.person))
        .order_by(SignOff.at, SignOff.id)
    )
    found: dict[UUID, list[SignOff]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.case_id].append(row)
    return found
