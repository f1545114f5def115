"""What the pages of a draw are given: the office's own, the one for everybody, and the one to replace an auditor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.queries.values import Choice
from workflows.rules.draw import Frozen


@dataclass(frozen=True, kw_only=True)
class PoolRow:
    """A case in the audit pool. `reasons` say why the form proposes it as one of high risk, empty when it does not."""

    case_id: UUID
    problem_id: UUID
    number: str
    title: str
    unit: str
    returns: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DrawnRow:
    """A drawn case on the office's page, with who checks it now. `open` while their check is not done."""

    case_id: UUID
    problem_id: UUID
    number: str
    title: str
    unit: str
    auditors: tuple[str, ...]
    open: bool


@dataclass(frozen=True, kw_only=True)
class DrawLine:
    """A draw on the office's page. `state` frozen, due (its seed is out), drawn or withdrawn."""

    id: UUID
    state: str
    frozen_at: datetime
    frozen_by: str
    seed_source: str
    seed_at: datetime | None
    seed: str
    drawn_at: datetime | None
    drawn_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str
    rule_words: tuple[str, ...]
    digest: str
    size: int
    drawn: tuple[DrawnRow, ...]


@dataclass(frozen=True, kw_only=True)
class DrawPage:
    """The office's page: the pool as it would be frozen now, how many could be drawn to check, and the draws so far."""

    list_id: UUID | None
    lists: tuple[Choice, ...]
    pool: tuple[PoolRow, ...]
    seen: str
    auditors: int
    may_draw: bool
    may_withdraw: bool
    may_withdraw_late: bool
    draws: tuple[DrawLine, ...]


@dataclass(frozen=True, kw_only=True)
class PublicRow:
    """A candidate for everybody: number, unit, risk, lots, and what became of it. Auditors go by their place in the list."""

    number: str
    unit: str
    risk: str
    lots: int
    drawn: bool
    auditors: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PublicDraw:
    """A draw for everybody. `late` marks a list that was given up after its seed could be known."""

    id: UUID
    list_name: str
    state: str
    frozen: Frozen | None
    frozen_at: datetime
    seed_at: datetime | None
    seed_source: str
    seed: str
    drawn_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    late: bool
    digest: str
    rule_words: tuple[str, ...]
    rows: tuple[PublicRow, ...]
    replacements: int
    record: Mapping[str, object]

    @property
    def taken(self) -> int:
        """How many were drawn."""
        return sum(each.drawn for each in self.rows)


@dataclass(frozen=True, kw_only=True)
class ReplacePage:
    """Who checks a drawn case, who is next by rank, and whom the office may name where nobody is."""

    draw_id: UUID
    case_id: UUID
    problem_id: UUID
    number: str
    title: str
    lineup: tuple[Choice, ...]
    next_name: str
    nameable: tuple[Choice, ...]
