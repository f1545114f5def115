"""Sending a case back to a chosen box: every option of every shipped form, walked through the engine, and on to the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from tests.diagrams.story import Story, forms
from tests.diagrams.test_petition import Petition
from tests.diagrams.test_two_notices import Twice
from workflows.rules.deadlines import end_of_day

UNTIL = date(2027, 6, 30)


def drawn(story: Story) -> Story:
    return story.to_pool().hears("audit_drawn", audit_selected=True)


def inspected(story: Story) -> Story:
    return story.to_reinspection().does("reinspect")


REACHED: dict[str, Callable[[Story], Story]] = {
    "reinspect": lambda story: story.to_reinspection(),
    "confirm_reinspection": inspected,
    "random_audit": drawn,
    "approve_closure": lambda story: story.to_approval(),
}


def options() -> Iterator[tuple[str, str]]:
    """Every box whose form lets somebody choose, with each box that can be chosen."""
    for box in REACHED:
        asked = forms()[box].field("return_to")
        assert asked, f"{box} asks nobody where a return goes"
        yield from ((box, option.value) for option in asked.options)


@pytest.mark.parametrize("process", [Story, Twice])
@pytest.mark.parametrize(("box", "target"), list(options()))
def test_a_case_goes_back_to_the_box_that_was_chosen(box: str, target: str, process: type[Story]) -> None:
    story = REACHED[box](process(due_on=date(2026, 12, 31))).returns(box, until=UNTIL, to=target)

    assert story.stands_at == [target]
    assert story.run.open_boxes()[0].facts["deadline_at"] == end_of_day(UNTIL).isoformat()


@pytest.mark.parametrize("process", [Story, Twice])
@pytest.mark.parametrize(("box", "target"), list(options()))
def test_a_case_that_went_back_there_can_still_be_closed(box: str, target: str, process: type[Story]) -> None:
    story = REACHED[box](process()).returns(box, to=target)
    while story.stands_at != ["approve_closure"]:
        goes_on(story)

    assert story.does("approve_closure").waits_for == {"reopened"}


def goes_on(story: Story) -> None:
    """Whatever is next goes well."""
    if story.stands_at:
        story.does(story.stands_at[0])
    elif "audit_drawn" in story.waits_for:
        story.hears("audit_drawn", audit_selected=False)
    else:
        story.days_later(30)


@pytest.mark.parametrize("box", list(REACHED))
def test_the_acceptance_of_a_county_problem_is_the_countys_own(box: str) -> None:
    story = Story(county=True).does("rectify").does("self_accept")
    while box not in story.stands_at:
        if "audit_drawn" in story.waits_for and box == "random_audit":
            story.hears("audit_drawn", audit_selected=True)
        else:
            goes_on(story)

    assert story.returns(box, to="self_check").stands_at == ["self_accept"]


def test_what_was_chosen_once_does_not_stand_for_the_next_return() -> None:
    story = Story().to_reinspection().returns("reinspect", to="self_check").does("self_check").does("reinspect")
    assert story.run.open_boxes()[0].facts["return_to"] == ""

    story.does("confirm_reinspection", "return", due_on=UNTIL)

    assert story.stands_at == ["rectify"]


@pytest.mark.parametrize("box", ["sign_by_head_of_government", "sign_by_party_secretary"])
@pytest.mark.parametrize("target", ["investigate", "review_petition"])
def test_who_does_not_sign_a_petition_says_who_must_do_what_again(box: str, target: str) -> None:
    story = Petition().to_party() if box == "sign_by_party_secretary" else Petition().to_government()
    story.returns(box, until=UNTIL, to=target)
    assert story.stands_at == [target]

    while story.stands_at:
        story.does(story.stands_at[0])

    assert story.waits_for == {"reopened"}
