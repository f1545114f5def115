"""What was read of a plan: its problems field by field, and the doubts about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from webapp import database
from webapp.api import paging
from webapp.api.models import Page, Paged, Shown
from webapp.api.operation import operation
from webapp.api.plans import TAG
from webapp.house import house
from webapp.visitor import person_id
from workflows.queries import plan_programs


class PlanDoubt(Shown):
    """Something a person must settle; `state` open, right, left or mended. `problem` is the key of the problem, `line` counts from 1."""

    id: str
    code: str
    message: str
    line: int
    place: str
    fragment: str
    problem: str | None
    field: str | None
    state: str


class PlanField(Shown):
    """A field: its words, where they stand, how certain that is, and who mended it."""

    name: str
    label: str
    words: str
    certainty: str
    place: str
    lines: tuple[int, ...]
    decided_by: str


class PlanProblem(Shown):
    """A problem of the plan as it stands."""

    key: str
    number: str
    fields: tuple[PlanField, ...]
    doubts: tuple[PlanDoubt, ...]


class PlanProblems(Page[PlanProblem]):
    """The problems in the order of the plan."""


class PlanDoubts(Page[PlanDoubt]):
    """The doubts in the order in which they are asked, settled ones too."""


@operation("GET", "/plans/<uuid:review_id>/problems", tag=TAG, scope="plans", gives=PlanProblems, query=Paged)
def list_plan_problems(*, review_id: UUID, query: Paged) -> dict[str, Any]:
    """列出方案里读出的问题
    The problems of a plan with each field, its place and how certain it is. 409 while it is being read.
    """
    first = _first(query)
    found = plan_programs.entries_read(
        database.session(),
        house().store,
        person_id=person_id(),
        review_id=review_id,
        first=first,
        limit=query.limit + 1,
        at=database.now(),
    )
    return _part(found, query, first)


@operation("GET", "/plans/<uuid:review_id>/doubts", tag=TAG, scope="plans", gives=PlanDoubts, query=Paged)
def list_plan_doubts(*, review_id: UUID, query: Paged) -> dict[str, Any]:
    """列出方案的疑点
    What a person must settle, in the order in which it is asked. 409 while the plan is being read.
    """
    first = _first(query)
    found = plan_programs.doubts_read(
        database.session(),
        house().store,
        person_id=person_id(),
        review_id=review_id,
        first=first,
        limit=query.limit + 1,
        at=database.now(),
    )
    return _part(found, query, first)


def _first(query: Paged) -> int:
    """Where a page begins. A reading never changes, so a place in it is its number."""
    place = paging.place(query.after, tuple[paging.Count])
    return place[0] if place else 0


def _part(found: tuple[Any, ...], query: Paged, first: int) -> dict[str, Any]:
    more = len(found) > query.limit
    return paging.page(found[: query.limit], paging.cursor((first + query.limit,)) if more else "")
