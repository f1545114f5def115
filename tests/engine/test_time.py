"""A case and the clock: timers, extensions, notices, late looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.engine.cases import MORNING, NEVER, Case, compiled
from tests.engine.drawing import (
    border,
    border_message,
    diagram,
    end,
    service,
    start,
    timer,
    user,
)
from tests.engine.samples import in_days, notice, rectification
from workflows.engine import (
    BoxNotOpen,
    NobodyWaits,
)


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
