"""Quiet hours, digests and pauses, by the city's clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.message_times import (
    DAY,
    HOOK_PAUSES,
    MAIL_PAUSES,
    Hours,
    clock_of,
    may_disturb_at,
    minutes_of,
    next_digest_at,
    next_try_at,
)
from workflows.rules.work_calendar import WorkCalendar


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CITY_ZONE)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(3, 21, 59), at(3, 21, 59)),
        (at(3, 22), at(4, 7)),
        (at(4, 3, 30), at(4, 7)),
        (at(4, 7), at(4, 7)),
    ],
)
def test_quiet_hours_go_over_midnight(now: datetime, then: datetime) -> None:
    assert may_disturb_at(Hours(), now) == then


def test_the_same_minute_at_both_ends_means_no_quiet_hours() -> None:
    assert may_disturb_at(Hours(quiet_from=480, quiet_until=480), at(3, 8)) == at(3, 8)


@given(some.integers(0, DAY - 1), some.integers(0, DAY - 1), some.integers(0, DAY * 3))
def test_nobody_is_disturbed_in_their_quiet_hours_nor_kept_waiting_after(start: int, end: int, minute: int) -> None:
    hours, now = Hours(quiet_from=start, quiet_until=end), at(1, 0) + timedelta(minutes=minute)
    then = may_disturb_at(hours, now)
    assert now <= then < now + timedelta(days=1)
    assert may_disturb_at(hours, then) == then
    if then > now:
        assert then.hour * 60 + then.minute == end


def test_the_digest_waits_for_a_working_day() -> None:
    calendar = WorkCalendar(days_off=[at(9, 0).date()], worked=[at(7, 0).date()], known_years=[2026])
    assert next_digest_at(Hours(), at(6, 9), calendar) == at(7, 8, 30), "a Saturday worked in exchange"
    assert next_digest_at(Hours(), at(7, 9), calendar) == at(10, 8, 30), "Monday is a holiday"
    assert next_digest_at(Hours(digest_days="daily"), at(7, 9), calendar) == at(8, 8, 30)
    assert next_digest_at(Hours(digest_days="monday"), at(7, 9), calendar) == at(9, 8, 30)
    assert next_digest_at(Hours(), at(6, 8, 30), calendar) == at(7, 8, 30), "this minute's digest is out"


def test_tries_end() -> None:
    for pauses in (MAIL_PAUSES, HOOK_PAUSES):
        assert next_try_at(pauses, 1, at(1, 0)) == at(1, 0) + pauses[0]
        assert next_try_at(pauses, len(pauses), at(1, 0)) is not None
        assert next_try_at(pauses, len(pauses) + 1, at(1, 0)) is None


@given(some.integers(0, DAY - 1))
def test_a_time_of_day_is_read_as_it_is_written(minutes: int) -> None:
    assert minutes_of(clock_of(minutes)) == minutes


@pytest.mark.parametrize("text", ["", "8", "24:00", "08:60", "8:5", "八点", "08:30:00", "-1:30", "٠٨:٣٠"])
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert minutes_of(text) is None


def test_a_full_width_colon_is_a_colon() -> None:
    assert minutes_of(" 8：30 ") == 510
