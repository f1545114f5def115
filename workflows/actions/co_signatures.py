"""Asking a colleague's opinion before a task is completed (加签), and giving it. A question that is open holds the task."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions.once import Done
from workflows.actions.press import Press, begin, require_running
from workflows.queries import co_signatures, duties, people
from workflows.records import CoSignature, Person, Task
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotPermitted, NotYet
from workflows.rules.permissions import may_see


def ask_co_signature(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Ask a colleague who may see the problem. Raises NotPermitted for whoever may not complete the open task themselves."""
    press = begin(session, None, problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    press.valid("ask_co_signature", values)
    task = _own_task(session, press)
    person = _colleague(session, press, values, task)
    question = str(values["question"])
    session.add(CoSignature(task_id=task.id, person_id=person.id, asked_by_id=by, asked_at=at, question=question))
    press.note("co_signature:asked", person=person.name, question=question, box=task.box)
    return press.done(f"已请{person.name}加签。对方答复之前，“{task.name}”不能提交。")


def co_sign(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Give the opinion one was asked for. Raises NotYet when nobody asked, or the task is done meanwhile."""
    press = begin(session, None, problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    press.valid("co_sign", values)
    asked = co_signatures.asked_of(session, press.case.id, by)
    if asked is None:
        raise NotYet(why="没有等您答复的加签，或者该环节已经办结")
    asked.answered_at, asked.agreed = at, values["decision"] == "agree"
    asked.opinion = str(values["opinion"])
    press.note("co_signature:answered", words="同意" if asked.agreed else "不同意", opinion=asked.opinion)
    return press.done("已答复，经办人会在办理页面上看到。")


def _own_task(session: Session, press: Press) -> Task:
    known = duties.of_cases(session, [press.case])
    tasks = session.scalars(select(Task).where(Task.case_id == press.case.id, Task.closed_at.is_(None)))
    for task in tasks:
        if not known.refused(session, press.actor, task, press.case):
            return task
    raise NotPermitted(why="加签由正在办理这一环节的人提出")


def _colleague(session: Session, press: Press, values: Mapping[str, Any], task: Task) -> Person:
    """Somebody else, who may see the problem and was not asked already."""
    [chosen] = values["colleague"]
    try:
        actor = people.actor(session, UUID(str(chosen)), press.at)
    except (ValueError, NotFound):
        raise _wrong("选择的人员不存在或已停用，请重新选择。") from None
    if actor.person_id == press.actor.person_id:
        raise _wrong("不能请自己加签，请选择另一位同事。")
    if not may_see(actor, people.involvement(session, press.problem.id)):
        raise _wrong(f"{actor.name}看不到这个问题，不能加签；请选择有关单位的人员。")
    if actor.person_id in {each.person_id for each in co_signatures.open_for(session, task.id)}:
        raise _wrong(f"已经请{actor.name}加签，请等待答复。")
    return session.get_one(Person, actor.person_id)


def _wrong(message: str) -> InvalidInput:
    return InvalidInput([FieldProblem(field="colleague", label="请谁加签", message=message)])
