"""What the pages about processes show: plain values, filled by `diagram_pages`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.drawing import Picture
from workflows.forms import Form


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One version in a list."""

    id: UUID
    key: str
    version: int
    name: str
    digest: str
    deployed_at: datetime
    deployed_by: str
    running: int
    closed: int
    retired_at: datetime | None
    retired_reason: str
    newest: bool
    """New cases start under this one."""


@dataclass(frozen=True, kw_only=True)
class Process:
    """A process with its versions, newest first."""

    key: str
    name: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, kw_only=True)
class May:
    """What this person may do with diagrams."""

    deploy: bool
    retire: bool
    move: bool


@dataclass(frozen=True, kw_only=True)
class BoxLine:
    """One box as a line of text; `settings` are its properties as written."""

    id: str
    name: str
    kind: str
    role: str
    form: str
    settings: tuple[tuple[str, str], ...]
    documentation: str


@dataclass(frozen=True, kw_only=True)
class VersionPage:
    """One version."""

    line: VersionLine
    drawing: Picture
    boxes: tuple[BoxLine, ...]
    forms: tuple[Form, ...]
    others: tuple[VersionLine, ...]
    batches: tuple[tuple[UUID, datetime, int], ...]


@dataclass(frozen=True, kw_only=True)
class MoveLine:
    """One case of a batch. `state`: waiting, moved, refused, reverted."""

    id: UUID
    problem_id: UUID
    number: str
    title: str
    from_version: int
    state: str
    why: str
    revertable: bool


@dataclass(frozen=True, kw_only=True)
class BatchPage:
    """A batch of moves on its way."""

    to: VersionLine
    reason: str
    asked_at: datetime
    asked_by: str
    lines: tuple[MoveLine, ...]

    def count(self, state: str) -> int:
        """How many cases are in this state."""
        return sum(line.state == state for line in self.lines)
