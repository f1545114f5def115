"""What a review is made of: decisions, the problems as they stand after them, the doubts, the lines outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from workflows.plans.reading import Json, PlanReading, ProblemReading

LABEL_OF: dict[str, str] = {
    "number": "编号",
    "numbers": "其他编号",
    "area": "领域",
    "text": "问题",
    "target": "整改目标",
    "deadline": "整改时限",
    "responsible_units": "责任单位",
    "lead_units": "牵头单位",
    "participating_units": "配合单位",
    "supervising_units": "督导单位",
    "responsible_persons": "责任人",
    "measures": "整改措施",
    "indicators": "指标",
    "progress": "整改进展",
}
"""Every field a person can mend, in the order of the page, with what it is called."""
FIELDS = tuple(LABEL_OF)
UNIT_FIELDS = tuple(name for name in FIELDS if name.endswith("_units"))

TAKES_LINES = ("text", "target", "measures", *UNIT_FIELDS, "responsible_persons", "progress")
"""Fields whose words a person can have taken from further lines of the source."""

KINDS = ("set", "settle", "match", "split", "merge", "add", "take", "drop", "undo")
OPEN, RIGHT, LEFT, MENDED = STATES = ("open", "right", "left", "mended")
"""Not settled; found right as read; left flagged on purpose; settled by mending the field or matching the unit."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One step of a person. `body` by kind:

    set: problem, field, value · settle: doubts, how (right, left) · match: raw, unit (None: none of the city's)
    split: problem, line, seasons · merge: problem, other · add: first, last, seasons · take: problem, field, first, last
    drop: problem, reason · undo: seq. `seasons`: those of the city's calendar setting, by which the lines are read.
    """

    seq: int
    kind: str
    body: Mapping[str, Json]
    by_id: UUID
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A problem of the register to be. `key` stays the same whatever is mended; `lines` are those of the source that are its own."""

    key: str
    problem: ProblemReading
    lines: tuple[int, ...]
    decided: Mapping[str, int] = field(default_factory=dict)
    """Field → the decision that set it last."""
    rev: int = 0
    """The last decision that touched it: who mends an older one did not see what it changed."""
    reason: str = ""
    """Why it was dropped; empty for one that was not."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What the text does not say at all, of what a register asks for."""
        problem = self.problem
        nobody = not any(getattr(problem, name) for name in UNIT_FIELDS[:2])
        empty = (("deadline", problem.deadline is None), ("responsible_units", nobody), ("target", not problem.target))
        return tuple(name for name, lacks in (*empty, ("measures", not problem.measures)) if lacks)


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something a person must settle. `problem` is None for a line outside all problems, and for a unit printed in several."""

    id: str
    code: str
    message: str
    line: int
    place: str = ""
    fragment: str = ""
    problem: str | None = None
    field: str | None = None
    state: str = OPEN
    seq: int = 0
    """The decision that settled it."""


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Neighbouring lines of the source that no problem has, and why."""

    first: int
    last: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """Everything as it stands after the last decision."""

    reading: PlanReading
    entries: tuple[Entry, ...]
    dropped: tuple[Entry, ...]
    doubts: tuple[Doubt, ...]
    matches: Mapping[str, UUID | None]
    """Unit as printed → the city's own it was matched to by a person; None: none of the city's."""
    outside: tuple[Outside, ...]
    rev: int

    @cached_property
    def by_key(self) -> Mapping[str, Entry]:
        """The problems that were not dropped, by their key."""
        return {entry.key: entry for entry in self.entries}

    @cached_property
    def open_doubts(self) -> tuple[Doubt, ...]:
        """What is still to be settled, in the order in which it is asked."""
        return tuple(each for each in self.doubts if each.state == OPEN)

    @cached_property
    def doubts_by_problem(self) -> Mapping[str | None, tuple[Doubt, ...]]:
        """Problem → its doubts, settled ones too; None → those outside of all problems."""
        found: dict[str | None, list[Doubt]] = {}
        for each in self.doubts:
            found.setdefault(each.problem, []).append(each)
        return {key: tuple(doubts) for key, doubts in found.items()}
