"""When something is late, and how that is said.

The lamp of a task is a key (for shape and colour) together with words, because a state is never told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

CITY_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
SOON_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Lamp:
    """A state in words with the key of its shape: late, soon, ok, back (returned) or done."""

    key: str
    words: str


def city_day(at: datetime) -> date:
    """The calendar day in the city at an instant."""
    return at.astimezone(CITY_ZONE).date()


def end_of_day(day: date) -> datetime:
    """The instant at which a deadline day has passed: midnight after it, in the city's zone."""
    return datetime.combine(day + timedelta(days=1), time(), CITY_ZONE)


def deadline_instant(day: date | None) -> datetime:
    """What a diagram's timer waits for: the end of the day, or NEVER where the plan names none (long-term measures)."""
    return NEVER if day is None else end_of_day(day)


def lamp_for(due_on: date | None, today: date, *, returned: bool = False, raw: str = "") -> Lamp:
    """The lamp of something still to be done. A returned task says so unless it is late, which matters more."""
    if due_on is None:
        return Lamp(key="back" if returned else "ok", words="退回" if returned else (raw or "未定时限"))
    left = (due_on - today).days
    if left < 0:
        return Lamp(key="late", words=f"超期 {-left} 天")
    if returned:
        return Lamp(key="back", words=f"退回 · 须 {due_on.month} 月 {due_on.day} 日前")
    if left == 0:
        return Lamp(key="soon", words="今天到期")
    if left <= SOON_DAYS:
        return Lamp(key="soon", words=f"剩 {left} 天")
    return Lamp(key="ok", words=f"{due_on.year} 年 {due_on.month} 月 {due_on.day} 日前")
