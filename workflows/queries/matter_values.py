"""What a screen is given about orders, checks and rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from workflows.rules.deadlines import Lamp
from workflows.rules.matters import Kind


@dataclass(frozen=True, kw_only=True)
class MatterLine:
    """One order, check or round: where it stands, what it is about, and of how many units it was asked and how many answered."""

    id: UUID
    kind: Kind
    number: str
    title: str
    text: str
    state: str
    state_words: str
    stage_name: str
    units: str
    opened_at: datetime
    due_on: date | None
    lamp: Lamp
    about_id: UUID | None
    about_number: str
    about_title: str
    asked: int
    answered: int

    @property
    def is_open(self) -> bool:
        """Whether it still runs, or waits to."""
        return self.state not in ("closed", "cancelled")


@dataclass(frozen=True, kw_only=True)
class MatterPage:
    """A list of one kind: those under way first. `counts` are (key, words, number): under way, done, called off."""

    kind: Kind
    state: str
    counts: tuple[tuple[str, str, int], ...]
    lines: tuple[MatterLine, ...]
    total: int
    sees_all: bool


@dataclass(frozen=True, kw_only=True)
class UnitAnswer:
    """One unit that was asked: `key` waiting, or one of `rules.progress.OUTCOMES`."""

    unit_id: UUID
    unit: str
    key: str
    words: str
    at: datetime | None
    by: str
    chases: int
    chased_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FindingLine:
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


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """What a unit reported on one problem in one round."""

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


@dataclass(frozen=True, kw_only=True)
class MatterPanel:
    """The answers to a check or a round. `result` is the frozen account of a closed round."""

    answers: tuple[UnitAnswer, ...]
    findings: tuple[FindingLine, ...]
    reports: tuple[ReportLine, ...]
    result: dict[str, Any] | None

    def count(self, key: str) -> int:
        """How many units stand at this."""
        return sum(each.key == key for each in self.answers)


@dataclass(frozen=True, kw_only=True)
class SeriousLine:
    """One serious matter; `may_note` is for the person who looks."""

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
