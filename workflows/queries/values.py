"""What a screen is given: small frozen values, so that templates never touch a mapped object or run a query of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from workflows.drawing import Picture, Step
from workflows.forms import Form
from workflows.queries.assignment_values import Assignment
from workflows.queries.comments import Talk
from workflows.queries.deadline_values import DeadlineLine, EscalationLine
from workflows.queries.evidence_lines import EvidenceLine
from workflows.queries.inbox_values import SentBack, TaskRow
from workflows.queries.matter_values import MatterLine, MatterPanel, ReportLine, SeriousLine
from workflows.queries.notice_values import NoticeLine
from workflows.queries.visit_values import Visit
from workflows.rules.deadlines import Lamp
from workflows.rules.matters import Kind


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """A unit beside a problem: its part in Chinese, its name in the city's table (None: not matched) and as printed."""

    part: str
    part_name: str
    name: str | None
    raw: str


@dataclass(frozen=True, kw_only=True)
class MeasureLine:
    """One measure with its own deadline and the last finding on it, in words (empty while nobody looked)."""

    id: UUID
    number: int
    text: str
    target: str
    due_on: date | None
    deadline_raw: str
    finding: str


@dataclass(frozen=True, kw_only=True)
class ProblemFacts:
    """A problem as people know it; `kind` names its parts, `order` is the supervision order that stands over it (empty: none)."""

    id: UUID
    kind: Kind
    number: str
    numbers: tuple[str, ...]
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
    units: tuple[UnitLine, ...]
    measures: tuple[MeasureLine, ...]
    warnings: tuple[str, ...]
    state: str
    state_words: str
    stage_name: str
    lamp: Lamp
    order: str

    def named(self, part: str) -> str:
        """The units that take `part`, as one phrase."""
        return "、".join(line.name or line.raw for line in self.units if line.part == part)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One journal entry as a sentence of the timeline."""

    seq: int
    at: datetime
    who: str
    what: str
    sentence: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One sign-off: who decided what, in which capacity, in their own words."""

    at: datetime
    person: str
    unit: str
    capacity: str
    box_name: str
    decision: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CoSignatureLine:
    """A colleague's opinion that was asked for; `agreed` is None while it is awaited."""

    box_name: str
    asked_by: str
    person: str
    question: str
    answered: bool
    agreed: bool | None
    opinion: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """One formal paper; `status` waiting, ready or failed, with a sentence in `error`. A void one says since when and why."""

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
    cancelled_at: datetime | None = None
    cancelled_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ExtensionLine:
    """A later deadline, asked for and perhaps decided. `may_decide` is for the person who looks.

    `unit`: whose own deadline it is about; empty where it is the problem's.
    """

    id: UUID
    unit: str = ""
    due_on: date
    reason: str
    asked_by: str
    asked_at: datetime
    granted: bool | None
    decided_by: str
    decision_reason: str
    may_decide: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An option of a field that the case supplies: a unit, a measure, a problem."""

    value: str
    label: str
    note: str = ""
    """What is shown beside it: what was reported on a problem the last time."""
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """Everything a person needs beside the form. `refused` says why this person may not act; empty when they may."""

    task_id: UUID
    box: str
    box_name: str
    guidance: str
    decision_name: str
    round: int
    case_id: UUID
    rev: int
    refused: str
    assignment: Assignment
    drawn: tuple[str, ...] = ()
    """Who was drawn to do this audit and alone may; empty for every other task."""
    draw_id: UUID | None = None
    """The draw in which whoever may replace an auditor can do so; None for everybody else."""
    problem: ProblemFacts
    lamp: Lamp
    returned: str
    form: Form
    back: SentBack | None = None
    """Set where it was returned: who, when, why."""
    obstacles: tuple[str, ...] = ()
    """What still forbids the closure this task decides on; empty for every other task, and where nothing does."""
    values: dict[str, Any] = field(default_factory=dict)
    choices: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    diagram_id: UUID
    drawing: Picture
    current: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    visit: Visit | None = None
    """Where several units do this box side by side: who of them has answered."""
    opinions: tuple[Opinion, ...] = ()
    co_signatures: tuple[CoSignatureLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    events: tuple[Event, ...] = ()
    event_total: int = 0
    talk: Talk | None = None
    """The newest comments."""


@dataclass(frozen=True, kw_only=True)
class ProblemPage:
    """The problem's own page. `verbs` are keys of what this person may do now: ask_extension, register_objection, reopen."""

    problem: ProblemFacts
    case_id: UUID
    diagram_id: UUID
    steps: tuple[Step, ...]
    drawing: Picture
    current: tuple[str, ...]
    done: tuple[str, ...]
    open_tasks: tuple[TaskRow, ...]
    opinions: tuple[Opinion, ...]
    evidence: tuple[EvidenceLine, ...]
    documents: tuple[DocumentLine, ...]
    extensions: tuple[ExtensionLine, ...]
    notices: tuple[NoticeLine, ...]
    events: tuple[Event, ...]
    event_total: int
    journal_sound: bool
    verbs: tuple[str, ...]
    deadlines: tuple[DeadlineLine, ...] = ()
    visits: tuple[Visit, ...] = ()
    """Open boxes that several units do side by side, with who has answered."""
    escalations: tuple[EscalationLine, ...] = ()
    matter: MatterLine | None = None
    """The order, check or round this line is; None for a problem and a petition."""
    matters: tuple[MatterLine, ...] = ()
    """The orders and checks about this problem."""
    serious: tuple[SeriousLine, ...] = ()
    panel: MatterPanel | None = None
    """What the units answered, where this is a check or a round."""
    reports: tuple[ReportLine, ...] = ()
    """The newest reports on this problem in rounds."""
    origin: tuple[str, UUID] | None = None
    """The check that found this problem, in words and by id."""
    to_order: str = ""
    """Why an order is expected: an approved step of the ladder that has not led to one; empty otherwise."""
    co_signatures: tuple[CoSignatureLine, ...] = ()
    talk: Talk | None = None
    """The newest comments."""
    forms: dict[str, Form] = field(default_factory=dict)
    choices: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    assigned: dict[str, list[str]] = field(default_factory=dict)

    def first_values(self, form: Form) -> dict[str, Any]:
        """What a verb's form is filled with at first: the units as they are assigned now."""
        return {each.name: self.assigned.get(each.name, []) for each in form.fields if each.widget == "units"}
