"""The city itself, read: units, people, the working calendar."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from flask import abort

from webapp import database
from webapp.api import paging
from webapp.api.models import Page, Paged, Query, Shown, Text
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.queries import calendars, directory
from workflows.queries.calendars import FIRST_YEAR, LAST_YEAR
from workflows.queries.directory_values import PersonRow

TAG = "directory"


class UnitLine(Shown):
    """A unit with how many people sit in it now."""

    id: UUID
    name: str
    short_name: str
    level: str
    level_words: str
    code: str
    active: bool
    people: int


class UnitList(Page[UnitLine]):
    """The units of the city, closed ones last."""


class Person(Shown):
    """An account with its seats as one phrase."""

    id: UUID
    login: str
    name: str
    title: str
    active: bool
    seats: str


class People(Shown):
    """The first hundred accounts that match, and how many there are; narrow the search for the others."""

    items: tuple[Person, ...]
    total: int


class PeopleQuery(Query):
    """Whose name or login, of which unit."""

    text: Text = ""
    unit_id: UUID | Literal[""] = ""


class Day(Shown):
    """A day that is off or worked other than its weekday says."""

    day: date
    working: bool
    reason: str


class Calendar(Shown):
    """A year; `source` is empty where nobody has entered it, then working days are unknown."""

    year: int
    years: tuple[int, ...]
    source: str
    working_days: int
    days: tuple[Day, ...]


@operation("GET", "/units", tag=TAG, scope="read", gives=UnitList, query=Paged)
def list_units(*, query: Paged) -> dict[str, Any]:
    """列出单位
    The units of the city, for those who see the directory.
    """
    found = directory.units(database.session(), person_id=person_id(), at=database.now())
    return paging.of_few(found.units, query)


@operation("GET", "/people", tag=TAG, scope="read", gives=People, query=PeopleQuery)
def list_people(*, query: PeopleQuery) -> dict[str, Any]:
    """列出人员
    Accounts, for those who see the directory.
    """
    found = directory.accounts(
        database.session(), person_id=person_id(), text=query.text, unit_id=str(query.unit_id), at=database.now()
    )
    return {"items": [{**vars(each), "seats": _seats(each)} for each in found.people], "total": found.total}


def _seats(person: PersonRow) -> str:
    return "；".join(f"{seat.unit} {seat.role}" for seat in person.seats)


@operation("GET", "/calendar/<int:year>", tag=TAG, scope="read", gives=Calendar)
def show_calendar(*, year: int) -> dict[str, Any]:
    """查看一年的工作日历
    The working calendar of a year.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    page = calendars.calendar_page(database.session(), person_id=person_id(), year=year, at=database.now())
    cells = (cell for month in page.months for week in month.weeks for cell in week)
    days = tuple(cell for cell in cells if cell is not None and cell.mark)
    return {**{name: getattr(page, name) for name in Calendar.model_fields if name != "days"}, "days": days}
