"""The check before deployment: event-based gateways and events at the border of a box."""

from __future__ import annotations

from tests.engine.cases import findings_of
from tests.engine.drawing import (
    Item,
    border,
    border_message,
    diagram,
    end,
    event_gateway,
    fork,
    message,
    start,
    timer,
    user,
)
from tests.engine.told import LINE, codes, only


def race(*events: Item, more: tuple[str, ...] = ()) -> bytes:
    flows = ["start > race", *more]
    for event in events:
        flows += [f"race > {event.id}", f"{event.id} > end"]
    return diagram(start(), event_gateway("race"), *events, end(), flows=flows)


def test_two_timers_behind_one_event_gateway_are_refused() -> None:
    assert only(race(timer("early", date="deadline_at"), timer("late", duration='"P10D"'))).code == "two-timers"


def test_two_events_for_one_message_behind_a_gateway_are_refused() -> None:
    assert only(race(message("one", "objection"), message("two", "objection"))).code == "same-message"


def test_an_event_gateway_needs_two_events() -> None:
    assert only(race(timer("early", date="deadline_at"))).code == "few-events"


def test_only_events_stand_behind_an_event_gateway() -> None:
    assert "not-an-event" in codes(race(timer("early", date="deadline_at"), user("work")))


def test_an_event_behind_a_gateway_has_no_other_way_in() -> None:
    source = diagram(
        start(),
        user("work"),
        event_gateway("race"),
        timer("early", date="deadline_at"),
        message("objection"),
        fork("side"),
        end(),
        flows=[
            "start > work",
            "work > side",
            "side > race if passed",
            "side > early default",
            "race > early",
            "race > objection",
            "early > end",
            "objection > end",
        ],
    )

    assert only(source).code == "event-entered-twice"


def bordered(event: Item, *, way: str = "late > late_end") -> bytes:
    return diagram(start(), user("work"), event, end(), end("late_end"), flows=[*LINE, way])


def test_a_timer_at_the_border_of_a_user_box_is_fine() -> None:
    assert findings_of(bordered(border("late", "work", date="deadline_at"))) == []


def test_an_event_at_no_border_is_told() -> None:
    assert "badly-attached" in codes(bordered(border("late", "nowhere", date="deadline_at")))
    assert "badly-attached" in codes(bordered(border("late", "start", date="deadline_at")))


def test_a_message_that_would_be_heard_only_once_is_refused() -> None:
    assert only(bordered(border_message("late", "work", "extend", interrupting=False))).code == "repeatable-message"
    assert findings_of(bordered(border_message("late", "work", "withdraw"))) == []
