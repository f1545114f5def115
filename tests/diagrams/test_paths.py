"""Every branch of the lifecycle, walked through the engine with the shipped forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.diagrams.story import Story
from workflows.engine import NobodyWaits


def test_a_problem_goes_from_rectification_to_closure() -> None:
    story = Story().to_closed()

    assert story.stands_at == []
    assert story.waits_for == {"reopened"}
    assert story.services == [
        "issue_document",
        "enter_audit_pool",
        "open_public_notice",
        "close",
        "issue_document",
    ]


def test_a_closed_problem_can_still_be_reopened_so_its_run_is_not_over() -> None:
    assert not Story().to_closed().run.completed


@pytest.mark.parametrize(
    ("units", "plan", "first"),
    [
        (False, False, "assign_units"),
        (False, True, "assign_units"),
        (True, False, "submit_plan"),
        (True, True, "rectify"),
    ],
)
def test_a_case_begins_where_the_list_leaves_something_open(units: bool, plan: bool, first: str) -> None:
    assert Story(units=units, plan=plan).stands_at == [first]


def test_units_are_assigned_before_a_known_plan_is_carried_out() -> None:
    assert Story(units=False).does("assign_units").stands_at == ["rectify"]
    assert Story(units=False, plan=False).does("assign_units").stands_at == ["submit_plan"]


def test_a_plan_that_is_returned_is_submitted_again_and_sets_the_deadline() -> None:
    story = Story(plan=False).does("submit_plan", due_on=date(2026, 12, 31)).returns("accept_plan")
    assert story.stands_at == ["submit_plan"]

    story.does("submit_plan", due_on=date(2027, 1, 31)).does("accept_plan")
    assert story.stands_at == ["rectify"]
    assert story.run.due_at is not None
    assert story.run.due_at.isoformat() == "2027-01-31T16:00:00+00:00"


def test_a_county_accepts_its_own_problem_and_the_city_then_looks_on_site() -> None:
    story = Story(county=True).does("rectify")
    assert story.stands_at == ["self_accept"]

    assert story.does("self_accept").stands_at == ["reinspect"]
    assert story.services == ["issue_document"]
    assert story.does("reinspect").does("confirm_reinspection").waits_for == {"audit_drawn"}


def test_a_problem_of_the_city_is_accepted_by_the_lead_unit() -> None:
    assert Story(county=False).does("rectify").stands_at == ["self_check"]


def test_a_county_that_is_not_satisfied_goes_on_under_the_same_deadline() -> None:
    story = Story(county=True, due_on=date(2026, 12, 31)).does("rectify").does("self_accept", "go_on")

    assert story.stands_at == ["rectify"]
    assert story.run.due_at is not None
    assert story.run.due_at.isoformat() == "2026-12-31T16:00:00+00:00"
    assert story.does("rectify").does("self_accept").stands_at == ["reinspect"]


def test_a_county_problem_the_city_returns_is_accepted_by_the_county_again() -> None:
    story = Story(county=True).does("rectify").does("self_accept").returns("reinspect")

    assert story.does("rectify").stands_at == ["self_accept"]


def drawn(story: Story) -> Story:
    return story.to_pool().hears("audit_drawn", audit_selected=True)


def objected(story: Story) -> Story:
    return story.to_notice().hears("objection_received")


RETURNS: list[tuple[str, Callable[[Story], Story]]] = [
    ("self_check", Story.to_self_check),
    ("reinspect", Story.to_reinspection),
    ("confirm_reinspection", lambda story: story.to_reinspection().does("reinspect")),
    ("random_audit", drawn),
    ("handle_objection", objected),
    ("approve_closure", Story.to_approval),
]


@pytest.mark.parametrize(("box", "reached"), RETURNS, ids=[box for box, _ in RETURNS])
def test_every_decision_can_return_the_case_with_a_new_deadline(box: str, reached: Callable[[Story], Story]) -> None:
    story = reached(Story(due_on=date(2026, 12, 31))).returns(box, until=date(2027, 6, 30))

    assert story.stands_at == ["rectify"]
    assert story.waits_for == {"deadline_passed"}
    assert story.run.due_at is not None
    assert story.run.due_at.isoformat() == "2027-06-30T16:00:00+00:00"


@pytest.mark.parametrize(("box", "reached"), RETURNS, ids=[box for box, _ in RETURNS])
def test_a_returned_case_can_still_be_closed(box: str, reached: Callable[[Story], Story]) -> None:
    assert reached(Story()).returns(box).to_closed().waits_for == {"reopened"}


def test_twenty_returns_leave_no_trace_in_the_size_of_the_case() -> None:
    story = Story().to_self_check().returns("self_check").to_self_check()
    once = len(story.state)
    for _ in range(20):
        story.returns("self_check").to_self_check()

    assert len(story.state) <= once * 1.1


def test_what_is_not_drawn_goes_straight_to_the_notice() -> None:
    story = Story().to_notice()

    assert story.stands_at == []
    assert story.waits_for == {"notice_over", "objection_received"}


def test_what_is_drawn_is_audited_first() -> None:
    story = drawn(Story())
    assert story.stands_at == ["random_audit"]

    assert story.does("random_audit").waits_for == {"notice_over", "objection_received"}


def test_a_case_returned_after_its_audit_enters_the_pool_anew() -> None:
    story = drawn(Story()).returns("random_audit").to_pool()

    assert story.waits_for == {"audit_drawn"}
    assert story.services.count("enter_audit_pool") == 2


def test_an_objection_interrupts_the_notice_and_a_rejected_one_resumes_it() -> None:
    story = objected(Story())
    assert story.days_later(60) == []
    assert story.stands_at == ["handle_objection"]

    story.does("handle_objection")
    assert story.waits_for == {"notice_over", "objection_received"}
    assert story.services[-1] == "resume_public_notice"


def test_a_resumed_notice_runs_its_own_time_and_takes_further_objections() -> None:
    story = objected(Story())
    story.days_later(5)
    story.does("handle_objection")
    assert story.days_later(10) == []

    story.hears("objection_received").does("handle_objection")
    assert story.days_later(11) == ["notice_over"]
    assert story.stands_at == ["approve_closure"]


def test_nobody_objects_to_a_notice_that_is_over_or_has_not_begun() -> None:
    with pytest.raises(NobodyWaits):
        Story().to_approval().hears("objection_received")
    with pytest.raises(NobodyWaits):
        Story().hears("objection_received")


def test_only_a_closed_case_is_reopened() -> None:
    with pytest.raises(NobodyWaits):
        Story().to_approval().reopens(until=date(2027, 1, 1))


def test_a_reopened_case_walks_the_whole_way_again() -> None:
    story = Story().to_closed().reopens(until=date(2027, 9, 30))
    assert story.stands_at == ["rectify"]
    assert story.services[-1] == "reopen"

    assert story.to_closed().waits_for == {"reopened"}
