"""Two public notices: the county's before closure is applied for, the province's before it is granted."""

from __future__ import annotations

from datetime import date
from typing import Self

import pytest

from tests.diagrams.story import NOTICE_DAYS, Story
from workflows.engine import NobodyWaits


class Twice(Story):
    """A case of the process with two notices."""

    process = "rectification-two-notices"

    def to_county_notice(self) -> Self:
        return self.does("rectify").does("self_check")

    def to_application(self) -> Self:
        self.to_county_notice().days_later(NOTICE_DAYS + 1)
        return self

    def to_reinspection(self) -> Self:
        return self.to_application().does("apply_closure")


def test_the_county_publishes_before_closure_is_applied_for_and_the_province_before_it_is_granted() -> None:
    story = Twice().to_closed()

    assert story.waits_for == {"reopened"}
    assert story.services == [
        "issue_document",
        "open_public_notice",
        "enter_audit_pool",
        "open_public_notice",
        "close",
        "issue_document",
    ]


def test_nothing_is_applied_for_while_the_county_notice_runs() -> None:
    story = Twice().to_county_notice()
    assert (story.stands_at, story.waits_for) == ([], {"county_notice_over", "county_objection_received"})

    assert story.days_later(NOTICE_DAYS) == []
    assert story.days_later(1) == ["county_notice_over"]
    assert story.stands_at == ["apply_closure"]


def test_a_county_problem_is_published_after_the_countys_own_acceptance() -> None:
    story = Twice(county=True).does("rectify").does("self_accept")

    assert story.waits_for == {"county_notice_over", "county_objection_received"}


def test_an_objection_at_the_county_interrupts_and_a_rejected_one_resumes() -> None:
    story = Twice().to_county_notice().hears("objection_received")
    assert story.stands_at == ["handle_county_objection"]
    assert story.days_later(60) == []

    story.does("handle_county_objection")
    assert story.services[-1] == "resume_public_notice"
    assert story.days_later(NOTICE_DAYS + 1) == ["county_notice_over"]


def test_an_objection_upheld_at_the_county_sends_the_case_back() -> None:
    story = Twice(due_on=date(2026, 12, 31)).to_county_notice().hears("objection_received")
    story.returns("handle_county_objection", until=date(2027, 6, 30))

    assert story.stands_at == ["rectify"]
    assert story.run.due_at is not None
    assert story.run.due_at.isoformat() == "2027-06-30T16:00:00+00:00"


def test_an_objection_at_the_province_is_another_one() -> None:
    story = Twice().to_notice().hears("objection_received")
    assert story.stands_at == ["handle_objection"]

    assert story.does("handle_objection").waits_for == {"notice_over", "objection_received"}


@pytest.mark.parametrize("box", ["self_check", "reinspect", "confirm_reinspection", "approve_closure"])
def test_every_decision_can_return_the_case_and_it_is_published_twice_again(box: str) -> None:
    story = Twice().does("rectify")
    while box not in story.stands_at:
        if story.stands_at:
            story.does(story.stands_at[0])
        elif "audit_drawn" in story.waits_for:
            story.hears("audit_drawn", audit_selected=False)
        else:
            story.days_later(NOTICE_DAYS + 1)
    story.returns(box)
    assert story.stands_at == ["rectify"]
    before = story.services.count("open_public_notice")

    assert story.to_closed().waits_for == {"reopened"}
    assert story.services.count("open_public_notice") == before + 2


@pytest.mark.parametrize("passed", [True, False])
def test_what_is_drawn_is_audited_before_the_province_publishes(passed: bool) -> None:
    story = Twice().to_pool().hears("audit_drawn", audit_selected=True)
    assert story.stands_at == ["random_audit"]

    if passed:
        assert story.does("random_audit").waits_for == {"notice_over", "objection_received"}
    else:
        assert story.returns("random_audit").stands_at == ["rectify"]


def test_between_the_notices_nobody_objects() -> None:
    with pytest.raises(NobodyWaits):
        Twice().to_application().hears("objection_received")


def test_a_closed_case_is_reopened_into_rectification() -> None:
    assert Twice().to_closed().reopens(until=date(2027, 9, 30)).stands_at == ["rectify"]
