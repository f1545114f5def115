"""A case on its way: stops, messages, timers, refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.engine.cases import MORNING, NEVER, Case, compiled
from tests.engine.drawing import (
    border,
    border_message,
    diagram,
    end,
    event_gateway,
    fork,
    message,
    parallel,
    service,
    start,
    timer,
    user,
)
from workflows.engine import (
    BoxNotOpen,
    Diagram,
    ExpressionFailed,
    Fact,
    FactRefused,
    NaiveInstant,
    NobodyWaits,
    Run,
    TimerRefused,
)


def rectification() -> Diagram:
    """A unit rectifies until its work passes; a service marks it overdue; then it is closed and may be reopened."""
    return compiled(
        diagram(
            start(),
            user("rectify", lane="responsible_unit", form="plain", step="整改"),
            border("late", "rectify", date="deadline_at"),
            service("mark_overdue"),
            end("marked"),
            user("check"),
            fork("decided"),
            service("strike", "notify", template="closed"),
            message("reopened", "reopen", gives="deadline_at"),
            flows=[
                "start > rectify",
                "rectify > check",
                "late > mark_overdue",
                "mark_overdue > marked",
                "check > decided",
                "decided > strike if passed",
                "decided > rectify default",
                "strike > reopened",
                "reopened > rectify",
            ],
        )
    )


def notice() -> Diagram:
    """A public notice that ends in time or is stopped by an objection; a rejected objection resumes it."""
    return compiled(
        diagram(
            start(),
            service("publish", "open_notice"),
            event_gateway("running"),
            timer("over", date="notice_ends_at"),
            message("objection"),
            user("handle"),
            fork("decided"),
            user("rectify"),
            user("approve"),
            end(),
            flows=[
                "start > publish",
                "publish > running",
                "running > over",
                "running > objection",
                "over > approve",
                "approve > end",
                "objection > handle",
                "handle > decided",
                "decided > rectify if passed",
                "decided > publish default",
                "rectify > publish",
            ],
        )
    )


def in_days(days: float) -> str:
    return (MORNING + timedelta(days=days)).isoformat()


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


# --- time -------------------------------------------------------------------------------------------------------------


def test_a_timer_is_due_at_its_instant_and_not_before() -> None:
    case = Case(rectification(), deadline_at=in_days(3))
    assert case.run.due_at == MORNING + timedelta(days=3)

    assert case.waits_until(MORNING + timedelta(days=3, microseconds=-1)) == []
    assert case.waits_until(MORNING + timedelta(days=3)) == ["late"]
    assert case.waits_until(MORNING + timedelta(days=30)) == []

    assert case.stands_at == ["rectify", "mark_overdue"]


def test_a_deadline_already_over_fires_in_the_step_that_sets_it() -> None:
    case = Case(rectification()).does("rectify").does("check", passed=False, deadline_at=in_days(-1))

    assert case.stands_at == ["rectify", "mark_overdue"]


def test_a_step_tells_which_timers_fired_on_the_way() -> None:
    run = Case(rectification(), deadline_at=in_days(3)).run

    assert run.complete(run.open_boxes()[0].token, {}, at=MORNING + timedelta(days=4)) == ["late"]
    assert [box.box for box in run.open_boxes()] == ["mark_overdue", "check"]


def test_the_year_9999_is_never() -> None:
    case = Case(rectification(), deadline_at=NEVER)

    assert case.run.due_at is None
    assert [(wait.box, wait.due_at) for wait in case.run.waits()] == [("late", None)]
    assert case.waits_until(datetime(9998, 1, 1, tzinfo=UTC)) == []


def test_a_granted_extension_moves_the_frozen_timer_and_survives_reloading() -> None:
    case = Case(rectification(), deadline_at=in_days(3))

    assert case.extends("late", MORNING + timedelta(days=33)) == 1

    assert case.run.due_at == MORNING + timedelta(days=33)
    assert case.days_later(30) == []
    assert case.days_later(4) == ["late"]


def test_an_extension_may_give_a_case_without_deadline_one() -> None:
    case = Case(rectification(), deadline_at=NEVER)
    case.extends("late", datetime(2026, 12, 24, 8, tzinfo=timezone(timedelta(hours=8))))

    assert case.run.due_at == datetime(2026, 12, 24, tzinfo=UTC)


def test_moving_a_timer_nobody_waits_for_moves_nothing() -> None:
    case = Case(rectification(), deadline_at=in_days(1))
    case.days_later(2)

    assert case.extends("late", MORNING) == 0
    assert case.extends("no_such_box", MORNING) == 0


def test_the_deadline_after_a_return_fires_anew_and_the_one_before_never() -> None:
    case = Case(rectification(), deadline_at=in_days(3))
    case.does("rectify").does("check", passed=False, deadline_at=in_days(20))

    assert case.days_later(10) == []
    assert case.days_later(11) == ["late"]


def test_a_timer_ends_with_its_box() -> None:
    case = Case(rectification(), deadline_at=in_days(3)).does("rectify")

    assert case.run.due_at is None
    assert case.days_later(10) == []


def test_an_overdue_mark_still_open_does_not_hold_the_case_up() -> None:
    case = Case(rectification(), deadline_at=in_days(1))
    case.days_later(2)
    case.does("rectify").does("check", passed=True)

    assert case.stands_at == ["mark_overdue", "strike"]
    assert case.does("strike").does("mark_overdue").waits_for == ["reopened"]


def test_a_reopened_case_goes_round_again() -> None:
    case = Case(rectification())
    for again in range(3):
        case.does("rectify").does("check", passed=True).does("strike")
        case.hears("reopen", deadline_at=in_days(30 + again))
        assert case.run.due_at == MORNING + timedelta(days=30 + again)

    assert case.stands_at == ["rectify"]


def test_a_notice_ends_in_time() -> None:
    case = Case(notice()).does("publish", notice_ends_at=in_days(5))
    assert case.waits_for == ["objection", "over"]

    assert case.days_later(5) == ["over"]

    assert (case.stands_at, case.waits_for) == (["approve"], [])


def test_an_objection_stops_the_notice() -> None:
    case = Case(notice()).does("publish", notice_ends_at=in_days(5))
    case.days_later(4)
    case.hears("objection")

    assert (case.stands_at, case.waits_for) == (["handle"], [])
    assert case.days_later(10) == []


def test_a_rejected_objection_resumes_the_notice_with_a_new_end() -> None:
    case = Case(notice()).does("publish", notice_ends_at=in_days(5)).hears("objection")
    case.does("handle", passed=False).does("publish", notice_ends_at=in_days(9))

    assert case.days_later(6) == []
    assert case.days_later(3) == ["over"]


def test_an_objection_after_the_notice_is_over_finds_nobody_waiting() -> None:
    """Even when nobody has looked at the clock in between: the library would open both ways at once."""
    case = Case(notice()).does("publish", notice_ends_at=in_days(5))
    case.now = MORNING + timedelta(days=5)

    with pytest.raises(NobodyWaits):
        case.hears("objection")

    assert case.days_later(0) == ["over"]


def test_the_end_of_a_notice_can_be_moved() -> None:
    case = Case(notice()).does("publish", notice_ends_at=in_days(5))

    assert case.extends("over", MORNING + timedelta(days=8)) == 1

    assert case.days_later(7) == []
    assert case.days_later(1) == ["over"]


def test_an_interrupting_timer_takes_the_box_away() -> None:
    made = compiled(
        diagram(
            start(),
            user("work"),
            border("late", "work", interrupting=True, duration='"P3D"'),
            user("escalated"),
            end(),
            flows=["start > work", "work > end", "late > escalated", "escalated > end"],
        )
    )
    case = Case(made)
    token = case.open("work").token
    assert case.run.due_at == MORNING + timedelta(days=3)

    with pytest.raises(BoxNotOpen):
        case.run.complete(token, {}, at=MORNING + timedelta(days=3))
    case.days_later(3)

    assert case.stands_at == ["escalated"]
    assert case.does("escalated").run.completed


def test_an_interrupting_message_takes_the_box_away() -> None:
    made = compiled(
        diagram(
            start(),
            user("work"),
            border_message("withdrawn", "work", "withdraw"),
            end(),
            flows=["start > work", "work > end", "withdrawn > end"],
        )
    )

    assert Case(made).hears("withdraw").run.completed


def test_what_happened_does_not_depend_on_how_often_somebody_looked() -> None:
    """A reminder, then a second timer counted from the first: one late look gives what daily looks give."""
    made = compiled(
        diagram(
            start(),
            user("work"),
            border("reminder", "work", date="deadline_at"),
            timer("grace", duration='"P5D"'),
            service("escalate"),
            end("side"),
            border("cut", "work", interrupting=True, duration='"P30D"'),
            end(),
            flows=[
                "start > work",
                "work > end",
                "reminder > grace",
                "grace > escalate",
                "escalate > side",
                "cut > end",
            ],
        )
    )
    daily, late = Case(made, deadline_at=in_days(10)), Case(made, deadline_at=in_days(10))
    fired = [box for _ in range(40) for box in daily.days_later(1)]

    assert fired == ["reminder", "grace", "cut"]
    assert late.days_later(40) == fired
    assert late.stands_at == daily.stands_at == ["escalate"]


def test_two_cases_of_one_diagram_do_not_touch_each_other() -> None:
    made = rectification()
    one, two = Case(made, deadline_at=in_days(1)), Case(made, deadline_at=in_days(2))
    one.does("rectify").does("check", passed=True)

    assert (one.stands_at, two.stands_at) == (["strike"], ["rectify"])
    assert two.run.due_at == MORNING + timedelta(days=2)
