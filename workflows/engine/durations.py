"""Instants and durations as ISO texts, read strictly.

The library takes naive times in the offset the process had at import, and turns one month after 31 January into
3 March. Here an instant must carry its zone, and a month that is too short ends on its last day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from workflows.engine.errors import NaiveInstant

_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,9})S)?)?",
    re.ASCII,
)
NEVER = 9999
"""An instant in this year or later means that the timer never fires."""
EARLIEST = 1900
"""An instant before this year is a slip of the pen."""
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(NEVER, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A length of time as written: whole months (calendar) and the exact rest."""

    months: int
    rest: timedelta

    def after(self, start: datetime) -> datetime:
        """The instant so long after `start`, in its own zone. Raises OverflowError beyond year 9999."""
        years, month = divmod(start.month - 1 + self.months, 12)
        if start.year + years > NEVER:
            raise OverflowError("beyond the calendar")
        last = monthrange(start.year + years, month + 1)[1]
        return start.replace(year=start.year + years, month=month + 1, day=min(start.day, last)) + self.rest


def read_duration(text: str) -> Duration | None:
    """`P10D`, `P1M`, `PT36H`; None when the text is no such duration."""
    found = _DURATION.fullmatch(text)
    if found is None:
        return None
    part = {name: int(value or 0) for name, value in found.groupdict().items()}
    rest = timedelta(
        weeks=part["weeks"],
        days=part["days"],
        hours=part["hours"],
        minutes=part["minutes"],
        seconds=part["seconds"],
    )
    return Duration(months=part["years"] * 12 + part["months"], rest=rest)


def read_instant(text: str) -> datetime | None:
    """An ISO instant with a zone, as UTC; None when the text is none, names no zone, or lies before 1900."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return utc(instant) if instant.tzinfo is not None and instant.year >= EARLIEST else None


def utc(instant: datetime) -> datetime:
    """The same instant in UTC, clamped to the calendar at its last days. Raises NaiveInstant when it has no zone."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise NaiveInstant(value=instant.isoformat())
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        return LAST if instant.year >= NEVER else FIRST
