"""What the audit room is given: the pool and what is not in it, the draws with their steps, and what became of each drawn closure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from workflows.queries.standing_values import Lists, Where

STEPS = ("冻结名单", "公开摘要", "等待种子", "抽取", "逐个检查")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A case in the pool, and for how many calendar days."""

    problem_id: UUID
    number: str
    title: str
    unit: str
    list_name: str
    entered_at: datetime
    days: int


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Rectified cases that are not in the pool, with the reason and the filters of their list."""

    reason: str
    count: int
    where: Where


@dataclass(frozen=True, kw_only=True)
class RoomDraw:
    """A draw with its five steps: `done` of them are over. `state` frozen, due, drawn, finished or withdrawn."""

    id: UUID
    list_id: UUID
    list_name: str
    state: str
    done: int
    frozen_at: datetime
    seed_source: str
    seed_at: datetime | None
    size: int
    drawn: int
    passed: int
    failed: int

    @property
    def open(self) -> int:
        """Drawn and not checked yet."""
        return self.drawn - self.passed - self.failed


@dataclass(frozen=True, kw_only=True)
class Check:
    """A drawn closure. `state` open, passed or failed; `said` what the auditors found, or why they sent it back."""

    problem_id: UUID
    number: str
    title: str
    unit: str
    drawn_on: date
    auditors: tuple[str, ...]
    state: str
    since: int
    checked_on: date | None
    by: str
    said: str


@dataclass(frozen=True, kw_only=True)
class AuditRoom:
    """The room on one day, of one list or of all."""

    today: date
    lists: Lists
    pool: tuple[Waiting, ...]
    pool_total: int
    outside: tuple[Outside, ...]
    draws: tuple[RoomDraw, ...]
    checks: tuple[Check, ...]
    may_draw: bool

    def count(self, state: str) -> int:
        """How many of the drawn closures are open, passed or failed."""
        return sum(each.state == state for each in self.checks)
