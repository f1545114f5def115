"""What the chart of deadlines is given: twelve months across, a row for each problem, everything in days from the left edge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from workflows.queries.standing_values import Lists
from workflows.queries.values import Choice
from workflows.rules.deadlines import Lamp

MONTHS = 12


def month_after(day: date, number: int) -> date:
    """The first of the month so many months later; earlier for a negative number."""
    years, month = divmod(day.month - 1 + number, 12)
    return date(day.year + years, month + 1, 1)


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month of the chart, in days from its left edge."""

    first: date
    x: int
    width: int


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days a chart shows: from the first of a month, a year long."""

    first: date

    @property
    def last(self) -> date:
        """The last day shown."""
        return month_after(self.first, MONTHS) - timedelta(days=1)

    @property
    def days(self) -> int:
        """Its width."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months."""
        firsts = [month_after(self.first, number) for number in range(MONTHS + 1)]
        return tuple(
            Month(first=each, x=(each - self.first).days, width=(after - each).days) for each, after in pairwise(firsts)
        )

    def x(self, day: date) -> int | None:
        """Where a day stands; None outside."""
        return (day - self.first).days if self.first <= day <= self.last else None

    def span(self, start: date, end: date) -> tuple[int, int] | None:
        """Left edge and width of some days, both included, as far as they can be seen; None where they cannot."""
        first, last = max(start, self.first), min(end, self.last)
        return ((first - self.first).days, (last - first).days + 1) if first <= last else None


@dataclass(frozen=True, kw_only=True)
class Due:
    """A measure with a day of its own. `x` None outside the chart."""

    text: str
    due_on: date
    x: int | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class TimeRow:
    """One problem. `plan` from the list to the deadline, `behind` from the deadline to today while it is not rectified; (x, width).

    `due` and `done` are where the deadline and the rectification stand; None outside the chart. `done_on` is the day itself.
    """

    problem_id: UUID
    number: str
    title: str
    unit: str
    due_on: date | None
    raw: str
    lamp: Lamp
    plan: tuple[int, int] | None
    behind: tuple[int, int] | None
    due: int | None
    done: int | None
    done_on: date | None
    measures: tuple[Due, ...]
    opened_on: date
    rectified_on: date | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the chart is narrowed to; empty strings mean all. `first` a month (2026-11), `many` more rows on a page, `measures` with theirs."""

    list_id: str = ""
    unit_id: str = ""
    state: str = ""
    first: str = ""
    many: str = ""
    measures: str = ""


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """A page of the chart; `next` is the opaque key of the following one."""

    today: date
    asked: Asked
    lists: Lists
    units: tuple[Choice, ...]
    window: Window
    today_x: int | None
    rows: tuple[TimeRow, ...]
    total: int
    next: str

    @property
    def earlier(self) -> str:
        """The month half a chart before."""
        return f"{month_after(self.window.first, -MONTHS // 2):%Y-%m}"

    @property
    def later(self) -> str:
        """The month half a chart after."""
        return f"{month_after(self.window.first, MONTHS // 2):%Y-%m}"
