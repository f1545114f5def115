"""Values that stand in several answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from webapp.api.models import Shown
from workflows.forms import Form
from workflows.queries.values import Choice as ChoiceValue


class Lamp(Shown):
    """How urgent it is, in words; `note` says on what the count rests."""

    key: str
    words: str
    note: str


class Choice(Shown):
    """One of the values a field of a form may have."""

    value: str
    label: str
    note: str
    group: str


class Unit(Shown):
    """A unit beside a problem, as matched and as printed."""

    part: str
    part_name: str
    name: str | None
    raw: str


class Measure(Shown):
    """A measure of the plan."""

    id: UUID
    number: int
    text: str
    target: str
    due_on: date | None
    deadline_raw: str
    finding: str


class Evidence(Shown):
    """A file of a case; `digest` is its SHA-256."""

    id: UUID
    name: str
    media_type: str
    size: int
    digest: str
    note: str
    uploaded_by: str
    uploaded_at: datetime


class Document(Shown):
    """A formal paper; `status` waiting, signing, ready or failed."""

    id: UUID
    kind: str
    kind_name: str
    number: str
    title: str
    problem_id: UUID | None
    problem_number: str
    status: str
    error: str
    issued_at: datetime
    verify_code: str
    cancelled_at: datetime | None
    cancelled_reason: str


class Event(Shown):
    """An entry of a case's journal as a sentence."""

    seq: int
    at: datetime
    who: str
    what: str
    sentence: str
    note: str


class Opinion(Shown):
    """What somebody decided, with their words."""

    at: datetime
    person: str
    unit: str
    capacity: str
    box_name: str
    decision: str
    text: str


class AskedForm(Shown):
    """A form to be filled: its JSON Schema, what the case already knows, and which values its fields may have."""

    key: str
    title: str
    description: str
    json_schema: dict[str, Any] = Field(description="JSON Schema 2020-12")
    first_values: dict[str, Any] = Field(description="已经填好的内容 · what the case already knows")
    choices: dict[str, tuple[Choice, ...]] = Field(
        description="由本案给出的可选值 · options the case supplies, by field"
    )


class ProblemFacts(Shown):
    """A problem as it stands on the list."""

    id: UUID
    kind: str
    number: str
    list_id: UUID
    list_name: str
    inspection: str
    area: str
    title: str
    text: str
    target: str
    due_on: date | None
    deadline_raw: str
    long_term: bool
    immediate: bool
    persons: str
    units: tuple[Unit, ...]
    measures: tuple[Measure, ...]
    warnings: tuple[str, ...]
    state: str
    state_words: str
    stage_name: str
    lamp: Lamp
    order: str


def form(found: Form, first: dict[str, Any], choices: dict[str, tuple[ChoiceValue, ...]]) -> AskedForm:
    """The form as a program is given it, with the options of its own fields only."""
    names = {each.name for each in found.fields} | {each.widget for each in found.fields}
    return AskedForm(
        key=found.key,
        title=found.title,
        description=found.description,
        json_schema=dict(found.schema),
        first_values=first,
        choices={
            name: tuple(Choice.model_validate(each) for each in options)
            for name, options in choices.items()
            if name in names
        },
    )


def facts(found: Any) -> ProblemFacts:
    """The problem of a page; its kind by its key."""
    return ProblemFacts.model_validate(
        {name: getattr(found, name) for name in ProblemFacts.model_fields if name != "kind"} | {"kind": found.kind.key}
    )
