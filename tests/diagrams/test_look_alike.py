"""Every branch of a look-alike check and of a progress round, walked through the engine with the shipped forms.

The engine stands once at a box that many units do; the last of them completes it.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.diagrams.story import Story


class Check(Story):
    """A look-alike check."""

    process = "look-alike"


class Round(Story):
    """A progress round."""

    process = "progress-round"


def test_a_check_is_answered_by_all_summed_up_and_closed() -> None:
    story = Check()
    assert story.stands_at == ["answer_check"]
    story.does("answer_check", "none")
    assert (story.stands_at, story.services) == (["sum_up_check"], [])
    story.does("sum_up_check")

    assert (story.services, story.run.completed) == (["close_check"], True)


@pytest.mark.parametrize("answer", ["none", "found"])
def test_whatever_was_found_the_office_sums_it_up(answer: str) -> None:
    assert Check().does("answer_check", answer).stands_at == ["sum_up_check"]


def test_a_round_is_reported_on_by_all_summed_up_and_kept() -> None:
    story = Round().does("report_progress")
    assert story.stands_at == ["close_round"]
    story.does("close_round")

    assert (story.services, story.run.completed) == (["close_round"], True)


@pytest.mark.parametrize(("kind", "box"), [(Check, "answer_check"), (Round, "report_progress")])
def test_who_has_not_answered_in_time_is_marked_once_and_may_still_answer(kind: type[Story], box: str) -> None:
    story = kind(due_on=date(2026, 12, 3))

    assert story.days_later(10) == []
    assert story.days_later(1) == ["deadline_passed"]
    assert story.days_later(30) == []
    assert (story.stands_at, story.services) == ([box], ["mark_overdue"])
