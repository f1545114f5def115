"""What the pages of a plan under review show: small frozen values, without a database behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.plans.reading import Json
from workflows.plans.review import Doubt, Entry, Review
from workflows.queries.values import Choice


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One plan in the list of plans, and the head of its pages."""

    id: UUID
    file_name: str
    title: str
    status: str
    error: str
    problems: int
    doubts: int
    rev: int
    size: int
    digest: str
    shape: str
    uploaded_by: str
    uploaded_at: datetime
    list_name: str
    list_id: UUID | None
    replaces_id: UUID | None
    replaces: str
    accepted_by: str
    accepted_at: datetime | None
    ended_at: datetime | None
    dropped_reason: str
    drawn: int
    """Problems of the register that are drawn up already, while it is being opened."""

    @property
    def tenths(self) -> int:
        """How much of it that is; what is read out, so that nobody hears every number."""
        return 10 * self.drawn // self.problems if self.problems else 0


@dataclass(frozen=True, kw_only=True)
class PlansPage:
    """The plans by what is to be done with them, newest first; `more` older ones are not shown."""

    working: tuple[PlanLine, ...]
    ended: tuple[PlanLine, ...]
    more: int
    lists: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class LineShown:
    """A line of the original. `own`: of the problem in hand; `owner`: the number of the problem that has it; empty for none."""

    number: int
    parts: tuple[tuple[str, bool], ...]
    """Its words, and whether they are doubted."""
    place: str
    own: bool
    lit: bool
    owner: str
    owner_key: str
    doubted: bool


@dataclass(frozen=True, kw_only=True)
class CellShown:
    """A cell of a table of the original."""

    lines: tuple[LineShown, ...]
    rows: int
    columns: int


@dataclass(frozen=True, kw_only=True)
class BlockShown:
    """A run of the original: a line, or the rows of a table."""

    line: LineShown | None = None
    rows: tuple[tuple[CellShown, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class OriginalShown:
    """The part of the original that is on the page, and the lines before and behind it that are not (0: none)."""

    blocks: tuple[BlockShown, ...]
    first: int
    last: int
    total: int
    before: int
    behind: int


@dataclass(frozen=True, kw_only=True)
class FieldShown:
    """A field of the problem in hand: its value, where it was read, how sure that is, and who mended it."""

    name: str
    label: str
    value: Json
    words: str
    certainty: str
    place: str
    lines: tuple[int, ...]
    doubts: tuple[Doubt, ...]
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class UnitShown:
    """A unit as printed: which of the city's it is, or which ones resemble it."""

    raw: str
    name: str
    matched: bool
    collective: bool
    candidates: tuple[Choice, ...]
    doubt: Doubt | None


@dataclass(frozen=True, kw_only=True)
class HeldShown:
    """Who works on a problem now."""

    name: str
    until: datetime
    mine: bool


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """The original beside the problem in hand."""

    plan: PlanLine
    review: Review
    entry: Entry | None
    position: int
    fields: tuple[FieldShown, ...]
    units: Mapping[str, tuple[UnitShown, ...]]
    city: tuple[Choice, ...]
    doubts: tuple[Doubt, ...]
    """Of the problem in hand, those still open first."""
    original: OriginalShown
    neighbours: tuple[Choice, ...]
    """Problems it could be merged with."""
    before: str
    behind: str
    doubt_before: Doubt | None
    doubt_behind: Doubt | None
    held: HeldShown | None
    others: tuple[tuple[str, HeldShown], ...]
    """Problems other people work on: number and who."""
    settled: int
    can_undo: str
    """The step that would be taken back, in words; empty when there is none."""


@dataclass(frozen=True, kw_only=True)
class AcceptancePage:
    """What is said before a plan is accepted: what will be registered, and what is still open."""

    plan: PlanLine
    review: Review
    open: tuple[tuple[str, tuple[Doubt, ...]], ...]
    """Open doubts by what they are called."""
    left: int
    missing: tuple[tuple[str, int], ...]
    """Field → how many problems of which the text does not say it."""
    suggested: str
    processes: tuple[Choice, ...]
