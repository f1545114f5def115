"""Orders, checks and rounds, and what units answered to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from webapp import database
from webapp.api import common
from webapp.api.models import Given, Query, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows import queries
from workflows.actions import rounds as round_actions
from workflows.queries import matter_pages
from workflows.queries.matter_values import MatterPage as MatterPageValue
from workflows.rules.matters import CHECK, ORDER, ROUND, Kind

TAG = "matters"
KINDS = {"orders": ORDER, "checks": CHECK, "rounds": ROUND}
Words = Annotated[str, StringConstraints(max_length=2000)]


class Matter(Shown):
    """An order, a check or a round; its page is the problem with the same id."""

    id: UUID
    number: str
    title: str
    text: str
    state: str
    state_words: str
    stage_name: str
    units: str
    opened_at: datetime
    due_on: date | None
    lamp: common.Lamp
    about_id: UUID | None
    about_number: str
    about_title: str
    asked: int
    answered: int


class MatterList(Shown):
    """The hundred newest of one kind and state, and how many there are."""

    items: tuple[Matter, ...]
    total: int


class MatterQuery(Query):
    """Of which kind, in which state."""

    kind: Literal["orders", "checks", "rounds"] = Field(description="督办、排查、调度 · orders, checks or rounds")
    state: Literal["open", "closed", "cancelled"] = "open"


class UnitAnswer(Shown):
    """A unit that was asked, and what became of its answer."""

    unit_id: UUID
    unit: str
    key: str
    words: str
    at: datetime | None
    by: str
    chases: int
    chased_at: datetime | None


class Finding(Shown):
    """The same problem found elsewhere, and what the office made of it."""

    id: UUID
    check_id: UUID
    unit: str
    by: str
    place: str
    text: str
    measures: tuple[str, ...]
    due_on: date
    decided_by: str
    decided_at: datetime | None
    reason: str
    problem_id: UUID | None
    problem_number: str
    may_decide: bool


class Report(Shown):
    """What a unit reported on one problem in a round."""

    unit: str
    problem_id: UUID
    number: str
    title: str
    due_on: date | None
    pace: str
    pace_words: str
    text: str
    difficulty: str
    at: datetime
    by: str


class Panel(Shown):
    """The answers to a check or a round."""

    answers: tuple[UnitAnswer, ...]
    findings: tuple[Finding, ...]
    reports: tuple[Report, ...]


class MatterPage(Shown):
    """A matter with the answers to it; `panel` is null for an order."""

    matter: Matter | None
    panel: Panel | None


class NewRound(Given):
    """This week's round."""

    due_on: date
    text: Words = round_actions.TEXT


class Opened(Shown):
    """What was opened; its page is the problem with this id."""

    sentence: str
    problem_id: UUID


@operation("GET", "/matters", tag=TAG, scope="read", gives=MatterList, query=MatterQuery)
def list_matters(*, query: MatterQuery) -> dict[str, Any]:
    """列出督办、排查或调度
    Supervision orders, look-alike checks or weekly rounds, the newest first.
    """
    found = _matters(KINDS[query.kind], query.state)
    return {"items": found.lines, "total": found.total}


@operation("GET", "/matters/<uuid:matter_id>", tag=TAG, scope="read", gives=MatterPage)
def show_matter(*, matter_id: UUID) -> object:
    """查看一件督办、排查或调度
    One of them with the answers of the units. Its story is that of the problem with the same id.
    """
    return queries.problem_page(database.session(), person_id=person_id(), problem_id=matter_id, at=database.now())


@operation("POST", "/rounds", tag=TAG, scope="problems", gives=Opened, body=NewRound, once=True, status=201)
def open_round(*, body: NewRound, request_id: UUID) -> object:
    """开始本周调度
    Open this week's round.
    """
    return round_actions.open_round(
        database.session(),
        values={"due_on": body.due_on.isoformat(), "text": body.text},
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )


def _matters(kind: Kind, state: str) -> MatterPageValue:
    return matter_pages.matter_page(
        database.session(), kind=kind, person_id=person_id(), state=state, at=database.now()
    )
