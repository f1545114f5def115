"""Working days: Monday to Friday, less the holidays, plus the weekends worked in exchange (调休).

The State Council announces the arrangement of each year late in the year before. A year that was not entered is *unknown*: nothing is guessed
about it, and whoever counts its days says that they counted Monday to Friday, or calendar days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

FURTHEST = 400
"""How many days ahead a working day is looked for: no holiday is longer than a year."""


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """Holidays and weekends worked in exchange, with the years they are known for."""

    days_off: Collection[date] = ()
    worked: Collection[date] = ()
    known_years: Collection[int] = ()

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day, as far as the calendar knows."""
        return day in self._worked or (day.weekday() < 5 and day not in self._off)

    def count(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both counted; 0 when `last` is earlier."""
        if last < first:
            return 0
        return _weekdays(first, last) - _within(self._lost, first, last) + _within(self._gained, first, last)

    def unknown_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days whose holidays were not entered."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.known_years)

    def working_days_after(self, day: date) -> Iterator[date]:
        """The working days that follow a day, one by one, for a little more than a year."""
        days = (day + timedelta(days=offset) for offset in range(1, FURTHEST))
        return (each for each in days if self.is_working(each))

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(self.days_off)

    @cached_property
    def _worked(self) -> frozenset[date]:
        return frozenset(self.worked)

    @cached_property
    def _lost(self) -> list[date]:
        return sorted(day for day in self._off - self._worked if day.weekday() < 5)

    @cached_property
    def _gained(self) -> list[date]:
        return sorted(day for day in self._worked if day.weekday() >= 5)


def unknown_words(years: Collection[int]) -> str:
    """The sentence about years whose holidays are not entered; empty when there are none."""
    named = "、".join(str(year) for year in years)
    return f"{named} 年的节假日安排尚未录入" if years else ""


def _weekdays(first: date, last: date) -> int:
    """Mondays to Fridays of a span: five per full week, the rest looked at one by one."""
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * 5 + sum((first.weekday() + offset) % 7 < 5 for offset in range(rest))


def _within(days: list[date], first: date, last: date) -> int:
    return bisect_right(days, last) - bisect_left(days, first)
