"""What the units answered to one check or round: who has, who has not, and what they wrote. The same few queries for 3 units and for 300."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, select, true
from sqlalchemy.orm import Session, aliased

from workflows.queries.matter_values import FindingLine, MatterPanel, ReportLine, UnitAnswer
from workflows.records import Case, Finding, Matter, Person, Problem, ProgressReport, Task, Unit
from workflows.rules.matters import CHECK, ORDER
from workflows.rules.permissions import Actor, seat_for_action
from workflows.rules.progress import OUTCOMES, PACES, outcome

LISTED = aliased(Problem, name="listed")
DECIDER = aliased(Person, name="decider")
NEWEST = 6


def panel(session: Session, actor: Actor, problem_id: UUID) -> MatterPanel | None:
    """The answers to a check or a round, those of the actor's own units unless they see the whole city; None for anything else."""
    matter = session.get(Matter, problem_id)
    if matter is None or matter.kind == ORDER.key:
        return None
    due_on = session.get_one(Problem, problem_id).due_on
    case = session.scalars(select(Case).where(Case.problem_id == problem_id)).one()
    is_check = matter.kind == CHECK.key
    return MatterPanel(
        answers=answers(session, case, due_on, units=None if actor.sees_all else actor.units),
        findings=findings_where(session, actor, Finding.check_id == problem_id) if is_check else (),
        reports=() if is_check else reports(session, problem_id, units=None if actor.sees_all else actor.units),
        result=json.loads(matter.result) if matter.result and actor.sees_all else None,
    )


def answers(
    session: Session, case: Case, due_on: date | None, *, units: frozenset[UUID] | None
) -> tuple[UnitAnswer, ...]:
    """Who was asked, by name of the unit, and whether they answered in time. `units` None: all of them."""
    rows = session.execute(
        select(Task, Unit.name, Person.name)
        .join(Unit, Unit.id == Task.unit_id)
        .outerjoin(Person, Person.id == Task.closed_by_id)
        .where(Task.case_id == case.id, _mine(Task.unit_id, units))
        .order_by(Unit.level, Unit.name, Task.opened_at)
    )
    return tuple(_answer(task, unit, by, due_on) for task, unit, by in rows)


def _answer(task: Task, unit: str, by: str | None, due_on: date | None) -> UnitAnswer:
    answered_at = task.closed_at if task.closed_by_id is not None else None
    waits = task.closed_at is None
    key = "waiting" if waits else outcome(answered_at, due_on)
    return UnitAnswer(
        unit_id=task.unit_id or UUID(int=0),
        unit=unit,
        key=key,
        words="还没填报" if waits else OUTCOMES[key],
        at=answered_at,
        by=by or "",
        chases=task.chases,
        chased_at=task.chased_at,
    )


def findings_where(session: Session, actor: Actor, condition: ColumnElement[bool]) -> tuple[FindingLine, ...]:
    """What was found elsewhere, in the order in which it came."""
    decides = seat_for_action(actor, "decide_finding", {}) is not None
    rows = session.execute(
        select(Finding, Unit.name, Person.name, LISTED, DECIDER.name)
        .join(Unit, Unit.id == Finding.unit_id)
        .join(Person, Person.id == Finding.found_by_id)
        .outerjoin(LISTED, LISTED.id == Finding.problem_id)
        .outerjoin(DECIDER, DECIDER.id == Finding.decided_by_id)
        .where(condition, _mine(Finding.unit_id, None if actor.sees_all else actor.units))
        .order_by(Finding.found_at, Finding.id)
    )
    return tuple(
        FindingLine(
            id=row.id,
            check_id=row.check_id,
            unit=unit,
            by=by,
            place=row.place,
            text=row.text,
            measures=tuple(line.strip() for line in row.measures.splitlines() if line.strip()),
            due_on=row.due_on,
            decided_by=decider or "",
            decided_at=row.decided_at,
            reason=row.reason or "",
            problem_id=row.problem_id,
            problem_number=(listed.number or "") if listed else "",
            may_decide=decides and row.decided_at is None,
        )
        for row, unit, by, listed, decider in rows
    )


def reports(session: Session, round_id: UUID, *, units: frozenset[UUID] | None) -> tuple[ReportLine, ...]:
    """What was reported in a round, by unit and problem. `units` None: all of them."""
    chosen = _reports().where(ProgressReport.round_id == round_id, _mine(ProgressReport.unit_id, units))
    rows = session.execute(chosen.order_by(Unit.level, Unit.name, Problem.position, Problem.id))
    return tuple(_report(*row) for row in rows)


def last_reports(session: Session, problem_id: UUID) -> tuple[ReportLine, ...]:
    """The newest reports on one problem, newest first."""
    chosen = _reports().where(ProgressReport.problem_id == problem_id)
    rows = session.execute(chosen.order_by(ProgressReport.at.desc(), ProgressReport.id).limit(NEWEST))
    return tuple(_report(*row) for row in rows)


def _reports() -> Select[ProgressReport, str, Problem, str]:
    return (
        select(ProgressReport, Unit.name, Problem, Person.name)
        .join(Unit, Unit.id == ProgressReport.unit_id)
        .join(Problem, Problem.id == ProgressReport.problem_id)
        .join(Person, Person.id == ProgressReport.by_id)
    )


def _report(row: ProgressReport, unit: str, problem: Problem, by: str) -> ReportLine:
    return ReportLine(
        unit=unit,
        problem_id=problem.id,
        number=problem.number or "",
        title=problem.title,
        due_on=problem.due_on,
        pace=row.pace,
        pace_words=PACES.get(row.pace, row.pace),
        text=row.text,
        difficulty=row.difficulty or "",
        at=row.at,
        by=by,
    )


def _mine(
    column: SQLColumnExpression[UUID] | SQLColumnExpression[UUID | None], units: frozenset[UUID] | None
) -> ColumnElement[bool]:
    return true() if units is None else column.in_(units)
