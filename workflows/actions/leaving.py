"""Handing on what hangs on a person: to somebody by name, or back to all who may do it; and closing their account with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries import cases, duties, people
from workflows.queries.leaving import held_tasks, why_not_instead
from workflows.records import Case, Person, Task
from workflows.rules.errors import ChangedMeanwhile, FieldProblem, InvalidInput, NotFound
from workflows.rules.permissions import Actor

BACK = "back"
"""Instead of a person: the task is everybody's again who may do it."""
LONGEST_REASON = 200


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How many tasks went to somebody by name, and how many back to all."""

    given: int
    back: int


def move_tasks(
    session: Session, *, other_id: UUID, takers: Mapping[UUID, str], reason: str, by: UUID, at: datetime
) -> Moved:
    """`takers`: task → person's id, `back`, or empty for what stays. All or nothing.

    Raises NotPermitted, NotFound, ChangedMeanwhile for a task that is no longer theirs, InvalidInput for somebody who cannot take one.
    """
    other = session.get(Person, other_id)
    if other is None:
        raise NotFound(what="这个账号")
    actor = who.actor(session, by, at)
    who.require(session, actor, "move_tasks")
    chosen = {task_id: to for task_id, to in takers.items() if to}
    if problems := _wrong(chosen, reason):
        raise InvalidInput(problems)
    held = {task.id: task for task in held_tasks(session, other_id)}
    if not chosen.keys() <= held.keys():
        raise ChangedMeanwhile
    for task_id in sorted(chosen, key=lambda each: held[each].case_id):  # one order for everybody's locks
        _give(session, other, held[task_id], chosen[task_id], reason.strip(), actor, at)
    back = sum(to == BACK for to in chosen.values())
    return Moved(given=len(chosen) - back, back=back)


def put_all_back(session: Session, other: Person, *, reason: str, by: Actor, at: datetime) -> int:
    """Make every task of the person everybody's again; returns how many."""
    held = sorted(held_tasks(session, other.id), key=lambda each: each.case_id)
    for task in held:
        _give(session, other, task, BACK, reason, by, at)
    return len(held)


def _give(session: Session, other: Person, task: Task, to: str, reason: str, by: Actor, at: datetime) -> None:
    case = cases.locked(session, task.case_id)
    session.refresh(task)
    if task.closed_at is not None or task.assignee_id != other.id:
        raise ChangedMeanwhile
    facts = {"box": task.box, "box_name": task.name, "before": other.name, "reason": reason}
    if to == BACK:
        task.assignee_id = task.assigned_by_id = task.assigned_at = task.assign_reason = None
        who.note(session, "task:released", case=case, by=by, at=at, **facts)
        return
    taker = _taker(session, other, task, case, to, at)
    task.assignee_id, task.assigned_by_id = taker.person_id, by.person_id
    task.assigned_at, task.assign_reason = at, reason
    who.note(session, "task:handed_over", case=case, by=by, at=at, person=taker.name, **facts)


def _taker(session: Session, other: Person, task: Task, case: Case, to: str, at: datetime) -> Actor:
    field = f"to-{task.id}"
    try:
        taker = people.actor(session, UUID(to), at)
    except (ValueError, NotFound):
        message = "选择的人员不存在或已停用，请重新选择。"
        raise InvalidInput([FieldProblem(field=field, label=task.name, message=message)]) from None
    if why := why_not_instead(session, other, taker, task, case, duties.of_task(session, task, case)):
        raise InvalidInput([FieldProblem(field=field, label=task.name, message=f"{why}。")])
    return taker


def _wrong(chosen: Mapping[UUID, str], reason: str) -> list[FieldProblem]:
    found = []
    if not chosen:
        found.append(FieldProblem(field="all", label="移交", message="请至少为一项任务选择移交给谁。"))
    if not 2 <= len(reason.strip()) <= LONGEST_REASON or not reason.strip().isprintable():
        message = f"请写明原因，2 到 {LONGEST_REASON} 个字，例如“调离”。"
        found.append(FieldProblem(field="reason", label="原因", message=message))
    return found
