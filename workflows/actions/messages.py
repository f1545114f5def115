"""What reaches a case from outside its boxes: an objection to a public notice, and the decision to reopen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, chosen_units, deadline_moves, telling
from workflows.actions.once import Done
from workflows.actions.press import begin, day_after_today, require_running
from workflows.queries import cases, diagrams
from workflows.records import Case, Objection, PublicNotice
from workflows.rules.deadlines import CITY_ZONE, city_day
from workflows.rules.errors import FieldProblem, InvalidInput, NotYet


def register_objection(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Register what somebody objected; the running notice is interrupted until the office has answered.

    Raises NotFound, NotPermitted, InvalidInput, NotYet when no notice runs (then nobody waits for an objection).
    """
    press = begin(session, "register_objection", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    press.valid("register_objection", values)
    notice = _running_notice(session, press.case)
    received = _received(values, at)
    objection = Objection(
        notice_id=notice.id,
        by_name=str(values["by_name"]),
        contact=str(values.get("contact") or "") or None,
        text=str(values["text"]),
        received_at=received,
    )
    session.add(objection)
    if notice.interrupted_at is None:
        notice.interrupted_at = at
    press.note("objection:registered", by_name=objection.by_name, text=objection.text)
    telling.tell(session, "objection", case=press.case, by=by, at=at)
    _deliver(session, press.case, "objection_received", {}, at)
    return press.done(f"已登记异议，公示中止。{cases.where_now(session, press.case)}")


def reopen_case(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Put a closed problem back on the list with a reason and a new deadline; its papers stay as they were.

    Raises NotFound, NotPermitted, InvalidInput, NotYet when the problem is not closed.
    """
    press = begin(session, "reopen", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    facts = press.valid("reopen", values)
    form = diagrams.form(session, press.case.diagram_id, "reopen")
    if problems := chosen_units.strangers(session, problem_id, form, values):
        raise InvalidInput(problems)
    if press.case.closed_at is None:
        raise NotYet(why="问题还没有销号，不需要重新整改")
    due_on = day_after_today(values, "due_on", "新的整改时限", at)
    press.problem.due_on = due_on
    deadline_moves.forget_own_days(session, press.problem)
    press.note("case:reopened", reason=values["reason"], due_on=due_on)
    returned = advance.Return(by=by, reason=str(values["reason"]), due_on=due_on)
    _deliver(session, press.case, "reopen", facts, at, returned, chosen_units.asked_again(form, values))
    return press.done(f"已决定重新整改，原来的销号文书保留。{cases.where_now(session, press.case)}")


def _running_notice(session: Session, case: Case) -> PublicNotice:
    query = select(PublicNotice).where(PublicNotice.case_id == case.id, PublicNotice.over_at.is_(None))
    notice = session.scalar(query.order_by(PublicNotice.opened_at.desc()).limit(1))
    if notice is None or case.stage == "approve_closure":
        raise NotYet(why="这个问题现在不在公示期，没有可以提出异议的公示")
    return notice


def _received(values: Mapping[str, Any], at: datetime) -> datetime:
    """The day the objection counts for: the postmark or the arrival; never a day to come."""
    day = date.fromisoformat(str(values["received_on"]))
    if day > city_day(at):
        message = "“收到日期”不能晚于今天，请核对邮戳或递交日期。"
        raise InvalidInput([FieldProblem(field="received_on", label="收到日期", message=message)])
    return datetime.combine(day, time(12), CITY_ZONE)


def _deliver(
    session: Session,
    case: Case,
    message: str,
    facts: Mapping[str, Any],
    at: datetime,
    returned: advance.Return | None = None,
    again: frozenset[UUID] = frozenset(),
) -> None:
    run = advance.load(session, case)
    if message != "objection_received" or any(wait.message == message for wait in run.waits()):
        run.deliver(message, facts, at=at)
    advance.settle(session, case, run, at=at, returned=returned, again=again)
    session.flush()
