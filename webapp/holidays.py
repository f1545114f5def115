"""The holidays and weekends worked in exchange that come with the product, taken from the package chinesecalendar.

The package is a starting point only: what it says is copied into a table once per year, and the office corrects the table. Its last year is the
last the State Council had announced when it was published; for a later year nothing is entered and nothing is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

from workflows.actions.calendars import YearGiven

SOURCE = "随产品提供（国务院办公厅历年放假通知）"
FIRST_YEAR = 2018
"""Deadlines of plans that are still worked on; earlier years are of no use to a list of today."""


def announced() -> list[YearGiven]:
    """Every year the package knows, from 2018."""
    years: dict[int, dict[date, tuple[str, str]]] = defaultdict(dict)
    for kind, days in (("off", holidays), ("work", workdays)):
        for day, name in days.items():
            years[day.year][day] = (kind, _reason(kind, name))
    return [_year(year, days) for year, days in sorted(years.items()) if year >= FIRST_YEAR]


def _year(year: int, days: Mapping[date, tuple[str, str]]) -> YearGiven:
    return YearGiven(year=year, source=SOURCE, days=days)


def _reason(kind: str, name: str) -> str:
    chinese = str(Holiday(name).chinese)
    full = chinese if chinese.endswith(("节", "旦")) or len(chinese) > 2 else f"{chinese}节"
    return f"{full}调休上班" if kind == "work" else full
