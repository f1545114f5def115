"""What reaches a case from outside its boxes: an objection to a public notice, and the decision to reopen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.actions import advance, chosen_units, deadline_moves, telling, who
from workflows.actions.once import Done
from workflows.actions.press import begin, day_after_today, require_running
from workflows.queries import cases, diagrams
from workflows.records import Case, Objection, PublicNotice
from workflows.rules import publication
from workflows.rules.deadlines import CITY_ZONE, city_day
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet


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
    objection = Objection(
        by_name=str(values["by_name"]),
        contact=str(values.get("contact") or "") or None,
        text=str(values["text"]),
        received_at=_received(values, at),
    )
    _interrupt(session, press.case, objection, at)
    press.note("objection:registered", by_name=objection.by_name, text=objection.text)
    telling.tell(session, "objection", case=press.case, by=by, at=at)
    _deliver(session, press.case, "objection_received", {}, at)
    return press.done(f"已登记异议，公示中止。{cases.where_now(session, press.case)}")


def object_online(
    session: Session, *, notice_id: UUID, values: Mapping[str, str], receipt: str, at: datetime
) -> Objection:
    """Take an objection from the public pages, at any hour: the notice is interrupted at once, as by one that came on paper.

    Whether it holds is for the office to answer, not for this page to sift. The same `receipt` sent again is the same objection.
    The caller has looked whether the notice is public. Raises InvalidInput, NotFound, NotYet when the notice does not run.
    """
    before = session.scalar(select(Objection).where(Objection.receipt == receipt))
    if before is not None:
        return before
    if problems := publication.faults(values):
        raise InvalidInput(problems)
    notice = session.get(PublicNotice, notice_id)
    if notice is None:
        raise NotFound(what="这次公示")
    case = cases.locked(session, notice.case_id)
    require_running(case)
    if _waiting(session, case) >= publication.MOST_WAITING:
        raise NotYet(why="这次公示等待答复的异议已经很多，请按公示所附的电话或地址向办公室反映")
    given = {key: values.get(key, "").strip() or None for key in ("by_name", "contact")}
    objection = Objection(text=values["text"].strip(), received_at=at, receipt=receipt, **given)
    _interrupt(session, case, objection, at)
    who.note(session, "objection:online", case=case, by=None, at=at, text=objection.text)
    telling.tell(session, "objection", case=case, at=at)
    _deliver(session, case, "objection_received", {}, at)
    return objection


def _interrupt(session: Session, case: Case, objection: Objection, at: datetime) -> None:
    """Put the objection to the notice that runs, which rests from now on. Raises NotYet where none runs."""
    notice = _running_notice(session, case)
    objection.notice_id = notice.id
    session.add(objection)
    if notice.interrupted_at is None:
        notice.interrupted_at = at


def _waiting(session: Session, case: Case) -> int:
    query = select(func.count()).select_from(Objection).join(PublicNotice, PublicNotice.id == Objection.notice_id)
    return session.scalar(query.where(PublicNotice.case_id == case.id, Objection.answered_at.is_(None))) or 0


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
