"""The deadlines ahead, in the order of their days: what the office's chart shows, as days instead of bars."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from webapp import database
from webapp.api import common, paging
from webapp.api.models import Page, Paged, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.queries.timetable import is_place, timetable
from workflows.queries.timetable_values import Asked, TimeRow
from workflows.rules.errors import FieldProblem, InvalidInput


class MeasureDue(Shown):
    """A measure with a day of its own."""

    text: str
    due_on: date
    late: bool


class Deadline(Shown):
    """A problem with its day; `deadline_raw` is what the plan says, `rectified_on` the day its rectification was reported."""

    problem_id: UUID
    number: str
    title: str
    unit: str
    due_on: date | None
    deadline_raw: str
    rectified_on: date | None
    lamp: common.Lamp
    measures: tuple[MeasureDue, ...]


class Deadlines(Page[Deadline]):
    """The earliest first; what has no day comes last."""

    today: date
    total: int


class DeadlineQuery(Paged):
    """The filters of the chart; empty narrows nothing."""

    list_id: UUID | Literal[""] = ""
    unit_id: UUID | Literal[""] = ""
    state: Literal["", "listed"] = Field(
        "", description="空的是还没有销号的，listed 连同已销号的 · with the closed ones"
    )
    measures: bool = Field(False, description="连同各项措施的时限 · with the days of the measures")


@operation("GET", "/deadlines", tag="figures", scope="read", gives=Deadlines, query=DeadlineQuery)
def list_deadlines(*, query: DeadlineQuery) -> dict[str, Any]:
    """列出时限
    Problems in the order of their deadlines.
    """
    if not is_place(query.after):
        raise InvalidInput([FieldProblem(field="?after", label="after", message=paging.NOT_OURS)])
    asked = Asked(
        list_id=str(query.list_id),
        unit_id=str(query.unit_id),
        state=query.state,
        measures="yes" if query.measures else "",
    )
    page = timetable(
        database.session(), person_id=person_id(), asked=asked, after=query.after, limit=query.limit, at=database.now()
    )
    return {**paging.page(map(_line, page.rows), page.next), "today": page.today, "total": page.total}


def _line(row: TimeRow) -> dict[str, Any]:
    return {**vars(row), "deadline_raw": row.raw, "rectified_on": row.done_on}
