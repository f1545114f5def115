"""When somebody may be disturbed, when their digest goes out, and when what failed is tried again. Minutes are minutes of the city's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflows.rules.deadlines import CITY_ZONE, start_of_day
from workflows.rules.work_calendar import WorkCalendar

DAY = 24 * 60
GATHERED = timedelta(minutes=2)
"""How long a mail sent at once waits for others: who gets five tasks in a minute gets one mail."""
MAIL_PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240, 720))
"""After each failed try but the last; a mail is given up after seven tries in about seventeen hours."""
HOOK_PAUSES = tuple(timedelta(seconds=each) for each in (5, 60, 300, 1800, 7200, 18_000, 36_000))
"""As the Standard Webhooks specification suggests: given up after eight tries in about eighteen hours."""
LEASE = timedelta(minutes=10)
"""How long a try may take before somebody else takes it up; longer than any limit of time the tries themselves have."""
OFF_AFTER = timedelta(hours=72)
"""So long an endpoint may fail without a single success until it is switched off."""


@dataclass(frozen=True, kw_only=True)
class Hours:
    """A person's quiet hours and the time of their digest. Quiet hours may go over midnight; none where both ends are the same minute."""

    quiet_from: int = 22 * 60
    quiet_until: int = 7 * 60
    digest_at: int = 8 * 60 + 30
    digest_days: str = "working"


def may_disturb_at(hours: Hours, at: datetime) -> datetime:
    """The first instant from `at` on that is not in the quiet hours."""
    length = (hours.quiet_until - hours.quiet_from) % DAY
    local = at.astimezone(CITY_ZONE)
    minute = local.hour * 60 + local.minute
    since = (minute - hours.quiet_from) % DAY
    if since >= length:
        return at
    return local.replace(second=0, microsecond=0) + timedelta(minutes=length - since)


def next_digest_at(hours: Hours, at: datetime, calendar: WorkCalendar) -> datetime:
    """The next time of the digest after `at`, on a day the person wants one; working days follow the city's calendar."""
    day = at.astimezone(CITY_ZONE).date()
    while True:
        moment = start_of_day(day) + timedelta(minutes=hours.digest_at)
        fits = {"working": calendar.is_working(day), "monday": day.weekday() == 0}.get(hours.digest_days, True)
        if fits and moment > at:
            return moment
        day += timedelta(days=1)


def next_try_at(pauses: tuple[timedelta, ...], tries: int, at: datetime) -> datetime | None:
    """When to try again after so many tries; None: it is given up."""
    return at + pauses[tries - 1] if tries <= len(pauses) else None


def minutes_of(text: str) -> int | None:
    """`22:30` as minutes of the day; None for anything else."""
    hour, colon, minute = text.strip().replace("：", ":").partition(":")
    plain = (
        hour.isascii() and minute.isascii() and hour.isdigit() and minute.isdigit() and len(hour) <= 2 == len(minute)
    )
    if not colon or not plain or int(hour) > 23 or int(minute) > 59:
        return None
    return int(hour) * 60 + int(minute)


def clock_of(minutes: int) -> str:
    """Minutes of the day as `22:30`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
