"""Deadlines from dates: the labelled one as a whole, or the last date a text bears."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflows.plans.dates import Found, Kind, dates_in, month_alone, with_year, yearless_in
from workflows.plans.han import both
from workflows.plans.reading import Deadline
from workflows.plans.seasons import Seasons, seasons_in

_LONG_TERM = both(r"长期坚持|持续坚持|长期推进|持续推进|长期|常态化|持续")
_IMMEDIATE = both(r"立行立改|立知立改|即知即改|立查立改|立即整改|立即")
_LASTING = both(r"长期坚持")  # in running text only the fixed phrases count: 持续 is on every page
_AT_ONCE = both(r"立行立改|立知立改|即知即改")
_DUE_BEFORE = both(r"(?:于|在|至|到|截至|截止|不晚于|不迟于)\s*$")
_BEGINNING = both(r"\s*(?:起|以来|开始)")  # 2026年3月起长期坚持: when it begins
_NARROWED = both(r"(?:[^，,；;。、：:（）()\d]{1,10}?(?:之|以)?前(?![期后往沿端置景瞻])|[春夏秋冬]季?)")
_USUAL = Seasons()
_DUE_AFTER = both(r"[^，,。；;]{0,12}(?:完成|建成|投用|投运|投入(?:运行|使用)|整改到位|销号)")


@dataclass(frozen=True, kw_only=True)
class DeadlineFound:
    """A deadline and all the dates it was taken from: more than one is for a person to settle."""

    deadline: Deadline
    dates: tuple[Found, ...] = ()


def labelled(raw: str, seasons: Seasons = _USUAL) -> DeadlineFound:
    """The deadline a label gives. `raw` is kept whole; the last date in it counts."""
    printed = _apart([*(dates_in(raw) or month_alone(raw)), *seasons_in(raw, seasons)])
    dates = [_open(raw, found) for found in printed if not _BEGINNING.match(raw, found.end)]
    deadline = Deadline(
        raw=raw,
        date=dates[-1].day if dates else None,
        long_term=bool(_LONG_TERM.search(raw)),
        immediate=bool(_IMMEDIATE.search(raw)),
    )
    return DeadlineFound(deadline=deadline, dates=tuple(dates))


def _open(raw: str, found: Found) -> Found:
    """2026年春耕前: what is named after the year or month is earlier than its end, and no calendar here says when."""
    narrowed = found.kind in (Kind.YEAR, Kind.PERIOD) and not found.before and _NARROWED.match(raw, found.end)
    return replace(found, day=None) if narrowed else found


def in_text(text: str, seasons: Seasons = _USUAL) -> DeadlineFound | None:
    """The last date of a running text that reads as a deadline, or 长期坚持 / 立行立改 without one. None: the text bears no deadline."""
    dates = due_dates(text, seasons)
    lasting, at_once = _LASTING.search(text), _AT_ONCE.search(text)
    phrase = lasting or at_once
    if not dates and not phrase:
        return None
    raw = dates[-1].raw if dates else phrase.group() if phrase else ""
    day = dates[-1].day if dates else None
    deadline = Deadline(raw=raw, date=day, long_term=bool(lasting), immediate=bool(at_once))
    return DeadlineFound(deadline=deadline, dates=tuple(dates))


def due_dates(text: str, seasons: Seasons = _USUAL) -> list[Found]:
    """The dates by which something is due. 6月底前 behind a full date takes that date's year, as every reader does."""
    full = [found for found in dates_in(text) if _is_due(text, found)]
    return _apart([*full, *_completed(text, full), *seasons_in(text, seasons)])


def _apart(dates: list[Found]) -> list[Found]:
    """In their order, without those inside another: 2025年 in 2025年供暖季前."""
    kept: list[Found] = []
    for found in sorted(dates, key=lambda each: (each.start, -each.end)):
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return kept


def _completed(text: str, full: list[Found]) -> Iterator[Found]:
    year: int | None = None
    for found in sorted([*full, *yearless_in(text)], key=lambda found: found.start):
        if found.year is None and year is not None:
            yield with_year(found, year)
        year = found.year or year


def without_year(text: str) -> list[Found]:
    """The deadlines that print no year, with none before them in the text to take it from."""
    full = [found.start for found in dates_in(text) if found.kind is not Kind.YEAR]
    return [found for found in yearless_in(text) if not full or found.start < full[0]]


def _is_due(text: str, found: Found) -> bool:
    """2024年6月底前 is a deadline; 2024年3月5日 alone is when something happened; a bare year is a target year."""
    if found.kind is Kind.YEAR:
        return False
    if found.before or found.kind is Kind.END:
        return True
    return bool(_DUE_BEFORE.search(text, 0, found.start) or _DUE_AFTER.match(text, found.end))
