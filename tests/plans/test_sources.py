"""The real texts, broken as they were found."""

from __future__ import annotations

import re

import pytest

from tests.plans.samples import SHARED, needs_sources, read_source

pytestmark = needs_sources


def source(name: str) -> str:
    return (SHARED / "sources" / name).read_text(encoding="utf-8")


def test_the_weifang_plan_holds_eight_areas_and_twenty_five_measures() -> None:
    reading = read_source("weifang-rectification-plan.txt")

    assert len(reading.problems) == 25
    assert len(reading.areas()) == 8
    assert reading.areas()[0] == "全面贯彻中央决策部署和省委、省政府有关要求"
    assert reading.title == "潍坊市贯彻落实省级环境保护督察“回头看”反馈意见整改方案"


def test_weifang_numbers_run_on_and_keep_what_is_printed() -> None:
    problems = read_source("weifang-rectification-plan.txt").problems

    assert [problem.number for problem in problems] == [str(n) for n in range(1, 26)]
    assert [problem.number_raw for problem in problems[:7]] == ["1", "2", "3", "4", "1", "2", "3"]
    assert problems[4].text.startswith("坚定不移调整产业结构。优化产业布局")
    assert problems[4].line == 59


def test_weifang_names_no_units_and_only_measures_of_its_chapter_are_read() -> None:
    reading = read_source("weifang-rectification-plan.txt")

    for problem in reading.problems:
        assert (problem.responsible_units, problem.lead_units, problem.participating_units) == ((), (), ())
        assert problem.deadline is None
    assert min(problem.line for problem in reading.problems) > 47
    assert max(problem.line for problem in reading.problems) == 111
    assert [(lines.first, lines.last) for lines in reading.left_out] == [
        (3, 23),
        (25, 27),
        (29, 39),
        (41, 43),
        (113, 123),
    ]


def test_every_year_and_value_stripped_from_weifang_is_flagged_with_its_line() -> None:
    warnings = read_source("weifang-rectification-plan.txt").warnings

    years = [warning.line for warning in warnings if warning.code == "missing-year"]
    assert years == [7, 13, 43, 61, 61, 61, 63, 63, 63, 63, 65, 65, 69, 69, 69, 91, 101, 103]
    assert [warning.line for warning in warnings if warning.code == "missing-number"] == [13, 43, 61]
    assert [warning.line for warning in warnings if warning.code == "advertising"] == [1, 125, 129, 130]
    assert {warning.code for warning in warnings} == {"missing-year", "missing-number", "advertising"}


def test_the_liaoning_plan_holds_twenty_four_groups_with_all_their_units() -> None:
    reading = read_source("liaoning-plan.txt")

    assert len(reading.problems) == 24
    assert all(problem.lead_units for problem in reading.problems)
    assert reading.problems[0].lead_units == ("省环保厅", "省编委办")
    assert reading.problems[4].lead_units == ("省发展改革委", "省环保厅", "省委组织部", "省林业厅")
    assert sum(len(problem.participating_units) for problem in reading.problems) == 88
    assert sum(len(problem.lead_units) for problem in reading.problems) == 38
    assert reading.problems[-1].deadline is not None


def test_the_opinions_give_their_numbered_duties() -> None:
    found = {
        name: len(read_source(f"{name}-opinions.txt").problems) for name in ("dingxi", "linjiang", "benxi-hitech-zone")
    }

    assert found == {"dingxi": 34, "linjiang": 17, "benxi-hitech-zone": 18}


def test_the_liaoning_groups_keep_every_printed_unit() -> None:
    """Counted in the source itself: between 牵头 and 参与, units are separated by 、 alone."""
    printed = re.findall(r"[（(]([^（()）]*?)牵头(?:[,，、]([^（()）]*?)参与)?[)）]", source("liaoning-plan.txt"))
    problems = read_source("liaoning-plan.txt").problems

    assert [list(problem.lead_units) for problem in problems] == [lead.split("、") for lead, _ in printed]
    assert [list(problem.participating_units) for problem in problems] == [
        others.split("、") if others else [] for _, others in printed
    ]


@pytest.mark.parametrize(
    ("name", "text", "comparator", "value", "unit", "year"),
    [
        ("dingxi", "受污染耕地安全利用率", "~", "93", "%", 2025),
        ("dingxi", "湿地保护率", ">", "8.4", "%", 2025),
        ("dingxi", "新能源发电装机规模", "=", "700", "万千瓦", 2025),
        ("linjiang", "所有工业企业烟粉尘排放达标率", ">=", "95", "%", None),
        ("linjiang", "机动车环检率", "=", "100", "%", 2017),
    ],
)
def test_the_duties_of_the_opinions_carry_their_indicators_and_target_years(
    name: str, text: str, comparator: str, value: str, unit: str, year: int | None
) -> None:
    found = [each for problem in read_source(f"{name}-opinions.txt").problems for each in problem.indicators]

    assert (comparator, value, unit, year) in [
        (each.comparator, each.value, each.unit, each.year) for each in found if text in each.name
    ]


def test_a_value_that_a_higher_level_sets_is_pending() -> None:
    found = [each for problem in read_source("dingxi-opinions.txt").problems for each in problem.indicators]

    assert any(each.pending and each.year == 2025 and "省上下达" in each.raw for each in found)
    assert all(each.pending == (each.value is None) for each in found)


def test_the_benxi_opinions_set_no_values_and_none_are_invented() -> None:
    found = [each for problem in read_source("benxi-hitech-zone-opinions.txt").problems for each in problem.indicators]

    assert [each.raw for each in found if not each.pending] == []
