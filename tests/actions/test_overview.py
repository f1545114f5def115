"""The office's home: what it counts, and what it must never confuse."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.city import City, reading
from workflows import actions
from workflows.queries import overview
from workflows.queries.overview_values import Overview
from workflows.rules.errors import NotPermitted


def seen(city: City, by: str = "孙悦", list_id: str = "") -> Overview:
    """The page as somebody sees it now."""
    with city.transaction() as session:
        return overview(session, person_id=city.people[by], list_id=list_id, at=city.now)


def test_a_city_without_problems_has_nothing_to_show(city: City) -> None:
    page = seen(city)
    assert (page.figures.problems, page.units, page.decisions) == (0, (), ())


def test_rectified_is_not_closed(city: City) -> None:
    done, *_ = city.loads(reading(problems=3))
    done.does("rectify", "周敏")
    done.adds_evidence("周敏")
    done.does("self_check", "陈静")
    figures = seen(city).figures
    assert (figures.problems, figures.rectified, figures.closed, figures.between) == (3, 1, 0, 1)
    assert (figures.rectified_this_week, figures.closed_this_week) == (1, 0)


def test_what_is_late_is_told_with_its_unit_and_for_how_long(city: City) -> None:
    city.loads(reading(problems=2, due_on=date(2026, 11, 10)))
    city.passes(date(2026, 11, 13))
    page = seen(city)
    assert (page.figures.late, page.figures.soon) == (2, 0)
    assert page.figures.longest_late == "3 天（自然日）"
    assert [(bar.name, bar.late, bar.running) for bar in page.units] == [("云溪县", 2, 0)]
    assert (page.bands[0].words, page.bands[0].count) == ("7 天以内", 2)


def test_a_unit_printed_twice_on_a_problem_counts_once(city: City) -> None:
    city.case(responsible=("云溪县党委", "云溪县政府"))
    assert [bar.total for bar in seen(city).units] == [1]


def test_deadlines_stand_in_their_month_and_what_has_no_day_apart(city: City) -> None:
    city.loads(reading(due_on=date(2026, 12, 31)), name="甲")
    city.loads(reading(due_on=None), name="乙")
    months = seen(city).months
    assert {bar.first: bar.due for bar in months if bar.due} == {date(2026, 12, 1): 1, None: 1}
    assert len(months) == 13


def test_petitions_are_counted_apart(city: City) -> None:
    city.case()
    city.petition()
    figures = seen(city).figures
    assert (figures.problems, figures.petitions) == (1, 1)


def test_what_was_taken_off_the_list_counts_nowhere(city: City) -> None:
    case = city.case()
    with city.transaction() as session:
        actions.cancel_case(
            session,
            problem_id=case.problem_id,
            values={"reason": "不属于本市行政区域，误列。"},
            request_id=uuid4(),
            by=city.people["李国庆"],
            at=city.now,
        )
    assert seen(city).figures.problems == 0
    assert seen(city).units == ()


def test_what_waits_for_a_decision_is_named_with_how_often_it_was_asked(city: City) -> None:
    case = city.case()
    case.asks_for_extension(until=date(2026, 12, 20))
    [decision] = seen(city).decisions
    assert decision.kind == "extension"
    assert decision.sentence.endswith("→ 2026 年 12 月 20 日")
    assert "云溪县 · 第 1 次申请" in decision.note
    assert seen(city).figures.extensions_asked == 1


def test_one_list_alone(city: City) -> None:
    city.loads(reading(problems=2), name="甲清单")
    city.loads(reading(problems=3), name="乙清单")
    every = seen(city)
    first = next(each for each in every.lists if each.label == "甲清单")
    assert (every.name, every.figures.problems) == ("全部问题清单", 5)
    assert (seen(city, list_id=first.value).name, seen(city, list_id=first.value).figures.problems) == ("甲清单", 2)
    assert seen(city, list_id="x' OR 1=1").figures.problems == 5


def test_a_unit_is_told_where_its_own_figures_are(city: City) -> None:
    with pytest.raises(NotPermitted, match="我的任务"):
        seen(city, by="周敏")
