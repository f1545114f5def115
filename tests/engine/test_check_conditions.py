"""The check before deployment: forks, conditions, and the facts they use."""

from __future__ import annotations

from tests.engine.cases import findings_of
from tests.engine.drawing import (
    border,
    diagram,
    end,
    fork,
    message,
    start,
    user,
)
from tests.engine.told import LINE, codes, only

FORK = [start(), user("work"), fork("decided"), end()]


def forked(*ways: str) -> bytes:
    return diagram(*FORK, flows=["start > work", "work > decided", *ways])


def test_a_fork_needs_a_default() -> None:
    source = forked("decided > end if passed", "decided > work if not passed")

    assert only(source).code == "no-default"
    assert "判断decided" in only(source).message


def test_a_way_without_condition_is_told() -> None:
    assert "no-condition" in codes(forked("decided > end", "decided > work default"))


def test_a_condition_on_the_default_is_only_a_warning() -> None:
    source = forked("decided > end if passed", "decided > work default if not passed")

    assert [(one.code, one.severity) for one in findings_of(source)] == [("default-with-condition", "warning")]


def test_a_condition_behind_a_box_is_told_to_be_useless() -> None:
    source = diagram(start(), user("work"), end(), flows=["start > work", "work > end if passed"])

    assert only(source).code == "useless-condition"


def test_a_dangerous_condition_is_refused_with_its_connection() -> None:
    source = forked("decided > end if ().__class__.__base__.__subclasses__()", "decided > work default")

    assert (only(source).code, only(source).box) == ("bad-condition", "decided_to_end")


def test_a_default_that_belongs_to_another_gateway_is_told() -> None:
    source = forked("decided > end if passed", "decided > work default").replace(
        b'default="decided_to_work"', b'default="start_to_work"'
    )

    assert codes(source) == {"wrong-default", "no-default", "no-condition"}


def test_a_fact_nobody_gives_is_told_where_it_is_used() -> None:
    found = only(forked("decided > end if audit_selected", "decided > work default"))

    assert (found.code, found.box) == ("unknown-fact", "decided_to_end")
    assert "“audit_selected”" in found.message


def test_a_fact_that_some_way_leaves_out_is_a_warning() -> None:
    source = diagram(
        start(),
        fork("first"),
        user("skipped", form="count"),
        fork("decided"),
        user("work"),
        end(),
        flows=[
            "start > first",
            'first > skipped if deadline_at == "x"',
            "first > decided default",
            "skipped > decided",
            "decided > end if number > 3",
            "decided > work default",
            "work > end",
        ],
    )

    assert [(one.code, one.severity) for one in findings_of(source)] == [("fact-may-be-missing", "warning")]


def test_a_form_gives_its_facts_only_after_its_box() -> None:
    """The timer at the border of the box that asks for the number starts before anybody has answered."""
    source = diagram(
        start(),
        user("work", form="count"),
        border("late", "work", date="number"),
        end(),
        end("late_end"),
        flows=[*LINE, "late > late_end"],
    )

    assert only(source).code == "unknown-fact"


def test_facts_a_message_gives_are_read_from_its_properties() -> None:
    ways = ["start > drawn", "drawn > decided", "decided > end if selected", "decided > work default", "work > end"]
    gives = diagram(start(), message("drawn", gives="selected"), fork("decided"), user("work"), end(), flows=ways)
    silent = diagram(start(), message("drawn"), fork("decided"), user("work"), end(), flows=ways)

    assert findings_of(gives) == []
    assert only(silent).code == "unknown-fact"
