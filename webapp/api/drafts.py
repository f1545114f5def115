"""What a program has prepared for a task and its person has still to look at: the same draft as that of the task's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from webapp import database
from webapp.api.models import Shown, Values
from webapp.api.operation import operation
from webapp.api.reading import tidied
from webapp.house import house
from webapp.visitor import person_id
from workflows.actions import form_drafts
from workflows.queries.task_form import TaskForm, task_form
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet

TAG = "tasks"


class Draft(Shown):
    """Values that are kept and not sent; nobody but their person sees them."""

    values: dict[str, Any]
    saved_at: datetime


@operation("GET", "/tasks/<uuid:task_id>/draft", tag=TAG, scope="read", gives=Draft)
def show_draft(*, task_id: UUID) -> dict[str, Any]:
    """查看任务的草稿
    What the caller, or a program of theirs, has prepared and not sent.
    """
    return _draft(task_id, _asked(task_id))


@operation("POST", "/tasks/<uuid:task_id>/draft", tag=TAG, scope="tasks", gives=Draft, body=Values)
def keep_draft(*, task_id: UUID, body: Values) -> dict[str, Any]:
    """保存任务的草稿
    Keep values for the page of the task, where their person checks and sends them. Only their shape is judged.
    """
    asked = _asked(task_id)
    if not asked.waits:
        raise NotYet(why="这项任务已经办理完毕，不能再保存草稿")
    fields = list(_flat(tidied(body.values)))
    asked.form.read(_by_name(fields))
    if not form_drafts.keep_draft(
        database.session(), person_id=person_id(), path=_path(task_id), fields=fields, real=house().clock.real()
    ):
        message = f"草稿太长，最多 {form_drafts.LONGEST} 字。"
        raise InvalidInput([FieldProblem(field="/values", label="草稿", message=message)])
    return _draft(task_id, asked)


def drop(task_id: UUID) -> None:
    """Forget the draft of a task that was done."""
    form_drafts.drop_draft(database.session(), person_id=person_id(), path=_path(task_id))


def _asked(task_id: UUID) -> TaskForm:
    return task_form(database.session(), person_id=person_id(), task_id=task_id, at=database.now())


def _draft(task_id: UUID, asked: TaskForm) -> dict[str, Any]:
    kept = form_drafts.kept_draft(database.session(), person_id=person_id(), path=_path(task_id))
    if kept is None:
        raise NotFound(what="这项任务的草稿")
    known = {name: texts for name, texts in kept.values().items() if _is_field(asked, name)}
    return {"values": asked.form.read(known), "saved_at": kept.saved_at}


def _is_field(asked: TaskForm, name: str) -> bool:
    """A page keeps what else it was asked for as well; a form that changed since does not know every name."""
    return asked.form.field(name.partition("-")[0]) is not None


def _path(task_id: UUID) -> str:
    return f"/tasks/{task_id}"


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The values as a browser would name them: rows are `measures-0-text`."""
    for name, value in values.items():
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(item, Mapping):
                yield from ((f"{name}-{number}-{column}", _text(text)) for column, text in item.items())
            else:
                yield name, _text(item)


def _text(value: Any) -> str:
    return ("true" if value else "") if isinstance(value, bool) else str(value)


def _by_name(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, text in fields:
        found.setdefault(name, []).append(text)
    return found
