"""Putting a plan on the list: all or nothing, and nothing guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.city import City, reading
from workflows import actions
from workflows.plans import PlanReading
from workflows.records import Case, Problem, ProblemList, ProblemUnit
from workflows.rules.errors import NotPermitted, Refusal


def test_every_problem_of_a_plan_gets_a_case(any_city: City) -> None:
    cases = any_city.loads(reading(problems=3))

    assert [case.waits_for() for case in cases] == ["rectify"] * 3
    assert all(case.journal() == ["case:opened"] for case in cases)


def test_a_unit_of_the_plan_is_kept_as_printed_beside_the_unit_of_the_city(city: City) -> None:
    case = city.case(responsible=("云溪县党委", "云溪县政府", "市湿地公园管理中心"))

    with city.transaction() as session:
        rows = session.execute(
            select(ProblemUnit.raw, ProblemUnit.unit_id.is_not(None))
            .where(ProblemUnit.problem_id == case.problem_id, ProblemUnit.part == "responsible")
            .order_by(ProblemUnit.position)
        ).all()
    assert [tuple(row) for row in rows] == [("云溪县党委", True), ("云溪县政府", True), ("市湿地公园管理中心", False)]


def test_a_collective_that_only_takes_part_keeps_nobody_waiting(city: City) -> None:
    plan = reading()
    [problem] = plan.problems
    plan = replace(plan, problems=(replace(problem, participating_units=("各县区", "市直有关部门")),))

    [case] = city.loads(plan)

    assert case.waits_for() == "rectify"


@pytest.mark.parametrize("part", ["responsible", "lead"])
def test_a_collective_that_must_act_is_made_clear_by_the_office_first(city: City, part: str) -> None:
    case = city.case(**{part: ("云溪县党委", "各县区") if part == "responsible" else ("各有关部门",)})

    assert case.waits_for() == "assign_units"


def test_strict_refuses_a_plan_with_an_unknown_unit_and_registers_nothing(city: City) -> None:
    with pytest.raises(actions.UnknownUnits, match="市湿地公园管理中心"):
        city.loads(reading(responsible=("云溪县", "市湿地公园管理中心")), strict=True)

    assert counts(city) == (0, 0, 0)


def test_an_empty_plan_registers_nothing(city: City) -> None:
    with pytest.raises(actions.EmptyPlan, match=r"plan\.txt"):
        city.loads(PlanReading(name="plan.txt", shape="", title=None, problems=()))

    assert counts(city) == (0, 0, 0)


def test_the_same_list_is_not_registered_twice(city: City) -> None:
    city.loads(reading(), name="清单")

    with pytest.raises(actions.ListExists, match="清单"):
        city.loads(reading(), name="清单")

    assert counts(city) == (1, 1, 1)


def test_a_plan_that_fails_half_way_leaves_nothing_behind(city: City) -> None:
    good, bad = reading(problems=2).problems, reading(measures=("措" * 30_000,)).problems[0]
    plan = PlanReading(name="plan.txt", shape="", title=None, problems=(*good, bad))

    with pytest.raises(Refusal, match="文字太长"):
        city.loads(plan)

    assert counts(city) == (0, 0, 0)


def test_a_plan_is_loaded_by_the_office_only(city: City) -> None:
    source = actions.Source(list_name="清单", file_name="plan.txt", digest="0" * 64)

    with pytest.raises(NotPermitted, match="领导小组办公室"), city.transaction() as session:
        actions.load_plan(session, reading(), source, by=city.people["周敏"], at=city.now)


def test_a_problem_due_at_once_or_for_good_needs_no_day(city: City) -> None:
    from workflows.plans import Deadline, MeasureReading, ProblemReading

    problem = ProblemReading(
        number="1",
        number_raw="1.",
        line=1,
        text="严格落实河湖长制。",
        measures=(MeasureReading(text="每月巡河一次。", line=1),),
        responsible_units=("云溪县",),
        deadline=Deadline(raw="立行立改，长期坚持", long_term=True, immediate=True),
    )

    [case] = city.loads(PlanReading(name="plan.txt", shape="", title=None, problems=(problem,)))

    assert case.waits_for() == "rectify"
    city.passes(date(2030, 1, 1))
    assert "deadline:passed" not in case.journal()


def counts(city: City) -> tuple[int, ...]:
    """Lists, problems and cases on record."""
    with city.transaction() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (ProblemList, Problem, Case)
        )
