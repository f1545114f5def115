"""Whose a task is by name: claim (认领), take over (接办), release (放回), hand over to a named person (转办).

None of them moves the case or a deadline. Each holds for this visit of the box only: sent back, it opens as a new task of nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import once, telling, who
from workflows.actions.once import Done
from workflows.actions.press import require_running
from workflows.queries import access, assignments, cases, duties, people
from workflows.queries.duties import Duties
from workflows.records import Case, Person, Task
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotPermitted, NotYet
from workflows.rules.permissions import Actor

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Press:
    """One press of a button about an open task, its case locked."""

    session: Session
    actor: Actor
    task: Task
    case: Case
    known: Duties
    request_id: UUID
    at: datetime
    before: Done | None

    def barred(self) -> str:
        return self.known.barred(self.session, self.actor, self.task, self.case)

    def require_fit(self) -> None:
        """Raises NotPermitted for whoever could not complete the task even if it were nobody's."""
        if why := self.barred():
            raise NotPermitted(why=why)

    def give(self, to: UUID | None, reason: str | None = None) -> None:
        """Write whose the task is from now on."""
        task, held = self.task, to is not None
        task.assignee_id, task.assigned_by_id = to, self.actor.person_id if held else None
        task.assigned_at, task.assign_reason = self.at if held else None, reason

    def tell(self, kind: str, person_id: UUID | None, reason: str, name: str = "") -> None:
        """Tell somebody whose the task was, or is now, unless they did it themselves; `name` has it now, the actor where none is given."""
        if person_id is not None and person_id != self.actor.person_id:
            facts = {"by": name or self.actor.name, "box": self.task.name, "reason": reason}
            telling.tell(
                self.session,
                kind,
                to=person_id,
                by=self.actor.person_id,
                case=self.case,
                task=self.task,
                facts=facts,
                at=self.at,
            )

    def done(self, what: str, sentence: str, **facts: object) -> Done:
        """Journal it and keep the answer for a second press."""
        box_name, by = self.task.name, self.actor
        who.note(self.session, what, case=self.case, by=by, at=self.at, box=self.task.box, box_name=box_name, **facts)
        return once.remember(
            self.session,
            self.request_id,
            self.case,
            by=by.person_id,
            at=self.at,
            sentence=sentence,
            task_id=self.task.id,
        )


def claim_task(session: Session, *, task_id: UUID, request_id: UUID, by: UUID, at: datetime) -> Done:
    """Say that one does it. Raises NotPermitted without a fitting seat, NotYet for a colleague's: that is taken over, with a reason."""
    press = _begin(session, task_id, request_id, by, at)
    if press.before:
        return press.before
    press.require_fit()
    if holder := press.known.held_by_another(press.actor, press.task):
        raise NotYet(why=f"{holder}已经先认领了；确需由您办理的，请写明原因接办")
    if press.task.assignee_id == by:
        raise NotYet(why="这一环节已经由您承办，不需要再认领")
    press.give(by)
    return press.done("task:claimed", f"已认领“{press.task.name}”，同事会看到由您承办。")


