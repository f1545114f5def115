"""Every branch of a petition, walked through the engine with the shipped forms."""

from __future__ import annotations

from datetime import date
from typing import Self

import pytest

from tests.diagrams.story import Story
from workflows.engine import NobodyWaits


class Petition(Story):
    """A petition; all findings lead on."""

    process = "petition"

    def investigated(self, finding: str = "true") -> Self:
        return self.does("investigate", finding)

    def to_government(self) -> Self:
        return self.investigated().does("review_petition")

    def to_party(self) -> Self:
        return self.to_government().does("sign_by_head_of_government")


@pytest.mark.parametrize("finding", ["true", "mostly_true", "partly_true", "not_true"])
def test_whatever_was_found_the_county_leader_reviews_it(finding: str) -> None:
    assert Petition().investigated(finding).stands_at == ["review_petition"]


def test_both_heads_sign_one_after_the_other_before_it_is_closed() -> None:
    story = Petition().to_government()
    assert (story.stands_at, story.services) == (["sign_by_head_of_government"], [])

    story.does("sign_by_head_of_government")
    assert (story.stands_at, story.services) == (["sign_by_party_secretary"], [])

    story.does("sign_by_party_secretary")
    assert (story.waits_for, story.services) == ({"reopened"}, ["close_petition"])


@pytest.mark.parametrize("box", ["review_petition", "sign_by_head_of_government", "sign_by_party_secretary"])
def test_every_decision_can_return_it_with_a_new_deadline(box: str) -> None:
    story = Petition(due_on=date(2026, 12, 3)).investigated()
    while box not in story.stands_at:
        story.does(story.stands_at[0])
    story.returns(box, until=date(2026, 12, 20))

    assert story.stands_at == ["investigate"]
    assert story.run.due_at is not None
    assert story.run.due_at.isoformat() == "2026-12-20T16:00:00+00:00"
    story.to_party().does("sign_by_party_secretary")
    assert story.waits_for == {"reopened"}


def test_after_a_return_by_the_party_secretary_the_government_signs_again() -> None:
    story = Petition().to_party().returns("sign_by_party_secretary").to_government()

    assert story.stands_at == ["sign_by_head_of_government"]


def test_a_petition_not_investigated_in_time_is_marked_once() -> None:
    story = Petition(due_on=date(2026, 12, 3))

    assert story.days_later(10) == []
    assert story.days_later(1) == ["deadline_passed"]
    assert story.days_later(30) == []
    assert (story.stands_at, story.services) == (["investigate"], ["mark_overdue"])


def test_a_closed_petition_can_be_taken_up_again_and_an_open_one_cannot() -> None:
    story = Petition().to_party().does("sign_by_party_secretary").reopens(until=date(2027, 3, 1))
    assert story.stands_at == ["investigate"]

    with pytest.raises(NobodyWaits):
        story.reopens(until=date(2027, 4, 1))
