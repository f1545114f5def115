"""Every branch of a supervision order, walked through the engine with the shipped forms."""

from __future__ import annotations

from datetime import date
from typing import Self

import pytest

from tests.diagrams.story import Story


class Order(Story):
    """An order over a problem."""

    process = "supervision-order"

    def issued(self) -> Self:
        return self.does("issue_order")

    def reported(self) -> Self:
        return self.issued().does("report_order", "done")


def test_an_order_waits_for_its_signature_before_anything_happens() -> None:
    assert (Order().stands_at, Order().services) == (["issue_order"], [])


def test_an_order_that_is_not_signed_never_stood() -> None:
    story = Order().does("issue_order", "refuse")

    assert (story.stands_at, story.services, story.run.completed) == ([], ["call_off_order"], True)


def test_an_order_is_issued_reported_on_proposed_and_lifted() -> None:
    story = Order().issued()
    assert (story.stands_at, story.services) == (["report_order"], ["issue_order"])
    story.does("report_order", "done")
    assert story.stands_at == ["propose_lifting"]
    story.does("propose_lifting")
    assert story.stands_at == ["lift_order"]
    story.does("lift_order")

    assert (story.services, story.run.completed) == (["issue_order", "lift_order"], True)


@pytest.mark.parametrize("box", ["propose_lifting", "lift_order"])
def test_the_office_and_its_head_can_demand_more_until_a_new_day(box: str) -> None:
    story = Order(due_on=date(2026, 12, 3)).reported()
    if box == "lift_order":
        story.does("propose_lifting")
    story.returns(box, until=date(2026, 12, 20))

    assert story.stands_at == ["report_order"]
    assert story.run.due_at is not None
    assert story.run.due_at.isoformat() == "2026-12-20T16:00:00+00:00"
    story.does("report_order", "done").does("propose_lifting").does("lift_order")
    assert story.run.completed


def test_an_order_not_reported_on_in_time_is_marked_once() -> None:
    story = Order(due_on=date(2026, 12, 3)).issued()

    assert story.days_later(10) == []
    assert story.days_later(1) == ["deadline_passed"]
    assert story.days_later(30) == []
    assert (story.stands_at, story.services) == (["report_order"], ["issue_order", "mark_overdue"])


def test_an_order_that_waits_for_its_signature_past_its_day_is_not_yet_late() -> None:
    assert Order(due_on=date(2026, 12, 3)).days_later(30) == []
