"""Serious matters (重大事项): what a unit reports at once, and the office takes note of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import once, who
from workflows.actions.once import Done
from workflows.actions.press import begin, require_running
from workflows.queries import access, cases, people
from workflows.records import Person, SeriousMatter
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.errors import AlreadyDone, FieldProblem, InvalidInput, NotFound, NotPermitted, NotYet
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not

LONGEST = 1000


def report_serious(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Report a serious matter on an open problem. The office sees it at once, until one of them has taken note.

    Raises NotFound, NotPermitted, InvalidInput, NotYet for a problem that stands still or is closed.
    """
    press = begin(session, "report_serious", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    if press.case.closed_at is not None:
        raise NotYet(why="问题已销号；发现反弹等情况的，请直接报告领导小组办公室决定是否重新整改")
    press.valid("report_serious", values)
    seat = seat_for_action(press.actor, "report_serious", people.involvement(session, problem_id))
    if seat is None:
        raise NotPermitted(why=why_not(ACTIONS["report_serious"]))
    text = str(values["text"])
    session.add(SeriousMatter(problem_id=problem_id, unit_id=seat.unit_id, text=text, at=at, by_id=by))
    press.note("serious:reported", unit=seat.unit_name, text=text)
    return press.done("已报告重大事项，领导小组办公室马上可以看到。")


def note_serious(session: Session, *, serious_id: UUID, answer: str, request_id: UUID, by: UUID, at: datetime) -> Done:
    """Take note of a serious matter, with an answer where one is due.

    Raises NotFound, NotPermitted, InvalidInput, AlreadyDone when somebody was faster.
    """
    actor, found = who.actor(session, by, at), session.get(SeriousMatter, serious_id)
    if found is None:
        raise NotFound(what="这件重大事项")
    problem = access.problem(session, actor, found.problem_id)
    who.require(session, actor, "note_serious", problem)
    case = cases.locked(session, access.case_of(session, problem.id).id)
    if (before := once.earlier(session, request_id, by, case)) is not None:
        return before
    found = session.get_one(SeriousMatter, serious_id, populate_existing=True)
    _require_unnoted(session, found)
    answer = answer.strip()
    if len(answer) > LONGEST:
        message = f"“批示或要求”最多 {LONGEST} 字，现在 {len(answer)} 字。"
        raise InvalidInput([FieldProblem(field="answer", label="批示或要求", message=message)])
    found.noted_at, found.noted_by_id, found.answer = at, by, answer or None
    who.note(session, "serious:noted", case=case, by=actor, at=at, answer=answer)
    return once.remember(session, request_id, case, by=by, at=at, sentence="已阅，责任单位在问题页面可以看到。")


def _require_unnoted(session: Session, found: SeriousMatter) -> None:
    if found.noted_at is None:
        return
    person = session.get(Person, found.noted_by_id) if found.noted_by_id else None
    at = found.noted_at.astimezone(CITY_ZONE)
    raise AlreadyDone(who=person.name if person else "他人", at=f"{at.month} 月 {at.day} 日 {at:%H:%M}")
