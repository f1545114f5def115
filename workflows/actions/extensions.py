"""A later deadline: asked for by the unit, decided by somebody else in the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, deadline_moves, once, papers, unit_deadlines, who
from workflows.actions.once import Done
from workflows.actions.press import begin, require_running
from workflows.queries import access, cases, unit_answers
from workflows.records import Case, Extension, Person, Problem, Task, Unit
from workflows.rules.deadlines import CITY_ZONE, city_day
from workflows.rules.errors import AlreadyDone, FieldProblem, InvalidInput, NotFound, NotPermitted, NotYet
from workflows.rules.permissions import Actor


def ask_extension(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Ask for a later deadline; the present one stays in force until somebody decides.

    Raises NotFound, NotPermitted, InvalidInput when the day is not later than the present deadline, NotYet when a request is still open
    or the case is closed.
    """
    press = begin(session, "ask_extension", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    press.valid("ask_extension", values)
    due_on, reason = date.fromisoformat(str(values["due_on"])), str(values["reason"])
    task = _own_turn(session, press.case, press.actor)
    unit = session.get_one(Unit, task.unit_id) if task is not None else None
    present = press.problem.due_on if task is None else task.due_on
    _require_askable(session, press.case, unit, present, due_on, at)
    asked = Extension(problem_id=problem_id, due_on=due_on, reason=reason, asked_by_id=by, asked_at=at)
    asked.unit_id = unit.id if unit else None
    session.add(asked)
    what, whose = ("extension:asked-for-unit", f"为{unit.name}") if unit else ("extension:asked", "")
    press.note(what, due_on=due_on, reason=reason, unit=unit.name if unit else None)
    return press.done(f"已{whose}申请延期至 {due_on.isoformat()}，等领导小组办公室审批；批准之前原时限继续有效。")


def decide_extension(
    session: Session, *, extension_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Grant, and move the deadline of the problem, its tasks and its timer; or refuse with the reason.

    Raises NotFound, NotPermitted when `by` asked for it or does not sit in the office, AlreadyDone when it was decided before.
    """
    actor = who.actor(session, by, at)
    found = session.get(Extension, extension_id)
    if found is None:
        raise NotFound(what="这份延期申请")
    problem = access.problem(session, actor, found.problem_id)
    case = cases.locked(session, access.case_of(session, problem.id).id)
    extension = session.get_one(Extension, extension_id, populate_existing=True)
    seat = who.require(session, actor, "decide_extension", problem)
    if extension.asked_by_id == by:
        raise NotPermitted(why="这份延期申请由您本人提出，须由他人审批")
    if (before := once.earlier(session, request_id, by, case)) is not None:
        return before
    require_running(case)
    _require_undecided(session, extension)
    who.require_valid(session, case, "decide_extension", values)
    granted, reason = values["decision"] == "grant", str(values.get("reason") or "")
    extension.granted, extension.decided_at, extension.decided_by_id = granted, at, by
    extension.decision_reason = reason or None
    unit = session.get_one(Unit, extension.unit_id) if extension.unit_id else None
    task = unit_answers.of_unit(session, case, unit.id) if unit else None
    if unit and granted and task is None:
        raise NotYet(why=f"{unit.name}现在没有待办的任务（已经办结或者已转办），不需要延期；请选择不同意")
    due_before = task.due_on if task is not None else problem.due_on
    if granted:
        _move(session, case, problem, extension, at)
    what = "extension:granted" if granted else "extension:refused"
    what += "" if unit is None else "-to-unit"
    facts = {"due_on": extension.due_on, "reason": reason, "unit": unit.name if unit else None}
    who.note(session, what, case=case, by=actor, at=at, **facts)
    papers.tell_of_extension(session, case, problem, extension, seat=seat, due_before=due_before, at=at)
    day = extension.due_on.isoformat()
    whose = unit.name if unit else ""
    rest = "其他单位的时限不变。" if unit else ""
    sentence = (
        f"已同意{whose}延期至 {day}，原时限的提醒已取消。{rest}"
        if granted
        else f"已不同意{whose}延期至 {day}，原时限继续有效。"
    )
    return once.remember(session, request_id, case, by=by, at=at, sentence=sentence)


def _move(session: Session, case: Case, problem: Problem, extension: Extension, at: datetime) -> None:
    run = advance.load(session, case)
    if extension.unit_id is None:
        deadline_moves.move_deadline(session, case, problem, extension.due_on, run=run)
    else:
        unit_deadlines.extend_for_unit(session, case, problem, extension.unit_id, extension.due_on, run=run)
    advance.settle(session, case, run, at=at)


def _own_turn(session: Session, case: Case, actor: Actor) -> Task | None:
    """The open task of the asking unit, where several units work side by side; None where the deadline is the problem's.

    Raises NotYet for a unit that has answered while others still work: it needs no more time.
    """
    tasks = unit_answers.side_by_side(session, case)
    if not tasks:
        return None
    own = next((task for task in tasks if task.unit_id in actor.units), None)
    if own is None:
        raise NotYet(why="本单位的任务已经办结，不需要延期；其他单位的时限由其自行申请")
    return own


def _require_askable(
    session: Session, case: Case, unit: Unit | None, present: date | None, due_on: date, at: datetime
) -> None:
    if case.closed_at is not None:
        raise NotYet(why="问题已销号，不再延期")
    pending = select(Extension.id).where(Extension.problem_id == case.problem_id, Extension.decided_at.is_(None))
    pending = pending.where(Extension.unit_id.is_(None) if unit is None else Extension.unit_id == unit.id)
    if session.scalar(pending.limit(1)) is not None:
        raise NotYet(why="上一份延期申请还没有审批，请等审批后再申请")
    earliest = max(filter(None, (present, city_day(at))))
    if due_on <= earliest:
        message = f"“申请延期至”应晚于 {earliest.isoformat()}，请重新选择日期。"
        raise InvalidInput([FieldProblem(field="due_on", label="申请延期至", message=message)])


def _require_undecided(session: Session, extension: Extension) -> None:
    if extension.decided_at is None:
        return
    decider = session.get(Person, extension.decided_by_id) if extension.decided_by_id else None
    at = extension.decided_at.astimezone(CITY_ZONE)
    raise AlreadyDone(who=decider.name if decider else "他人", at=f"{at.month} 月 {at.day} 日 {at:%H:%M}")
