"""A later deadline: asked for by the unit, decided by somebody else in the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, once, papers, who
from workflows.actions.once import Done
from workflows.actions.press import begin, require_running
from workflows.queries import access, cases
from workflows.records import Case, Extension, Person, Problem
from workflows.rules.deadlines import CITY_ZONE, city_day
from workflows.rules.errors import AlreadyDone, FieldProblem, InvalidInput, NotFound, NotPermitted, NotYet


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
    _require_askable(session, press.case, press.problem, due_on, at)
    session.add(Extension(problem_id=problem_id, due_on=due_on, reason=reason, asked_by_id=by, asked_at=at))
    press.note("extension:asked", due_on=due_on, reason=reason)
    return press.done(f"已申请延期至 {due_on.isoformat()}，等领导小组办公室审批；批准之前原时限继续有效。")


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
    due_before = problem.due_on
    if granted:
        run = advance.load(session, case)
        advance.move_deadline(session, case, problem, extension.due_on, run=run)
        advance.settle(session, case, run, at=at)
    what = "extension:granted" if granted else "extension:refused"
    who.note(session, what, case=case, by=actor, at=at, due_on=extension.due_on, reason=reason)
    papers.tell_of_extension(session, case, problem, extension, seat=seat, due_before=due_before, at=at)
    day = extension.due_on.isoformat()
    sentence = f"已同意延期至 {day}，原时限的提醒已取消。" if granted else f"已不同意延期至 {day}，原时限继续有效。"
    return once.remember(session, request_id, case, by=by, at=at, sentence=sentence)


def _require_askable(session: Session, case: Case, problem: Problem, due_on: date, at: datetime) -> None:
    if case.closed_at is not None:
        raise NotYet(why="问题已销号，不再延期")
    pending = select(Extension.id).where(Extension.problem_id == problem.id, Extension.decided_at.is_(None))
    if session.scalar(pending.limit(1)) is not None:
        raise NotYet(why="上一份延期申请还没有审批，请等审批后再申请")
    earliest = max(filter(None, (problem.due_on, city_day(at))))
    if due_on <= earliest:
        message = f"“申请延期至”应晚于 {earliest.isoformat()}，请重新选择日期。"
        raise InvalidInput([FieldProblem(field="due_on", label="申请延期至", message=message)])


def _require_undecided(session: Session, extension: Extension) -> None:
    if extension.decided_at is None:
        return
    decider = session.get(Person, extension.decided_by_id) if extension.decided_by_id else None
    at = extension.decided_at.astimezone(CITY_ZONE)
    raise AlreadyDone(who=decider.name if decider else "他人", at=f"{at.month} 月 {at.day} 日 {at:%H:%M}")
