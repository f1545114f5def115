"""Tasks: what is to be done, one task with its form, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from webapp import database, uploads
from webapp.api import common, drafts, paging
from webapp.api.models import Done, Page, Paged, Shown, Values
from webapp.api.operation import Upload, operation
from webapp.api.reading import tidied
from webapp.visitor import person_id
from workflows import actions, queries
from workflows.queries.task_form import task_form
from workflows.queries.task_lists import task_rows

TAG = "tasks"


class TaskLine(Shown):
    """An open task."""

    task_id: UUID
    problem_id: UUID
    number: str
    title: str
    box_name: str
    unit_name: str
    due_on: date | None
    lamp: common.Lamp
    note: str
    may_act: bool
    returned: bool
    mine: bool
    holder: str
    may_hand_over: bool
    reminder: str


class TaskList(Page[TaskLine]):
    """Open tasks, the earliest deadline first."""


class TaskQuery(Paged):
    """Which tasks."""

    whose: Literal["mine", "others", "all"] = Field(
        "mine", description="mine 我能办的，others 等他人办的，all 全部 · whose turn it is"
    )


class Assignment(Shown):
    """Whose the task is by name, and what can be done about that."""

    holder: str
    mine: bool
    given_by: str
    since: datetime | None
    reason: str
    may_claim: bool
    may_take_over: bool
    may_release: bool
    may_hand_over: bool


class Task(Shown):
    """A task with everything needed to decide. `refused` says why the caller may not complete it, empty when they may."""

    task_id: UUID
    box: str
    box_name: str
    guidance: str
    decision_name: str
    round: int
    refused: str
    returned: str
    lamp: common.Lamp
    assignment: Assignment
    problem: common.ProblemFacts
    form: common.AskedForm
    opinions: tuple[common.Opinion, ...]
    evidence: tuple[common.Evidence, ...]


class EvidenceList(Shown):
    """The files of the case as they stand now, newest first."""

    items: tuple[common.Evidence, ...]


@operation("GET", "/tasks", tag=TAG, scope="read", gives=TaskList, query=TaskQuery)
def list_tasks(*, query: TaskQuery) -> dict[str, Any]:
    """列出任务
    Open tasks of the problems the caller may see.
    """
    after = paging.place(query.after, tuple[str, paging.Count, str])
    rows, following = task_rows(
        database.session(),
        person_id=person_id(),
        whose=query.whose,
        after=after,
        limit=query.limit,
        at=database.now(),
    )
    return paging.page(rows, paging.cursor(following) if following else "")


@operation("GET", "/tasks/<uuid:task_id>", tag=TAG, scope="read", gives=Task)
def show_task(*, task_id: UUID) -> dict[str, Any]:
    """查看一项任务，连同表单
    One task with its form and what is beside it.
    """
    page = queries.task_page(database.session(), person_id=person_id(), task_id=task_id, at=database.now())
    plain = {name: getattr(page, name) for name in Task.model_fields if name not in ("problem", "form")}
    form = common.form(page.form, page.values, page.choices)
    return {**plain, "problem": common.facts(page.problem), "form": form}


@operation("POST", "/tasks/<uuid:task_id>/completion", tag=TAG, scope="tasks", gives=Done, body=Values, once=True)
def complete_task(*, task_id: UUID, body: Values, request_id: UUID) -> object:
    """办结一项任务
    Complete a task with the values of its form. The same Idempotency-Key acts once.
    """
    done = _press(actions.complete_task, task_id, request_id, values=tidied(body.values))
    drafts.drop(task_id)
    return done


@operation("POST", "/tasks/<uuid:task_id>/claim", tag=TAG, scope="tasks", gives=Done, once=True)
def claim_task(*, task_id: UUID, request_id: UUID) -> object:
    """认领
    Say that one does it.
    """
    return _press(actions.claim_task, task_id, request_id)


@operation("POST", "/tasks/<uuid:task_id>/release", tag=TAG, scope="tasks", gives=Done, once=True)
def release_task(*, task_id: UUID, request_id: UUID) -> object:
    """放回待办
    Give it back to all who may do it.
    """
    return _press(actions.release_task, task_id, request_id)


@operation("POST", "/tasks/<uuid:task_id>/take-over", tag=TAG, scope="tasks", gives=Done, body=Values, once=True)
def take_over_task(*, task_id: UUID, body: Values, request_id: UUID) -> object:
    """接办同事的任务
    Do a colleague's task instead of them; `values.reason` says why.
    """
    return _press(actions.take_over_task, task_id, request_id, values=tidied(body.values))


@operation("POST", "/tasks/<uuid:task_id>/hand-over", tag=TAG, scope="tasks", gives=Done, body=Values, once=True)
def hand_over_task(*, task_id: UUID, body: Values, request_id: UUID) -> object:
    """转办给指定的人
    Hand it to a named person: `values.colleague` (an id from the task's choices) and `values.reason`.
    """
    return _press(actions.hand_over_task, task_id, request_id, values=tidied(body.values))


@operation(
    "POST", "/tasks/<uuid:task_id>/evidence", tag=TAG, scope="evidence", gives=EvidenceList, status=201,
    body=Upload(part="files", says="一份或几份文件 · one file or several"),
)  # fmt: skip
def add_task_evidence(*, task_id: UUID) -> dict[str, Any]:
    """上传佐证材料
    Add files to the case of a task that is still open. There is no limit on how often; the same content is stored once.
    """
    problem_id = task_form(database.session(), person_id=person_id(), task_id=task_id, at=database.now()).problem_id
    uploads.keep_all(problem_id=problem_id, task_id=task_id)
    return files_of(problem_id)


def files_of(problem_id: UUID) -> dict[str, Any]:
    """The files of a case after some were added."""
    database.session().flush()
    page = queries.problem_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    return {"items": page.evidence}


def _press(does: Callable[..., actions.Done], task_id: UUID, request_id: UUID, **more: Any) -> actions.Done:
    return does(database.session(), task_id=task_id, request_id=request_id, by=person_id(), at=database.now(), **more)
