"""The office's home: the state of the lists at a glance."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from webapp import database
from webapp.api.models import Query, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows import queries

TAG = "figures"


class Figures(Shown):
    """The counts at the head of the overview."""

    problems: int
    petitions: int
    rectified: int
    closed: int
    late: int
    soon: int
    rectified_this_week: int
    closed_this_week: int
    extensions_asked: int


class UnitFigures(Shown):
    """The problems of one responsible unit; the four counts add up."""

    unit_id: UUID
    name: str
    closed: int
    rectified: int
    running: int
    late: int


class MonthCount(Shown):
    """The deadlines of one month that are still to be kept; `first` is null for what has no day of its own."""

    first: date | None
    due: int


class LateCount(Shown):
    """How many are late by so many calendar days."""

    words: str
    count: int
    since: date | None
    until: date


class ToDecide(Shown):
    """What the office is asked to decide: `kind` extension, escalation, objection or seed; `target` is the id of what is meant."""

    kind: str
    target: UUID
    sentence: str
    note: str


class Overview(Shown):
    """The state of the lists on one day."""

    today: date
    name: str
    figures: Figures
    units: tuple[UnitFigures, ...]
    months: tuple[MonthCount, ...]
    bands: tuple[LateCount, ...]
    decisions: tuple[ToDecide, ...]
    more_decisions: int


class ListQuery(Query):
    """Of one list, or of all."""

    list_id: UUID | Literal[""] = Field("")


@operation("GET", "/overview", tag=TAG, scope="read", gives=Overview, query=ListQuery)
def show_overview(*, query: ListQuery) -> object:
    """查看总览
    The state of the lists at a glance.
    """
    return queries.overview(database.session(), person_id=person_id(), list_id=str(query.list_id), at=database.now())
