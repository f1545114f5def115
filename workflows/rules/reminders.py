"""What is said about a deadline, and when: reminders before it, yellow and red after it. Each once per deadline.

A deadline is known by what it is about and its day, so a moved one is another: what was said about the old day does not count for the new, and what
was still to be said about the old day is never said. Of several reminders that fell due while nobody looked, only the last is given.
Reminders of 3 days before are the rule elsewhere (Xi'an); 7, 3 and 1 are our default and a setting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from workflows.rules.deadlines import RED_AFTER, start_of_day

BEFORE = (7, 3, 1)
MOST_DAYS = 365
FIRST_YEAR, LAST_YEAR = 1950, 9000
"""Days outside these years are misprints or mean never."""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A deadline in force: what it is about (problem, measure or task), its name for people, its day and since when it holds."""

    about: str
    about_id: UUID
    name: str
    due_on: date
    since: datetime


class Said(NamedTuple):
    """A mark that was made: about which deadline, and which."""

    about_id: UUID
    due_on: date
    mark: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something to be said at an instant. `days` before the deadline are positive, after it negative (-1: the first day late)."""

    key: str
    days: int
    at: datetime

    @property
    def is_reminder(self) -> bool:
        """Whether it comes before the deadline."""
        return self.days > 0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which marks a city makes: days before (7, 3, 1), and days late at which its ladder may propose another step (1 is yellow)."""

    before: tuple[int, ...] = BEFORE
    red_after: int = RED_AFTER
    late: tuple[int, ...] = ()

    def marks(self, deadline: Deadline) -> list[Mark]:
        """Every mark of a deadline in the order of time. Reminders begin with the day, and never before the deadline was set."""
        if not FIRST_YEAR <= deadline.due_on.year <= LAST_YEAR:
            return []
        before = [_mark("before", days, deadline.due_on - timedelta(days=days)) for days in {*self.before}]
        lateness = {1, self.red_after + 1, *self.late}
        after = [_mark("late", days, deadline.due_on + timedelta(days=days), sign=-1) for days in lateness]
        return sorted(
            (each for each in (*before, *after) if not each.is_reminder or each.at > deadline.since),
            key=lambda each: each.at,
        )


def due_marks(deadline: Deadline, plan: Plan, said: Collection[Said], at: datetime) -> list[Mark]:
    """What must be said about a deadline now: the last reminder that fell due, or, when the day has passed, every lateness not yet marked."""
    past = [each for each in plan.marks(deadline) if each.at <= at]
    now = past[-1:] if past and past[-1].is_reminder else [each for each in past if not each.is_reminder]
    return [each for each in now if Said(deadline.about_id, deadline.due_on, each.key) not in said]


def next_mark(deadlines: Iterable[Deadline], plan: Plan, said: Collection[Said], at: datetime) -> datetime | None:
    """The next instant at which there is something to say about any of them; one that is due already counts. None: never."""
    found: list[datetime] = []
    for deadline in deadlines:
        found += [each.at for each in due_marks(deadline, plan, said, at)]
        found += [each.at for each in plan.marks(deadline) if each.at > at][:1]
    return min(found, default=None)


def days_from(text: str) -> tuple[int, ...]:
    """The setting `7, 3, 1` as numbers, largest first; what is not a number from 1 to 365 is left out."""
    words = text.replace("，", ",").replace("、", ",").split(",")
    numbers = {int(word) for word in words if word.strip().isascii() and word.strip().isdigit()}
    return tuple(sorted((each for each in numbers if 1 <= each <= MOST_DAYS), reverse=True))


def _mark(kind: str, days: int, day: date, *, sign: int = 1) -> Mark:
    return Mark(key=f"{kind}_{days}", days=sign * days, at=start_of_day(day))
