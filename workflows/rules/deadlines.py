"""When something is late, and how that is said.

The lamp of a task is a key (for shape and colour) together with words, because a state is never told by colour alone. After the deadline it is
first yellow (late, but recoverable) and then red (so late that it cannot be called recoverable, or somebody stated that it cannot be finished).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from workflows.rules.work_calendar import WorkCalendar, unknown_words

CITY_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
SOON_DAYS = 7
RED_AFTER = 30
"""Calendar days after a deadline until its lamp turns red, unless the city sets another number. [a setting, not a rule found anywhere]"""


@dataclass(frozen=True, kw_only=True)
class Lamp:
    """A state in words with the key of its shape: red, yellow, soon, ok, back (returned) or done.

    `note` says on what the count rests where the holidays of a year are unknown; empty otherwise.
    """

    key: str
    words: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Counting:
    """How lateness is counted here: the city's working days (None: calendar days throughout), and when yellow turns red."""

    known: WorkCalendar | None = None
    red_after: int = RED_AFTER


@dataclass(frozen=True, kw_only=True)
class _Days:
    """A number of days in words, with the note they need."""

    words: str
    note: str = ""


def city_day(at: datetime) -> date:
    """The calendar day in the city at an instant."""
    return at.astimezone(CITY_ZONE).date()


def start_of_day(day: date) -> datetime:
    """The first instant of a day in the city's zone."""
    return datetime.combine(day, time(), CITY_ZONE)


def end_of_day(day: date) -> datetime:
    """The instant at which a deadline day has passed: midnight after it, in the city's zone."""
    return start_of_day(day + timedelta(days=1))


def deadline_instant(day: date | None) -> datetime:
    """What a diagram's timer waits for: the end of the day, or NEVER where the plan names none (long-term measures)."""
    return NEVER if day is None else end_of_day(day)


def without_day(*, long_term: bool, immediate: bool, deadline: date | None = None) -> str:
    """What is said where a task or a problem has no day of its own: the plan's words, else the problem's deadline."""
    words = "，".join(word for word, said in (("立行立改", immediate), ("长期坚持", long_term)) if said)
    if words or deadline is None:
        return words
    return f"整改时限 {deadline.year} 年 {deadline.month} 月 {deadline.day} 日"


def lamp_for(
    due_on: date | None,
    today: date,
    *,
    returned: bool = False,
    raw: str = "",
    counting: Counting | None = None,
    hopeless: bool = False,
) -> Lamp:
    """The lamp of something still to be done. A returned task says so unless it is late, which matters more.

    `hopeless`: somebody stated that the deadline cannot be kept, which is red whatever the date.
    """
    counting = counting or Counting()
    if hopeless and (due_on is None or today <= due_on):
        return Lamp(key="red", words="红灯 · 预计不能按期完成")
    if due_on is None:
        return Lamp(key="back" if returned else "ok", words="退回" if returned else (raw or "未定时限"))
    if today > due_on:
        return _late(due_on, today, counting, hopeless)
    if returned:
        return Lamp(key="back", words=f"退回 · 须 {due_on.month} 月 {due_on.day} 日前")
    if due_on == today:
        return Lamp(key="soon", words="今天到期")
    if (due_on - today).days <= SOON_DAYS:
        left = _days_between(today, due_on, counting.known)
        return Lamp(key="soon", words=f"剩 {left.words}", note=left.note)
    return Lamp(key="ok", words=f"{due_on.year} 年 {due_on.month} 月 {due_on.day} 日前")


def is_red(due_on: date, today: date, red_after: int = RED_AFTER) -> bool:
    """Whether a deadline passed so long ago that it is no longer called recoverable."""
    return (today - due_on).days > red_after


def _late(due_on: date, today: date, counting: Counting, hopeless: bool) -> Lamp:
    late = _days_between(due_on, today, counting.known)
    red = hopeless or is_red(due_on, today, counting.red_after)
    return Lamp(key="red" if red else "yellow", words=f"{'红' if red else '黄'}灯 · 超期 {late.words}", note=late.note)


def _days_between(earlier: date, later: date, known: WorkCalendar | None) -> _Days:
    """The days after the first up to the second: working days where they are known, else calendar days, and then it is said."""
    days = (later - earlier).days
    if known is None:
        return _Days(words=f"{days} 天")
    if unknown := unknown_words(known.unknown_years(earlier + timedelta(days=1), later)):
        return _Days(words=f"{days} 天（自然日）", note=f"{unknown}，按自然日计算")
    working = known.count(earlier + timedelta(days=1), later)
    return _Days(words=f"{working} 个工作日" if working else f"{days} 天（都是休息日）")
