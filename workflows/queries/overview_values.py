"""What the office's home is given: figures, bars and what waits for a decision. *Rectified* and *closed* are never one figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from workflows.queries.values import Choice


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The counts at the head. `rectified` counts whatever is rectified, closed or not; the difference to `closed` is said beside it."""

    problems: int
    petitions: int
    rectified: int
    closed: int
    late: int
    soon: int
    rectified_this_week: int
    closed_this_week: int
    longest_late: str
    extensions_asked: int

    @property
    def between(self) -> int:
        """Rectified, and not yet struck off the list."""
        return self.rectified - self.closed


@dataclass(frozen=True, kw_only=True)
class UnitBar:
    """The problems of one responsible unit; the four counts add up to `total`."""

    unit_id: UUID
    name: str
    closed: int
    rectified: int
    running: int
    late: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.closed + self.rectified + self.running + self.late


@dataclass(frozen=True, kw_only=True)
class MonthBar:
    """The deadlines of one month that are still to be kept, from `since` to `until`. `first` is None for what has no day of its own."""

    first: date | None
    due: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class LateBand:
    """How many are late by so many calendar days: those whose deadline lies between the two days (None: however long ago)."""

    words: str
    count: int
    since: date | None
    until: date


@dataclass(frozen=True, kw_only=True)
class LateLine:
    """A problem that is late, by calendar days."""

    problem_id: UUID
    number: str
    title: str
    due_on: date
    days: int


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Something the office is asked to decide: `kind` extension, escalation, objection or seed; `target` is the id its page needs."""

    kind: str
    target: UUID
    sentence: str
    note: str


@dataclass(frozen=True, kw_only=True)
class AuditState:
    """The random audit at a glance."""

    pool: int
    frozen: int
    seed_words: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The office's home on one day, of one list or of all."""

    today: date
    name: str
    list_id: str
    lists: tuple[Choice, ...]
    figures: Figures
    units: tuple[UnitBar, ...]
    more_units: int
    """Units there is no room for; the comparison has them all."""
    months: tuple[MonthBar, ...]
    bands: tuple[LateBand, ...]
    longest_late: tuple[LateLine, ...]
    decisions: tuple[Decision, ...]
    more_decisions: int
    audit: AuditState

    @property
    def widest(self) -> int:
        """The largest number of problems one unit has: the full width of a bar."""
        return max((bar.total for bar in self.units), default=1)

    @property
    def tallest(self) -> int:
        """The largest number of deadlines in one month: the full height of a column."""
        return max((bar.due for bar in self.months), default=1) or 1
