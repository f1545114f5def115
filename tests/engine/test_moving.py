"""Moving a case to another version of its diagram: what is kept, what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.engine.cases import FORMS, MORNING, SERVICES, START_FACTS, Case, compiled
from tests.engine.drawing import (
    Item,
    border,
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
from tests.engine.samples import in_days, notice, rectification
from workflows.engine import CaseNotMovable, Diagram, Run, move, obstacles, restore_diagram

GOLDEN = Path(__file__).parent / "golden"
LINE = ["start > work", "work > check", "check > end"]


def moved(run: Run, to: Diagram) -> Run:
    """The case under another diagram, saved and loaded again."""
    return Run.load(to, move(run, to, services=SERVICES, forms=FORMS, start_facts=START_FACTS).dump())


def refused(run: Run, to: Diagram) -> list[str]:
    """The codes of what is in the way; the refusal says the same and the case stays as it is."""
    before = run.dump()
    found = obstacles(run, to, services=SERVICES, forms=FORMS, start_facts=START_FACTS)
    with pytest.raises(CaseNotMovable) as refusal:
        moved(run, to)
    assert refusal.value.obstacles == found
    assert found[0].message in str(refusal.value)
    assert run.dump() == before
    return [one.code for one in found]


def line(*boxes: Item, flows: Sequence[str] = LINE) -> Diagram:
    return compiled(diagram(start(), *boxes, end(), flows=flows))


def test_a_moved_case_keeps_its_tokens_its_facts_and_its_deadline() -> None:
    case = Case(rectification(), deadline_at=in_days(10), note="整改")
    case.extends("late", MORNING + timedelta(days=30))
    there = compiled_rectification(extra="second_look")

    after = moved(case.run, there)

    assert after.open_boxes() == case.run.open_boxes()
    assert after.waits() == case.run.waits()
    assert after.due_at == MORNING + timedelta(days=30)
    assert after.pass_time(at=MORNING + timedelta(days=11)) == []


def compiled_rectification(*, extra: str) -> Diagram:
    """The shared sample with one more box after the check."""
    return compiled(
        diagram(
            start(),
            user("rectify", lane="responsible_unit", form="plain", step="整改"),
            border("late", "rectify", date="deadline_at"),
            service("mark_overdue"),
            end("marked"),
            user("check"),
            user(extra),
            fork("decided"),
            service("strike", "notify", template="closed"),
            message("reopened", "reopen", gives="deadline_at"),
            flows=[
                "start > rectify",
                "rectify > check",
                "late > mark_overdue",
                "mark_overdue > marked",
                f"check > {extra}",
                f"{extra} > decided",
                "decided > strike if passed",
                "decided > rectify default",
                "strike > reopened",
                "reopened > rectify",
            ],
        )
    )


def test_a_moved_case_meets_the_box_that_was_added() -> None:
    case = Case(rectification()).does("rectify")

    run = moved(case.run, compiled_rectification(extra="second_look"))
    run.complete(run.open_boxes()[0].token, {"passed": True}, at=MORNING)

    assert [box.box for box in run.open_boxes()] == ["second_look"]


def test_a_timer_that_fired_before_the_move_does_not_fire_again() -> None:
    case = Case(rectification(), deadline_at=in_days(1))
    assert case.days_later(2) == ["late"]

    run = moved(case.run, compiled_rectification(extra="second_look"))

    assert {box.box for box in run.open_boxes()} == {"rectify", "mark_overdue"}
    assert run.pass_time(at=MORNING + timedelta(days=3)) == []
    run.complete(next(box.token for box in run.open_boxes() if box.box == "rectify"), {}, at=MORNING)
    assert {box.box for box in run.open_boxes()} == {"check", "mark_overdue"}


def test_a_case_whose_box_is_gone_is_refused() -> None:
    case = Case(line(user("work"), user("check")))
    without = line(user("check"), flows=["start > check", "check > end"])

    assert refused(case.run, without) == ["box-gone"]


def test_a_finished_box_may_be_gone() -> None:
    case = Case(line(user("work"), user("check"))).does("work")
    without = line(user("check"), flows=["start > check", "check > end"])

    run = moved(case.run, without)
    run.complete(run.open_boxes()[0].token, {}, at=MORNING)

    assert run.completed


def test_a_case_whose_box_changes_its_kind_or_role_is_refused() -> None:
    case = Case(line(user("work"), user("check")))

    assert refused(case.run, line(service("work"), user("check"))) == ["kind-changed"]
    assert refused(case.run, line(user("work", lane="lead_unit"), user("check"))) == ["role-changed"]


def test_the_refusal_names_box_and_roles_as_people_know_them() -> None:
    case = Case(line(user("work", name="整改"), user("check")))
    with pytest.raises(CaseNotMovable, match="“整改”原来由领导小组办公室办理，在新版本里由牵头单位办理"):
        moved(case.run, line(user("work", name="整改", lane="lead_unit"), user("check")))


def test_a_timer_that_appears_or_disappears_at_the_live_box_is_refused() -> None:
    plain = line(user("work"), user("check"))
    cut = border("late", "work", interrupting=True, date="deadline_at")
    timed = line(user("work"), cut, user("check"), flows=[*LINE, "late > check"])

    assert refused(Case(plain).run, timed) == ["events-changed"]
    assert refused(Case(timed).run, plain) == ["events-changed"]


def test_a_case_on_notice_is_refused_when_the_timer_behind_it_changes() -> None:
    case = Case(notice()).does("publish", notice_ends_at=in_days(5))
    other = compiled(
        diagram(
            start(),
            service("publish", "open_notice"),
            event_gateway("running"),
            timer("ended", date="notice_ends_at"),
            message("objection"),
            user("approve"),
            end(),
            flows=[
                "start > publish",
                "publish > running",
                "running > ended",
                "running > objection",
                "ended > approve",
                "objection > approve",
                "approve > end",
            ],
        )
    )

    assert refused(case.run, other) == ["events-changed"]
    assert moved(case.run, notice()).due_at == case.run.due_at


def asked_earlier(condition: str, *, first: str) -> Diagram:
    flows = [
        "start > work",
        "work > check",
        "check > decided",
        f"decided > end if {condition}",
        "decided > check default",
    ]
    return line(user("work", form=first), user("check"), fork("decided"), flows=flows)


def test_a_fact_that_was_given_only_before_is_refused() -> None:
    old, new = asked_earlier("passed", first="plain"), asked_earlier("number > 3 and passed", first="count")
    here, gone_by = Case(old), Case(old).does("work")

    assert moved(here.run, new).open_boxes()[0].box == "work"
    assert refused(gone_by.run, new) == ["fact-missing"]


def test_another_process_and_a_case_that_is_over_are_refused() -> None:
    case = Case(line(user("work"), user("check")))
    other = compiled(diagram(start(), user("work"), end(), flows=["start > work", "work > end"], key="other"))

    assert refused(case.run, other) == ["other-process"]
    assert refused(case.does("work").does("check").run, line(user("work"), user("check"))) == ["case-over"]


FORKED = ["start > split", "split > one", "split > two", "one > join", "two > join", "join > sign", "sign > end"]


def forked(*more: Item, flows: Sequence[str] = FORKED) -> Diagram:
    return line(parallel("split"), user("one"), user("two"), *more, parallel("join"), user("sign"), flows=flows)


def test_branches_under_way_move_where_the_same_branches_are() -> None:
    case = Case(forked()).does("one")
    longer = [flow for flow in FORKED if flow != "sign > end"] + ["sign > more", "more > end"]
    changed = forked(user("more"), flows=longer)

    run = moved(case.run, changed)
    run.complete(run.open_boxes()[0].token, {}, at=MORNING)

    assert [box.box for box in run.open_boxes()] == ["sign"]


def test_a_case_is_not_moved_into_one_of_several_branches() -> None:
    flows = ["start > one", "one > two", "two > sign", "sign > end"]
    row = line(user("one"), user("two"), user("sign"), flows=flows)

    assert refused(Case(row).run, forked()) == ["branches-differ"]
    assert refused(Case(forked()).run, row) == ["branches-differ"]
    assert refused(Case(forked()).does("one").run, row) == ["branches-differ"]
    at_sign = Case(row).does("one").does("two")
    assert moved(at_sign.run, forked()).open_boxes()[0].box == "sign"


def test_a_third_branch_would_never_be_begun() -> None:
    third = forked(user("three"), flows=[*FORKED, "split > three", "three > join"])

    assert refused(Case(forked()).run, third) == ["branches-differ"]
    assert refused(Case(forked()).does("one").run, third) == ["branches-differ"]


def test_the_first_stored_cases_can_be_moved() -> None:
    old = restore_diagram((GOLDEN / "rectification-1.json").read_bytes())
    case = Run.load(old, (GOLDEN / "overdue-1.bin").read_bytes())

    run = moved(case, rectification())

    assert run.open_boxes() == case.open_boxes()
    assert run.open_boxes()[0].token == "0123456789abcdef0123456789abcdef"
    run.complete("0123456789abcdef0123456789abcdef", {}, at=datetime(2026, 12, 24, tzinfo=UTC))
    assert {box.box for box in run.open_boxes()} == {"check", "mark_overdue"}
