"""The deadline of one of several units that work side by side: its own, moved without moving anybody else's.

No unit's day is later than the problem's, which is when all of it must be done. The office sets an earlier one; a later one is asked for and
granted as an extension, and where it goes beyond the problem's day, that day goes along and the other units keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, chosen_units, deadline_moves
from workflows.actions.once import Done
from workflows.actions.press import begin, day_after_today, require_running
from workflows.engine import Run
from workflows.queries import diagrams, people, unit_days
from workflows.records import Case, Problem, Task, Unit
from workflows.rules.errors import FieldProblem, InvalidInput, NotYet
from workflows.rules.roles import ROLES

PART = "responsible"
DAY = "这些单位的时限"


def set_unit_deadline(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Give some of several responsible units a day of their own; the problem's own day means none of their own any more.

    Raises NotFound, NotPermitted, InvalidInput for a unit that is not one of them and a day that is past or after the problem's, NotYet where
    there is only one unit, or the problem is rectified already.
    """
    press = begin(session, "set_unit_deadline", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    press.valid("set_unit_deadline", values)
    problem, units = press.problem, people.involvement(session, problem_id).get(PART, frozenset())
    if press.case.closed_at is not None or press.case.rectified_at is not None:
        raise NotYet(why="整改已经完成，不需要再确定时限")
    if len(units) < 2:
        raise NotYet(why="只有一个责任单位的，时限就是整改时限；确需变更的，请走延期")
    due_on = day_after_today(values, "due_on", DAY, at)
    if problem.due_on is not None and due_on > problem.due_on:
        message = f"“{DAY}”不能晚于整改时限 {problem.due_on.isoformat()}；需要更晚的，请由该单位申请延期。"
        raise InvalidInput([FieldProblem(field="due_on", label=DAY, message=message)])
    form = diagrams.form(session, press.case.diagram_id, "set_unit_deadline")
    if problems := chosen_units.strangers(session, problem_id, form, values):
        raise InvalidInput(problems)
    chosen = [UUID(str(value)) for value in values["units"]]
    run = advance.load(session, press.case)
    for unit in chosen:
        _write(session, press.case, problem, unit, due_on)
    session.flush()
    advance.settle(session, press.case, run, at=at)
    names = "、".join(session.get_one(Unit, unit).name for unit in chosen)
    press.note("deadline:set-for-units", units=names, due_on=due_on, reason=values["reason"])
    return press.done(f"已单独确定：{names} {due_on.isoformat()} 前。其他单位的时限不变。")


def extend_for_unit(session: Session, case: Case, problem: Problem, unit: UUID, due_on: date, *, run: Run) -> None:
    """Grant one unit a later day. Beyond the problem's day, that one goes along, and the other units keep the day they had."""
    if problem.due_on is None or due_on <= problem.due_on:
        _write(session, case, problem, unit, due_on)
        return
    _write(session, case, problem, unit, problem.due_on)
    for row in unit_days.rows_of(session, problem.id, PART):
        if row.unit_id != unit and row.due_on is None:
            row.due_on = problem.due_on
    session.flush()
    deadline_moves.move_deadline(session, case, problem, due_on, run=run)


def _write(session: Session, case: Case, problem: Problem, unit: UUID, due_on: date) -> None:
    for row in unit_days.rows_of(session, problem.id, PART):
        if row.unit_id == unit:
            row.due_on = None if due_on == problem.due_on else due_on
    roles = [key for key, role in ROLES.items() if role.part == PART]
    query = select(Task).where(Task.case_id == case.id, Task.unit_id == unit, Task.role.in_(roles))
    for task in session.scalars(query.where(Task.closed_at.is_(None))):
        task.due_on = due_on
