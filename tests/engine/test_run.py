"""A case on its way: stops, messages, facts, refusals."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.engine.cases import MORNING, NEVER, Case, compiled
from tests.engine.drawing import (
    diagram,
    end,
    fork,
    parallel,
    start,
    user,
)
from tests.engine.samples import in_days, notice, rectification
from workflows.engine import (
    BoxNotOpen,
    ExpressionFailed,
    Fact,
    FactRefused,
    NaiveInstant,
    NobodyWaits,
    Run,
    TimerRefused,
)


def test_a_case_stops_at_user_and_service_boxes_until_they_are_completed() -> None:
    case = Case(rectification())
    assert case.stands_at == ["rectify"]

    case.does("rectify").does("check", passed=True)

    assert case.stands_at == ["strike"]
    assert case.open("strike").kind == "service"
    assert case.open("strike").properties == {"service": "notify", "template": "closed"}


def test_an_open_box_tells_who_does_it_with_what() -> None:
    box = Case(rectification(), colour="green").open("rectify")

    assert (box.name, box.kind, box.role) == ("办理rectify", "user", "responsible_unit")
    assert box.properties == {"form": "plain", "step": "整改"}
    assert box.facts == {"deadline_at": NEVER, "colour": "green"}


def test_a_diagram_lists_its_nodes() -> None:
    nodes = {node.id: node for node in rectification().nodes}

    assert (nodes["check"].kind, nodes["check"].role) == ("user", "office")
    assert (nodes["late"].kind, nodes["reopened"].kind, nodes["decided"].kind) == ("timer", "message", "gateway")


def test_the_facts_handed_out_are_a_copy() -> None:
    run = Case(rectification()).run
    facts = run.open_boxes()[0].facts
    assert isinstance(facts, dict)

    facts["deadline_at"] = "tampered"

    assert run.open_boxes()[0].facts["deadline_at"] == NEVER


def test_a_box_completed_twice_is_refused() -> None:
    run = Case(rectification()).run
    token = run.open_boxes()[0].token
    run.complete(token, {}, at=MORNING)

    with pytest.raises(BoxNotOpen, match="已经办结"):
        run.complete(token, {}, at=MORNING)


def test_a_token_stays_the_same_over_saving_and_other_steps() -> None:
    case = Case(rectification(), deadline_at=in_days(1))
    before = case.open("rectify").token
    case.days_later(2)
    case.does("mark_overdue")

    assert case.open("rectify").token == before


def test_a_return_opens_the_box_under_a_new_token() -> None:
    case = Case(rectification())
    before = case.open("rectify").token
    case.does("rectify").does("check", passed=False)

    with pytest.raises(BoxNotOpen):
        case.run.complete(before, {}, at=MORNING)


@pytest.mark.parametrize("token", ["", "nothing", "0" * 32, "整改"])
def test_a_token_that_never_was_is_refused(token: str) -> None:
    with pytest.raises(BoxNotOpen):
        Case(rectification()).run.complete(token, {}, at=MORNING)


def test_an_event_cannot_be_completed_like_a_box() -> None:
    case = Case(rectification(), deadline_at=in_days(1))
    token = case.run.waits()[0].token

    with pytest.raises(BoxNotOpen):
        case.run.complete(token, {}, at=MORNING)


def test_a_message_carries_its_facts_to_where_it_is_awaited() -> None:
    case = Case(rectification()).does("rectify").does("check", passed=True).does("strike")
    assert (case.stands_at, case.waits_for) == ([], ["reopened"])
    assert not case.run.completed

    case.hears("reopen", deadline_at=in_days(9))

    assert case.stands_at == ["rectify"]
    assert case.facts()["deadline_at"] == in_days(9)


def test_a_message_nobody_waits_for_is_refused() -> None:
    with pytest.raises(NobodyWaits, match="不在等待“reopen”"):
        Case(rectification()).hears("reopen")


def test_a_case_that_left_by_its_ends_is_completed() -> None:
    case = Case(notice()).does("publish", notice_ends_at=in_days(5))
    case.days_later(6)
    case.does("approve")

    assert case.run.completed
    assert (case.stands_at, case.waits_for, case.run.due_at) == ([], [], None)


NAIVE = datetime(2026, 11, 23, 9)  # noqa: DTZ001  # that is the case under test


def test_a_naive_instant_is_refused_everywhere() -> None:
    case = Case(rectification(), deadline_at=in_days(3))
    run, token = case.run, case.open("rectify").token
    with pytest.raises(NaiveInstant):
        Run.start(case.diagram, {"deadline_at": NEVER}, at=NAIVE)
    with pytest.raises(NaiveInstant):
        run.complete(token, {}, at=NAIVE)
    with pytest.raises(NaiveInstant):
        run.deliver("reopen", {}, at=NAIVE)
    with pytest.raises(NaiveInstant):
        run.pass_time(at=NAIVE)
    with pytest.raises(NaiveInstant):
        run.move_timer("late", NAIVE)


@pytest.mark.parametrize("deadline", ["2026-12-31", "2026-12-31T18:00:00", "soon", "", None, 5, True])
def test_a_deadline_that_is_no_instant_is_refused_when_it_is_given(deadline: Fact) -> None:
    case = Case(rectification()).does("rectify")

    with pytest.raises(TimerRefused, match="逾期late"):
        case.does("check", passed=False, deadline_at=deadline)

    assert case.stands_at == ["check"]


BAD_FACTS: list[dict[object, object]] = [
    {"typename": "x"},
    {"Deadline": "x"},
    {"_x": 1},
    {"a-b": 1},
    {"": 1},
    {"x" * 65: 1},
    {5: 1},
    {"整改": 1},
    {"note": "整" * 501},
    {"note": "\ud800"},
    {"note": 2**53 + 1},
    {"note": 1.5},
    {"note": ["a"]},
    {"note": {"a": 1}},
    {"note": MORNING},
    {"note": b"x"},
]


@pytest.mark.parametrize("facts", BAD_FACTS, ids=range(len(BAD_FACTS)))
def test_facts_that_would_swell_or_spoil_the_state_are_refused(facts: dict[object, object]) -> None:
    case = Case(rectification())
    with pytest.raises(FactRefused):
        case.run.complete(case.open("rectify").token, facts, at=MORNING)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(FactRefused):
        Run.start(case.diagram, facts, at=MORNING)  # type: ignore[arg-type]  # wrong on purpose

    assert case.stands_at == ["rectify"]


def test_the_longest_facts_are_kept_whole() -> None:
    case = Case(rectification()).does("rectify", note="整" * 500, number=2**53, nothing=None, yes=True)

    assert case.facts()["note"] == "整" * 500
    assert (case.facts()["number"], case.facts()["nothing"], case.facts()["yes"]) == (2**53, None, True)


def test_a_missing_fact_stops_with_the_name_of_the_gateway() -> None:
    with pytest.raises(ExpressionFailed, match=r"“判断decided”时.*没有事实“passed”"):
        Case(rectification()).does("rectify").does("check")


def test_facts_that_cannot_be_compared_stop_with_a_sentence() -> None:
    made = compiled(
        diagram(
            start(),
            user("work", form="count"),
            fork("decided"),
            end(),
            flows=["start > work", "work > decided", "decided > end if number > 3", "decided > work default"],
        )
    )
    with pytest.raises(ExpressionFailed, match="不能比较大小"):
        Case(made).does("work", number="many")


def test_conditions_are_tried_in_the_order_of_the_file() -> None:
    flows = [
        "start > first",
        "first > a if True",
        "first > b if True",
        "first > c default",
        "a > end",
        "b > end",
        "c > end",
    ]
    made = compiled(diagram(start(), fork("first"), user("a"), user("b"), user("c"), end(), flows=flows))

    assert Case(made).stands_at == ["a"]


def test_parallel_branches_are_joined_when_all_are_done() -> None:
    flows = ["start > split", "join > last", "last > end"]
    flows += [way for name in "abc" for way in (f"split > {name}", f"{name} > join")]
    branches = [user(name) for name in "abc"]
    made = compiled(diagram(start(), parallel("split"), *branches, parallel("join"), user("last"), end(), flows=flows))

    case = Case(made).does("b", one=1).does("a", two=2)
    assert case.stands_at == ["c"]
    case.does("c", three=3)

    assert case.stands_at == ["last"]
    assert {key: case.facts()[key] for key in ("one", "two", "three")} == {"one": 1, "two": 2, "three": 3}
    assert case.does("last").run.completed
