"""The deadline of a rectification in the shipped diagram: it marks once, dies with a return, and begins anew."""

from __future__ import annotations

from datetime import date

from tests.diagrams.story import Story
from workflows.rules.deadlines import end_of_day


def test_a_deadline_marks_the_case_overdue_once_and_stops_nobody() -> None:
    story = Story(due_on=date(2026, 11, 30))

    assert story.days_later(7) == []
    assert story.days_later(1) == ["deadline_passed"]
    assert story.days_later(30) == []
    assert story.services == ["mark_overdue"]
    assert story.stands_at == ["rectify"]


def test_a_case_without_deadline_never_becomes_overdue() -> None:
    story = Story()

    assert story.run.due_at is None
    assert story.days_later(40_000) == []


def test_a_plan_read_after_its_own_deadline_is_overdue_at_once() -> None:
    story = Story(due_on=date(2020, 12, 31))

    assert story.services == ["mark_overdue"]
    assert story.stands_at == ["rectify"]


def test_what_was_handed_in_on_time_is_not_overdue_while_others_check_it() -> None:
    story = Story(due_on=date(2026, 11, 30)).to_self_check()

    assert story.days_later(60) == []
    assert story.services == []


def test_after_a_return_only_the_new_deadline_counts_and_it_fires_anew() -> None:
    story = Story(due_on=date(2026, 11, 30))
    story.days_later(8)
    story.to_self_check().returns("self_check", until=date(2026, 12, 31))

    assert story.services == ["mark_overdue"]
    assert story.days_later(29) == []
    assert story.days_later(2) == ["deadline_passed"]
    assert story.services == ["mark_overdue", "mark_overdue"]


def test_a_granted_extension_moves_the_waiting_deadline() -> None:
    story = Story(due_on=date(2026, 11, 30))
    run = story.run
    assert run.move_timer("deadline_passed", end_of_day(date(2026, 12, 31))) == 1
    story.state = run.dump()

    assert story.days_later(15) == []
    assert story.days_later(30) == ["deadline_passed"]


def test_a_reopened_case_has_the_deadline_of_its_reopening() -> None:
    story = Story(due_on=date(2026, 11, 30)).to_closed()
    story.reopens(until=date(2027, 2, 28))

    assert story.days_later(60) == []
    assert story.days_later(60) == ["deadline_passed"]
