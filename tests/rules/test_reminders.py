"""When something is said about a deadline: once, the last of what is due, and nothing about what was moved."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import pytest

from workflows.rules.deadlines import CITY_ZONE, start_of_day
from workflows.rules.reminders import Deadline, Plan, Said, days_from, due_marks, next_mark

ONE = UUID(int=1)
PLAN = Plan(late=(61,))


def deadline(due_on: date = date(2026, 11, 30), since: date = date(2026, 11, 1)) -> Deadline:
    return Deadline(about="problem", about_id=ONE, name="整改", due_on=due_on, since=start_of_day(since))


def nine(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=CITY_ZONE)


def keys(at: datetime, *said: str, of: Deadline | None = None) -> list[str]:
    about = of or deadline()
    return [mark.key for mark in due_marks(about, PLAN, {Said(ONE, about.due_on, each) for each in said}, at)]


@pytest.mark.parametrize(
    ("month", "day", "said", "now"),
    [
        (11, 22, (), []),
        (11, 23, (), ["before_7"]),
        (11, 23, ("before_7",), []),
        (11, 28, ("before_7",), ["before_3"]),
        (11, 30, ("before_7", "before_3", "before_1"), []),
        (12, 1, ("before_7",), ["late_1"]),
        (12, 30, ("late_1",), []),
        (12, 31, ("late_1",), ["late_31"]),
        (12, 31, (), ["late_1", "late_31"]),
    ],
)
def test_each_thing_is_said_once_and_in_its_time(month: int, day: int, said: tuple[str, ...], now: list[str]) -> None:
    assert keys(nine(month, day), *said) == now


def test_of_reminders_missed_while_nobody_looked_only_the_last_is_given() -> None:
    assert keys(nine(11, 29)) == ["before_1"]


def test_a_deadline_set_late_does_not_begin_with_an_old_reminder() -> None:
    late = deadline(since=date(2026, 11, 25))

    assert keys(nine(11, 26), of=late) == []
    assert next_mark([late], PLAN, (), nine(11, 26)) == start_of_day(date(2026, 11, 27))


def test_the_next_moment_is_one_that_is_due_or_the_nearest_to_come() -> None:
    due = start_of_day(date(2026, 11, 23))

    assert next_mark([deadline()], PLAN, (), nine(11, 2)) == due
    assert next_mark([deadline()], PLAN, (), nine(11, 23)) == due
    said = {Said(ONE, date(2026, 11, 30), "before_7")}
    assert next_mark([deadline()], PLAN, said, nine(11, 23)) == start_of_day(date(2026, 11, 27))
    assert next_mark([], PLAN, (), nine(11, 23)) is None


def test_a_day_that_means_never_is_never_spoken_of() -> None:
    assert next_mark([deadline(due_on=date(9999, 12, 31))], PLAN, (), nine(11, 2)) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [("7, 3, 1", (7, 3, 1)), ("1、15，7", (15, 7, 1)), ("", ()), ("bald, 0, 400, 5", (5,)), ("３", ())],
)
def test_the_setting_is_read_as_people_write_it(text: str, days: tuple[int, ...]) -> None:
    assert days_from(text) == days
