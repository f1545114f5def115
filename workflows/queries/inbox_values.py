"""What *my tasks* is given: lines in groups, and what is asked of a person besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from workflows.queries.matter_values import SeriousLine
from workflows.rules.deadlines import Lamp

Whose = Literal["all", "mine", "unclaimed"]
"""All that concerns a person, what is theirs by name, or what they or a colleague may still claim."""


@dataclass(frozen=True, kw_only=True)
class SentBack:
    """Who sent a task back, when, and why, in their own words."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One line of *my tasks*. `note` says since when it waits, and for whom.

    `verb` is set where not the task itself is asked of the person but a verb about it: `co-sign`.
    """

    task_id: UUID
    problem_id: UUID
    number: str
    title: str
    box_name: str
    unit_name: str
    due_on: date | None
    lamp: Lamp
    note: str
    may_act: bool
    returned: bool = False
    back: SentBack | None = None
    """Set where it was returned."""
    may_claim: bool = False
    """Whether it is nobody's by name, and somebody else could do it just as well."""
    mine: bool = False
    """Claimed by this person, or given to them by name."""
    holder: str = ""
    """The colleague who has claimed it or was given it; empty where nobody else did."""
    may_hand_over: bool = False
    reminder: str = ""
    """The last reminder given about its deadline, in words; empty when there was none."""
    verb: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows that belong together: returned, late, today, week, later, held by colleagues, others. `total` counts also what is not shown."""

    key: str
    title: str
    rows: tuple[TaskRow, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A paper that waits for this person's signature."""

    document_id: UUID
    number: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """The home of a task owner."""

    person_name: str
    today: date
    groups: tuple[Group, ...]
    whose: Whose = "all"
    mine: int = 0
    """Tasks that are this person's by name."""
    unclaimed: int = 0
    serious: tuple[SeriousLine, ...] = ()
    """Serious matters that wait for this person to take note."""
    proposals: int = 0
    """Escalation steps that wait for this person's decision."""
    signatures: tuple[Asked, ...] = ()
    """Papers that wait for this person's signature."""

    @property
    def to_do(self) -> int:
        """How many things this person has to do themselves."""
        return sum(group.total for group in self.groups if group.key not in ("held", "others")) + len(self.signatures)
