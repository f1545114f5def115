"""What the office's tables are given: how long things have stood, and the units side by side. Each figure knows the filters of its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from workflows.queries.values import Choice

Where = Mapping[str, str]
"""Filters of the problem list, by name."""


@dataclass(frozen=True, kw_only=True)
class Lists:
    """Which list a page is about: one, or all (`list_id` empty)."""

    list_id: str
    name: str
    choices: tuple[Choice, ...]

    @property
    def kept(self) -> dict[str, str]:
        """The filter of the list, for links."""
        return {"list_id": self.list_id} if self.list_id else {}


@dataclass(frozen=True, kw_only=True)
class AgeRow:
    """One box or one unit: how many problems in each bucket of days, in the order of `ages.BUCKETS`."""

    name: str
    where: Where
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True, kw_only=True)
class OldRow:
    """One of the problems that have waited longest, with calendar days."""

    problem_id: UUID
    number: str
    title: str
    unit: str
    stage_name: str
    in_box: int
    in_all: int


@dataclass(frozen=True, kw_only=True)
class Ageing:
    """Everything that is not closed, by how long. `of` box (at the present box) or all (on the list)."""

    today: date
    lists: Lists
    of: str
    boxes: tuple[AgeRow, ...]
    units: tuple[AgeRow, ...]
    total: AgeRow
    oldest: tuple[OldRow, ...]

    @property
    def days_filter(self) -> str:
        """The filter of the list that a column stands for."""
        return "box_days" if self.of == "box" else "age_days"

    @property
    def widest(self) -> int:
        """The full width of a bar."""
        return max((row.total for row in (*self.boxes, *self.units)), default=1) or 1


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """One responsible unit beside the others. `days` the median from opening to closure, None where nothing was closed."""

    unit_id: UUID
    name: str
    total: int
    unclosed: int
    late: int
    returned: int
    closed: int
    audit_failed: int
    days: float | None

    @property
    def share(self) -> float:
        """Of a hundred problems, how many were sent back at least once."""
        return 100 * self.returned / self.total if self.total else 0.0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The units side by side, ordered by one column."""

    today: date
    lists: Lists
    sort: str
    down: bool
    rows: tuple[UnitRow, ...]
