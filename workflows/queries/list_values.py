"""What the problem list is given, and what it is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from workflows.queries.values import Choice
from workflows.rules.deadlines import Lamp
from workflows.rules.matters import Kind


@dataclass(frozen=True, kw_only=True)
class ProblemRow:
    """One line of the problem list."""

    id: UUID
    number: str
    title: str
    area: str
    list_name: str
    units: str
    stage_name: str
    state_words: str
    due_on: date | None
    deadline_raw: str
    lamp: Lamp
    order: bool = False
    """Whether a supervision order stands over it."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the problem list is narrowed to; empty strings mean all.

    `kind` problem|petition (a list that is given decides it), `lamp` late|soon|on_time, `state` a key of STATES or `running` (not rectified yet),
    `finished`, `unclosed`; `part` the part the unit takes (any when empty), `since` and `until` days of the deadline (ISO);
    `stage` a box, `box_days` and `age_days` for how long at it and on the list (keys of `ages.BY_KEY`), `mark` returned|audit_failed.
    """

    kind: str = ""
    list_id: str = ""
    state: str = ""
    unit_id: str = ""
    area: str = ""
    lamp: str = ""
    text: str = ""
    part: str = ""
    since: str = ""
    until: str = ""
    stage: str = ""
    box_days: str = ""
    age_days: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class ProblemList:
    """A page of the problem list: `next` is the opaque key of the following page, counts are over all that match without the state filter."""

    rows: tuple[ProblemRow, ...]
    next: str
    total: int
    counts: tuple[tuple[str, str, int], ...]
    kinds: tuple[tuple[Kind, int], ...]
    """What can be listed here besides, with how many this person may see."""
    kind: Kind
    lists: tuple[Choice, ...]
    units: tuple[Choice, ...]
    areas: tuple[str, ...]
    besides: tuple[str, ...] = ()
    """Filters that have no field on the page, in words: they came with a figure that was followed."""
