"""Steps of escalation, and the serious matters that units report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from webapp import database
from webapp.api.matters import TAG, Words
from webapp.api.models import Done, Given, Query, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.actions import escalations as escalation_actions
from workflows.actions import serious as serious_actions
from workflows.queries import escalations, serious


class Step(Shown):
    """A step of escalation: why it was proposed, what became of it."""

    id: UUID
    problem_id: UUID
    problem_number: str
    problem_title: str
    units: str
    name: str
    due_on: date
    step: str
    state: str
    state_words: str
    lamp: str
    yellows: int
    days_late: int
    rule: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    may_decide: bool


class StepList(Shown):
    """Steps of the whole city in one state, at most a hundred."""

    items: tuple[Step, ...]


class StepQuery(Query):
    """In which state."""

    state: Literal["waiting", "approved", "dismissed", "withdrawn"] = "waiting"


class StepDecision(Given):
    """Approve or dismiss, with the reason."""

    decision: Literal["approve", "dismiss"]
    reason: Words = ""


class Serious(Shown):
    """A serious matter that a unit reported."""

    id: UUID
    problem_id: UUID
    problem_number: str
    problem_title: str
    unit: str
    by: str
    at: datetime
    text: str
    noted_by: str
    noted_at: datetime | None
    answer: str
    may_note: bool


class Noted(Given):
    """What the office answers."""

    answer: Words


@operation("GET", "/escalations", tag=TAG, scope="read", gives=StepList, query=StepQuery)
def list_escalations(*, query: StepQuery) -> dict[str, Any]:
    """列出督办建议
    Steps of escalation of the whole city.
    """
    page = escalations.escalation_page(database.session(), person_id=person_id(), state=query.state, at=database.now())
    return {"items": page.lines}


@operation("GET", "/escalations/<uuid:step_id>", tag=TAG, scope="read", gives=Step)
def show_escalation(*, step_id: UUID) -> object:
    """查看一条督办建议
    One step of escalation.
    """
    return escalations.escalation(database.session(), person_id=person_id(), step_id=step_id, at=database.now())


@operation(
    "POST", "/escalations/<uuid:step_id>/decision", tag=TAG, scope="problems", gives=Done, body=StepDecision, once=True
)
def decide_escalation(*, step_id: UUID, body: StepDecision, request_id: UUID) -> object:
    """审定督办建议
    Approve or dismiss a step.
    """
    return escalation_actions.decide_escalation(
        database.session(),
        step_id=step_id,
        values=body.model_dump(),
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )


@operation("GET", "/serious/<uuid:serious_id>", tag=TAG, scope="read", gives=Serious)
def show_serious(*, serious_id: UUID) -> object:
    """查看一件重大事项
    A serious matter that a unit reported.
    """
    return serious.one(database.session(), person_id=person_id(), serious_id=serious_id, at=database.now())


@operation("POST", "/serious/<uuid:serious_id>/note", tag=TAG, scope="problems", gives=Done, body=Noted, once=True)
def note_serious(*, serious_id: UUID, body: Noted, request_id: UUID) -> object:
    """阅知重大事项
    Take note of a serious matter.
    """
    show_serious(serious_id=serious_id)
    return serious_actions.note_serious(
        database.session(),
        serious_id=serious_id,
        answer=body.answer,
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )
