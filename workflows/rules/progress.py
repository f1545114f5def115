"""The weekly round: which week it is, when it is opened and due, and what became of each unit's report.

Source: the Weifang plan, part two, point three (每周调度、随时报告重大事项). Which day the round opens and which day it is due are settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.rules.deadlines import city_day

PACES: Mapping[str, str] = {"on_plan": "按计划推进", "behind": "进度滞后", "done": "已完成，待验收"}
OUTCOMES: Mapping[str, str] = {"reported": "按时填报", "late": "逾期填报", "missing": "没有填报"}
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """On which weekday the clock opens a round (1 Monday to 7 Sunday; None: it never does), and on which it is due."""

    opens: int | None
    due: int


def weekly_from(opens: str, due: str) -> Weekly:
    """The settings as they are kept; what is not a weekday means never, or Friday."""
    return Weekly(opens=_weekday(opens), due=_weekday(due) or 5)


def _weekday(text: str) -> int | None:
    return int(text) if text in tuple("1234567") else None


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_number(monday: date) -> str:
    """2026年第48周, by ISO 8601: the year is that of the week's Thursday."""
    year, week, _ = monday.isocalendar()
    return f"{year}年第{week}周"


def span_words(monday: date) -> str:
    """11月23日至29日, 11月30日至12月6日."""
    sunday = monday + timedelta(days=6)
    month = "" if sunday.month == monday.month else f"{sunday.month}月"
    return f"{monday.month}月{monday.day}日至{month}{sunday.day}日"


def opens_today(weekly: Weekly, today: date) -> bool:
    """Whether this week's round should be open by now: its day has come, or passed while nothing looked."""
    return weekly.opens is not None and today.isoweekday() >= weekly.opens


def due_on(weekly: Weekly, today: date) -> date:
    """The next day of that weekday, from today on."""
    return today + timedelta(days=(weekly.due - today.isoweekday()) % 7)


def outcome(reported_at: datetime | None, due: date | None) -> str:
    """A key of OUTCOMES: what a unit's report was in the end."""
    if reported_at is None:
        return "missing"
    return "late" if due is not None and city_day(reported_at) > due else "reported"
