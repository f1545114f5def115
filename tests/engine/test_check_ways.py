"""The check before deployment: branches, loops, dead ends, starts and ends."""

from __future__ import annotations

from itertools import pairwise

from tests.engine.cases import findings_of
from tests.engine.drawing import (
    border,
    diagram,
    end,
    fork,
    parallel,
    service,
    start,
    timer,
    user,
)
from tests.engine.told import LINE, codes, line_of_boxes, only


def test_a_side_branch_must_not_run_into_the_main_way() -> None:
    source = diagram(
        start(),
        user("work"),
        border("late", "work", date="deadline_at"),
        user("after"),
        end(),
        flows=["start > work", "work > after", "late > after", "after > end"],
    )

    assert (only(source).code, only(source).box) == ("branch-comes-back", "late")


def test_side_branches_may_share_their_boxes_and_every_end() -> None:
    source = diagram(
        start(),
        user("work"),
        user("more"),
        border("late", "work", date="deadline_at"),
        border("later", "more", date="deadline_at"),
        service("mark"),
        end(),
        flows=["start > work", "work > more", "more > end", "late > mark", "later > mark", "mark > end"],
    )

    assert findings_of(source) == []


def test_a_parallel_gateway_in_a_loop_is_refused() -> None:
    boxes = [
        start(),
        parallel("split"),
        user("one"),
        user("two"),
        parallel("join"),
        user("check"),
        fork("decided"),
        end(),
    ]
    ways = ["split > one", "split > two", "one > join", "two > join", "join > check", "check > decided"]
    again = ["start > merged", "merged > split", *ways, "decided > end if passed", "decided > merged default"]
    looped = diagram(*boxes, fork("merged"), flows=again)
    straight = diagram(*boxes, flows=["start > split", *ways, "decided > end if passed", "decided > check default"])

    assert {(one.code, one.box) for one in findings_of(looped)} == {
        ("parallel-in-loop", "split"),
        ("parallel-in-loop", "join"),
    }
    assert findings_of(straight) == []


BRANCH = [start(), parallel("split"), user("one"), user("two"), fork("decided")]
BRANCHED = ["start > split", "split > one", "split > two"]


def test_a_join_that_a_branch_may_never_reach_is_told() -> None:
    source = diagram(
        *BRANCH,
        parallel("join"),
        end(),
        end("away"),
        flows=[
            *BRANCHED,
            "one > decided",
            "decided > join if passed",
            "decided > away default",
            "two > join",
            "join > end",
        ],
    )

    assert (only(source).code, only(source).box) == ("join-never-complete", "join")


def test_branches_that_run_on_without_a_join_are_told() -> None:
    source = diagram(
        *BRANCH,
        user("last"),
        end(),
        end("away"),
        flows=[
            *BRANCHED,
            "one > last",
            "two > decided",
            "decided > last if passed",
            "decided > away default",
            "last > end",
        ],
    )

    assert (only(source).code, only(source).box) == ("entered-twice", "last")


def test_branches_too_many_to_be_checked_are_told() -> None:
    chains = [[user(f"box_{row}_{column}") for column in range(5)] for row in range(6)]
    flows = ["start > split", "join > end"]
    for chain in chains:
        ids = ["split", *(box.id for box in chain), "join"]
        flows += [f"{one} > {two}" for one, two in pairwise(ids)]
    boxes = [box for chain in chains for box in chain]

    assert only(diagram(start(), parallel("split"), *boxes, parallel("join"), end(), flows=flows)).code == "too-tangled"


def test_a_loop_without_anybody_in_it_is_refused() -> None:
    source = diagram(
        start(),
        fork("spin"),
        timer("pause", date="deadline_at"),
        end(),
        flows=["start > spin", 'spin > end if deadline_at == "x"', "spin > pause default", "pause > spin"],
    )

    assert only(source).code == "endless-loop"


def test_a_loop_of_services_and_times_is_endless_too() -> None:
    source = diagram(
        start(),
        service("remind"),
        timer("pause", date="deadline_at"),
        flows=["start > remind", "remind > pause", "pause > remind"],
    )

    assert only(source).code == "endless-loop"


def test_a_timer_that_brings_its_own_box_back_is_an_endless_loop() -> None:
    source = diagram(
        start(),
        user("work"),
        border("late", "work", interrupting=True, date="deadline_at"),
        end(),
        flows=["start > work", "work > end", "late > work"],
    )

    assert only(source).code == "endless-loop"


def test_unreachable_boxes_and_dead_ends_are_told() -> None:
    source = diagram(start(), user("work"), user("lost"), user("stuck"), end(), flows=[*LINE, "lost > stuck"])

    assert {(one.code, one.box) for one in findings_of(source)} == {
        ("unreachable", "lost"),
        ("unreachable", "stuck"),
        ("no-way-out", "stuck"),
    }


def test_a_box_with_two_ways_out_needs_a_gateway() -> None:
    source = diagram(start(), user("work"), user("more"), end(), flows=[*LINE, "work > more", "more > end"])

    assert only(source).code == "fork-without-gateway"


def test_starts_and_ends_are_what_they_are_called() -> None:
    assert codes(diagram(user("work"), end(), flows=["work > end"])) == {"no-start", "unreachable"}
    assert "several-starts" in codes(
        diagram(start(), start("again"), user("work"), end(), flows=[*LINE, "again > work"])
    )
    assert "start-entered" in codes(diagram(start(), user("work"), end(), flows=["start > work", "work > start"]))
    assert "end-left" in codes(diagram(start(), user("work"), end(), flows=[*LINE, "end > work"]))


def test_a_connection_to_nowhere_is_told() -> None:
    source = diagram(start(), user("work"), end(), flows=[*LINE, "work > moon"])

    assert [one.box for one in findings_of(source) if one.code == "dangling"] == ["work_to_moon"]


def test_a_chain_too_long_for_the_engine_is_told_before_it_is_followed() -> None:
    assert only(line_of_boxes(*(user(f"box_{number}") for number in range(600)))).code == "too-many-boxes"
