"""How long a public notice runs.

Lengths seen in published notices: 3, 5, 10 working days; 7, 8, 10 calendar days. The day after opening is the first day counted. Working
days are Monday to Friday less `days_off` plus `worked` weekends (调休); where the calendar of a year is not known the result says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """Holidays and weekends worked in exchange, with the years they are known for."""

    days_off: Collection[date] = ()
    worked: Collection[date] = ()
    known_years: Collection[int] = ()

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day, as far as the calendar knows."""
        return day in self.worked or (day.weekday() < 5 and day not in self.days_off)


@dataclass(frozen=True, kw_only=True)
class NoticeSpan:
    """First and last day of a notice, both counted, and a warning where a year's holidays are unknown (empty: none)."""

    opens_on: date
    closes_on: date
    days: int
    calendar: str
    warning: str = ""

    @property
    def words(self) -> str:
        """The span as it is printed."""
        unit = "个工作日" if self.calendar == "working" else "天"
        return f"{_printed(self.opens_on)}至{_printed(self.closes_on)}，共{self.days}{unit}"


def notice_span(opened_on: date, days: int, calendar: str, known: WorkCalendar) -> NoticeSpan:
    """The span of a notice opened on a day. `calendar` is working or calendar; days 1–60.

    Raises ValueError outside these bounds: a diagram that asks for them is refused at its deployment.
    """
    if calendar not in ("working", "calendar") or not 1 <= days <= 60:
        raise ValueError(f"cannot count {days} {calendar} days")
    counted = [day for day in _days_after(opened_on) if calendar == "calendar" or known.is_working(day)]
    opens, closes = counted[0], counted[days - 1]
    unknown = calendar == "working" and not {opens.year, closes.year} <= set(known.known_years)
    warning = f"{closes.year} 年的节假日安排尚未录入，工作日按周一至周五计算" if unknown else ""
    return NoticeSpan(opens_on=opens, closes_on=closes, days=days, calendar=calendar, warning=warning)


def _days_after(day: date) -> list[date]:
    """Enough days to hold 60 working ones, whatever the holidays."""
    return [day + timedelta(days=offset) for offset in range(1, 130)]


def _printed(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def days_left(closes_on: date, interrupted_on: date, calendar: str, known: WorkCalendar) -> int:
    """How many days a notice interrupted on a day still has to run, that day counted again; at least one."""
    days = [interrupted_on + timedelta(days=offset) for offset in range((closes_on - interrupted_on).days + 1)]
    return max(1, sum(calendar == "calendar" or known.is_working(day) for day in days))
