"""What a screen is given about orders, checks and rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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