def take_over_task(
    session: Session, *, task_id: UUID, values: Values, request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Do a colleague's task instead of them. Raises NotPermitted without a fitting seat, NotYet where it is no colleague's."""
    press = _begin(session, task_id, request_id, by, at)
    if press.before:
        return press.before
    press.require_fit()
    holder = press.known.held_by_another(press.actor, press.task)
    if not holder:
        raise NotYet(why="这一环节现在没有别人承办，可以直接办理")
    who.require_valid(session, press.case, "take_over", values)
    reason = str(values["reason"])
    press.tell("taken_over", press.task.assignee_id, reason)
    press.give(by, reason)
    return press.done("task:taken_over", f"“{press.task.name}”已改由您承办。", before=holder, reason=reason)


def release_task(session: Session, *, task_id: UUID, request_id: UUID, by: UUID, at: datetime) -> Done:
    """Give one's own task back to all who may do it. Raises NotYet for what is not one's own."""
    press = _begin(session, task_id, request_id, by, at)
    if press.before:
        return press.before
    if press.task.assignee_id != by:
        raise NotYet(why="这一环节不由您承办，不需要放回")
    press.give(None)
    done = f"“{press.task.name}”已放回待办，同单位的人都可以办理。"
    return press.done("task:released", done, before=press.actor.name)


def hand_over_task(
    session: Session, *, task_id: UUID, values: Values, request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Give a task to a named person. One's own or nobody's within the unit or role; the office anybody's.

    Raises NotPermitted where the giver may not, InvalidInput where the person named could not do it: no fitting seat, another unit,
    separation of duties.
    """
    press = _begin(session, task_id, request_id, by, at)
    if press.before:
        return press.before
    if why := assignments.why_not_hand_over(session, press.actor, press.task, press.case, press.known):
        raise NotPermitted(why=why)
    who.require_valid(session, press.case, "hand_over", values)
    taker, before = _taker(press, str(values["colleague"])), press.known.holders.get(press.task.id, "")
    reason = str(values["reason"])
    press.tell("taken_over", press.task.assignee_id, reason, taker.name)
    press.give(taker.person_id, reason)
    press.tell("handed_over", taker.person_id, reason)
    sentence = f"“{press.task.name}”已转办给{taker.name}，对方会在“我的任务”里看到。"
    return press.done("task:handed_over", sentence, person=taker.name, before=before, reason=reason)


def drop_unfit(session: Session, case: Case, *, by: Actor | None, at: datetime) -> None:
    """Make open tasks nobody's whose holder could no longer do them, after the units of a problem have changed."""
    tasks = session.scalars(
        select(Task).where(Task.case_id == case.id, Task.closed_at.is_(None), Task.assignee_id.is_not(None))
    ).all()
    known = duties.of_cases(session, [case])
    for task in tasks:
        if task.assignee_id is None or _still_fits(session, task, case, known, at):
            continue
        holder = known.holders[task.id]
        task.assignee_id = task.assigned_by_id = task.assigned_at = task.assign_reason = None
        facts = {"box": task.box, "box_name": task.name, "before": holder}
        who.note(session, "task:released", case=case, by=by, at=at, **facts)


def _still_fits(session: Session, task: Task, case: Case, known: Duties, at: datetime) -> bool:
    try:
        holder = people.actor(session, task.assignee_id or UUID(int=0), at)
    except NotFound:
        return False
    return not known.barred(session, holder, task, case)


def _begin(session: Session, task_id: UUID, request_id: UUID, by: UUID, at: datetime) -> _Press:
    """Raises NotFound for what the person may not see, NotYet for a case that stands still or a task that is done."""
    actor = who.actor(session, by, at)
    task = access.task(session, actor, task_id)
    case = cases.locked(session, task.case_id)
    before = once.earlier(session, request_id, by, case)
    session.refresh(task)
    if before is None:
        require_running(case)
        if task.closed_at is not None:
            person = session.get(Person, task.closed_by_id) if task.closed_by_id else None
            raise NotYet(why=f"这一环节已由{person.name if person else '系统'}办结，不能再认领或转办")
    known = duties.of_cases(session, [case])
    return _Press(
        session=session,
        actor=actor,
        task=task,
        case=case,
        known=known,
        request_id=request_id,
        at=at,
        before=before,
    )


def _taker(press: _Press, chosen: str) -> Actor:
    try:
        taker = people.actor(press.session, UUID(chosen), press.at)
    except (ValueError, NotFound):
        raise _wrong("选择的人员不存在或已停用，请重新选择。") from None
    if taker.person_id == press.actor.person_id:
        raise _wrong("这是您本人，不需要转办；由您办理的请认领或接办。")
    if why := assignments.why_not_taker(press.session, press.actor, taker, press.task, press.case, press.known):
        raise _wrong(f"{why}。")
    return taker


def _wrong(message: str) -> InvalidInput:
    return InvalidInput([FieldProblem(field="colleague", label="转给谁", message=message)])
