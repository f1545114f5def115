"""Counting working days, and saying when they cannot be counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.holidays import announced
from workflows.rules.deadlines import Counting, lamp_for
from workflows.rules.notice_days import claimed_span_warning, notice_span
from workflows.rules.work_calendar import WorkCalendar

OCTOBER = WorkCalendar(
    days_off={date(2026, 10, day) for day in range(1, 8)},
    worked={date(2026, 9, 20), date(2026, 10, 10)},
    known_years={2026},
)
DAYS = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@given(DAYS, st.integers(0, 500), st.sets(DAYS, max_size=30), st.sets(DAYS, max_size=30))
def test_a_span_is_counted_as_if_day_by_day(first: date, length: int, off: set[date], worked: set[date]) -> None:
    known, last = WorkCalendar(days_off=off, worked=worked), first + timedelta(days=length)

    one_by_one = sum(known.is_working(first + timedelta(days=each)) for each in range(length + 1))

    assert known.count(first, last) == one_by_one


def test_an_empty_span_has_no_days() -> None:
    assert OCTOBER.count(date(2026, 10, 8), date(2026, 10, 7)) == 0


@pytest.mark.parametrize(
    ("due_on", "today", "words"),
    [
        (date(2026, 10, 9), date(2026, 9, 30), "2026 年 10 月 9 日前"),
        (date(2026, 10, 8), date(2026, 10, 5), "剩 1 个工作日"),
        (date(2026, 10, 10), date(2026, 10, 8), "剩 2 个工作日"),
        (date(2026, 10, 7), date(2026, 10, 5), "剩 2 天（都是休息日）"),
        (date(2026, 9, 30), date(2026, 10, 3), "黄灯 · 超期 3 天（都是休息日）"),
        (date(2026, 9, 30), date(2026, 10, 10), "黄灯 · 超期 3 个工作日"),
        (date(2026, 8, 31), date(2026, 10, 8), "红灯 · 超期 24 个工作日"),
    ],
)
def test_a_lamp_counts_working_days(due_on: date, today: date, words: str) -> None:
    assert lamp_for(due_on, today, counting=Counting(known=OCTOBER)).words == words


def test_a_lamp_over_an_unknown_year_counts_calendar_days_and_says_so() -> None:
    lamp = lamp_for(date(2027, 1, 4), date(2026, 12, 30), counting=Counting(known=OCTOBER))

    assert lamp.words == "剩 5 天（自然日）"
    assert lamp.note == "2027 年的节假日安排尚未录入，按自然日计算"


def test_what_cannot_be_finished_is_red_before_its_day() -> None:
    assert lamp_for(date(2026, 12, 31), date(2026, 11, 1), hopeless=True).key == "red"


@pytest.mark.parametrize(
    ("claimed", "calendar", "interrupted", "words"),
    [
        (4, "working", False, ""),
        (10, "working", False, "公示写明 10 个工作日，但2026年9月29日至2026年10月9日实际只有 4 个工作日，请核对。"),
        (3, "working", False, "公示写明 3 个工作日，但2026年9月29日至2026年10月9日实际有 4 个工作日，请核对。"),
        (3, "working", True, ""),
        (5, "working", True, "公示写明 5 个工作日，但2026年9月29日至2026年10月9日实际只有 4 个工作日，请核对。"),
        (11, "calendar", False, ""),
        (10, "calendar", False, "公示写明 10 天，但2026年9月29日至2026年10月9日实际有 11 天，请核对。"),
    ],
)
def test_a_claimed_length_is_counted_again(claimed: int, calendar: str, interrupted: bool, words: str) -> None:
    span = (date(2026, 9, 29), date(2026, 10, 9))

    assert claimed_span_warning(*span, claimed, calendar, OCTOBER, interrupted=interrupted) == words


def test_a_claimed_length_in_an_unknown_year_says_on_what_the_count_rests() -> None:
    warning = claimed_span_warning(date(2027, 2, 1), date(2027, 2, 5), 10, "working", OCTOBER)

    assert "实际只有 5 个工作日（2027 年的节假日安排尚未录入，工作日按周一至周五计算）" in warning
    assert "早于开始日" in claimed_span_warning(date(2026, 2, 5), date(2026, 2, 1), 3, "calendar", OCTOBER)


@given(DAYS, st.integers(1, 60), st.sampled_from(["working", "calendar"]))
def test_a_notice_of_ours_always_has_the_length_it_claims(opened: date, days: int, calendar: str) -> None:
    span = notice_span(opened, days, calendar, OCTOBER)

    assert claimed_span_warning(span.opens_on, span.closes_on, days, calendar, OCTOBER) == ""


def test_the_announced_years_know_their_exchanged_weekends() -> None:
    years = {each.year: each for each in announced()}

    assert set(range(2018, 2027)) <= set(years)
    assert years[2026].days[date(2026, 10, 10)] == ("work", "国庆节调休上班")
    assert years[2026].days[date(2026, 10, 1)] == ("off", "国庆节")
