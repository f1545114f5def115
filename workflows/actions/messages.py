"""What reaches a case from outside its boxes: an objection to a public notice, and the decision to reopen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, once, who
from workflows.actions.once import Done
from workflows.queries import access, cases
from workflows.records import Case, Objection, Problem, PublicNotice
from workflows.rules.deadlines import CITY_ZONE, city_day
from workflows.rules.errors import FieldProblem, InvalidInput, NotYet
from workflows.rules.permissions import Actor


def register_objection(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Register what somebody objected; the running notice is interrupted until the office has answered.

    Raises NotFound, NotPermitted, InvalidInput, NotYet when no notice runs (then nobody waits for an objection).
    """
    actor, _, case = _opened(session, problem_id, "register_objection", by, at)
    if (before := once.earlier(session, request_id, by, case)) is not None:
        return before
    who.require_valid(session, case, "register_objection", values)
    notice = _running_notice(session, case)
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
    who.note(
        session, "objection:registered", case=case, by=actor, at=at, by_name=objection.by_name, text=objection.text
    )
    _deliver(session, case, "objection_received", {}, at)
    sentence = f"已登记异议，公示中止。{cases.where_now(session, case)}"
    return once.remember(session, request_id, case, by=by, at=at, sentence=sentence)


def reopen_case(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Put a closed problem back on the list with a reason and a new deadline; its papers stay as they were.

    Raises NotFound, NotPermitted, InvalidInput, NotYet when the problem is not closed.
    """
    actor, problem, case = _opened(session, problem_id, "reopen", by, at)
    if (before := once.earlier(session, request_id, by, case)) is not None:
        return before
    facts = who.require_valid(session, case, "reopen", values)
    due_on = date.fromisoformat(str(values["due_on"]))
    if case.closed_at is None:
        raise NotYet(why="问题还没有销号，不需要重新整改")
    if due_on <= city_day(at):
        raise InvalidInput(
            [FieldProblem(field="due_on", label="新的整改时限", message="“新的整改时限”应是今天以后的日期。")]
        )
    problem.due_on = due_on
    who.note(session, "case:reopened", case=case, by=actor, at=at, reason=values["reason"], due_on=due_on)
    returned = advance.Return(by=by, reason=str(values["reason"]), due_on=due_on)
    _deliver(session, case, "reopen", facts, at, returned)
    sentence = f"已决定重新整改，原来的销号文书保留。{cases.where_now(session, case)}"
    return once.remember(session, request_id, case, by=by, at=at, sentence=sentence)


def _opened(session: Session, problem_id: UUID, action: str, by: UUID, at: datetime) -> tuple[Actor, Problem, Case]:
    actor = who.actor(session, by, at)
    problem = access.problem(session, actor, problem_id)
    who.require(session, actor, action, problem)
    case = cases.locked(session, access.case_of(session, problem_id).id)
    return actor, problem, case


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
) -> None:
    run = advance.load(session, case)
    if message != "objection_received" or any(wait.message == message for wait in run.waits()):
        run.deliver(message, facts, at=at)
    advance.settle(session, case, run, at=at, returned=returned)
    session.flush()
