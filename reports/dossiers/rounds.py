"""每周调度表: one round as it was closed, unit by unit and problem by problem. A landscape sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from reports.dossiers.base import Dossier


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A unit that was asked: what became of its report, in words, by whom and how often it was chased."""

    unit: str
    outcome: str  # 按时填报, 逾期填报, 没有填报
    by: str = ""
    on: date | None = None
    chases: int = 0


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What a unit reported on one problem."""

    unit: str
    number: str
    title: str
    pace: str  # 按计划推进, 进度滞后, …
    text: str
    due_on: date | None = None
    difficulty: str = ""


@dataclass(frozen=True, kw_only=True)
class WeeklyTable(Dossier):
    """The table of one week."""

    kind: ClassVar[str] = "weekly_table"
    signature_field: ClassVar[str] = "office"

    week: str  # 2026年第45周（11月2日至8日）
    opened_on: date
    due_on: date | None
    closed_on: date
    summary: str
    asked: tuple[Asked, ...]
    progress: tuple[Progress, ...]

    @property
    def by_outcome(self) -> dict[str, list[str]]:
        """Outcome in words → units, in the order of the table."""
        found: dict[str, list[str]] = {}
        for each in self.asked:
            found.setdefault(each.outcome, []).append(each.unit)
        return found
