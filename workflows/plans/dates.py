"""Dates as plans print them: 2023年9月30日前, 2024年12月底, 2020年年底, 二〇二四年六月, 2024-06-30, and without a year 6月底前.

年底 is 31 December and 月底 the month's last day (reading rules of the samples). A bare month, quarter or year as a deadline ends on
its last day; 前 behind a bare month or year leaves open which day is meant, so no day is given.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from workflows.plans.han import both
from workflows.plans.numerals import figures, half_width

_YEAR = r"(?:(?P<year>(?:19|20)\d{2}|二[〇○零][〇○零一二三四五六七八九]{2})|民国\s*(?P<republic>\d{2,3}))\s*年"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*[日号]"
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份)?(?:\s*{_DAY}|(?P<month_end>底|末)|(?P<third>[上中下])旬)?"
_PART = r"年?(?P<year_end>底|末)|(?P<half>[上下])半年(?:底|末)?|第?(?P<quarter>[一二三四1-4])季度(?:底|末)?"
_BEFORE = r"(?P<before>\s*(?:或|及)?(?:之|以)?前)?"
_DATE = both(rf"{_YEAR}\s*(?:{_MONTH}|{_PART})?{_BEFORE}")
_FIGURES = both(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<gap>[-./])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?!\d)(?P<before>\s*(?:之|以)?前)?"
)
_MONTH_ALONE = both(r"(?P<year>(?:19|20)\d{2})[-./](?P<month>1[0-2]|0?[1-9])(?P<before>(?:\s*(?:底|末|(?:之|以)?前))?)")
_YEARLESS = both(rf"(?<![\d年十])(?<!年\s){_MONTH}{_BEFORE}")
_MAYBE_FIGURES = re.compile(r"\d\s*[-./－．／]\s*\d")
_IMPOSSIBLE = both(r"\s*\d{1,3}\s*(?:月(?:份)?(?:\s*\d{1,3}\s*[日号])?|[日号])(?:\s*(?:之|以)?前)?")
_EVERY = both(r"(?:每|当|次|同|今|明|本|去|上|隔)年\s*$|每\s*$")


class Kind(Enum):
    """What a printed date names: one day, the end of a month or year, or a whole period."""

    DAY = "day"
    END = "end"
    PERIOD = "period"
    YEAR = "year"
    SEASON = "season"  # 供暖季前: the city's setting says which day


@dataclass(frozen=True, kw_only=True)
class Found:
    """A date in a text: as printed, where, the day it means (None: the text leaves it open) and whether 前 follows."""

    raw: str
    start: int
    end: int
    day: date | None
    kind: Kind
    before: bool
    year: int | None  # None where none is printed


def dates_in(text: str) -> tuple[Found, ...]:
    """All dates with a year, in their order. Impossible ones (13月, 2月30日) have no day."""
    if "年" not in text and not _MAYBE_FIGURES.search(text):  # most cells and lines hold none
        return ()
    plain = half_width(text)
    found = [_found(match, text) for pattern in (_DATE, _FIGURES) for match in pattern.finditer(plain)]
    return tuple(sorted(found, key=lambda date_: date_.start))


def month_alone(text: str) -> tuple[Found, ...]:
    """2026.9 as all a deadline says. 2026.1 may be what a spreadsheet leaves of 2026.10, so it is for a person to settle."""
    match = _MONTH_ALONE.fullmatch(half_width(text).strip())
    if not match or match["month"] == "1":
        return ()
    return tuple(
        replace(found, raw=text) for found in dates_in(f"{match['year']}年{match['month']}月{match['before']}")
    )


def yearless_in(text: str) -> tuple[Found, ...]:
    """Deadlines that print a month but no year: 6月底前, 9月30日前. 每年9月底前 is a rhythm and not among them."""
    return tuple(_yearless(text))


def with_year(found: Found, year: int) -> Found:
    """The same month and day in the year printed earlier in the sentence."""
    match = _YEARLESS.search(half_width(found.raw))
    return replace(found, day=_day(year, match.groupdict()) if match else None, year=year)


def _yearless(text: str) -> Iterator[Found]:
    if "月" not in text:
        return
    dated = {position for found in dates_in(text) for position in range(found.start, found.end)}
    for match in _YEARLESS.finditer(half_width(text)):
        inside = match.start() in dated
        due = match["before"] or match["month_end"]
        if due and not inside and not _EVERY.search(text, max(0, match.start() - 4), match.start()):
            yield replace(_found(match, text), day=None)


def _found(match: re.Match[str], text: str) -> Found:
    """The date of a match; figures behind it that are no day or month (2025年13月1日) belong to it and leave it without a day."""
    parts = match.groupdict()
    end = match.end()
    if not parts.get("before") and (impossible := _IMPOSSIBLE.match(text, end)):
        end = impossible.end()
    year = _year(parts)
    kind = _kind(parts)
    before = bool(parts.get("before"))
    open_day = (before and kind in (Kind.PERIOD, Kind.YEAR)) or end > match.end()
    day = None if open_day or year is None else _day(year, parts)
    return Found(
        raw=text[match.start() : end].strip(),
        start=match.start(),
        end=end,
        day=day,
        kind=kind,
        before=before,
        year=year,
    )


def _year(parts: dict[str, str | None]) -> int | None:
    """民国元年 is 1912."""
    if republic := figures(parts.get("republic") or ""):
        return republic + 1911
    return figures(parts.get("year") or "")


def _kind(parts: dict[str, str | None]) -> Kind:
    if parts.get("day"):
        return Kind.DAY
    if parts.get("month_end") or parts.get("year_end"):
        return Kind.END
    return Kind.PERIOD if any(parts.get(key) for key in ("month", "half", "quarter")) else Kind.YEAR


def _day(year: int, parts: dict[str, str | None]) -> date | None:
    """The last day of what is named; None when there is no such day."""
    month = _month(parts)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = figures(parts.get("day") or "") or {"上": 10, "中": 20}.get(parts.get("third") or "", last)
    return date(year, month, day) if 1 <= day <= last else None


def _month(parts: dict[str, str | None]) -> int:
    if printed := parts.get("month"):
        return figures(printed) or 0
    if half := parts.get("half"):
        return 6 if half == "上" else 12
    if quarter := parts.get("quarter"):
        return 3 * (figures(quarter) or 0)
    return 12
