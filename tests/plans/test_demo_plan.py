"""The demonstration plan in the repository: the list a cloner walks through."""

from __future__ import annotations

from pathlib import Path

from tests.plans.samples import read_file
from workflows.plans.show import describe

DEMO = Path(__file__).resolve().parents[2] / "workflows" / "plans" / "samples" / "demo-city.txt"
CITY = {
    *("市生态环境局", "市住房和城乡建设局", "市水务局", "市工业和信息化局", "市自然资源和规划局", "市政府督查室"),
    *(county + body for county in ("云溪县", "白石区", "江口县") for body in ("党委", "政府")),
    *("高新区党工委", "高新区管委会"),
}


def test_the_demonstration_plan_reads_without_an_unexpected_doubt() -> None:
    reading = read_file(DEMO)

    assert (len(reading.problems), len(reading.areas())) == (15, 8)
    assert {warning.code for warning in reading.warnings} == {"several-dates"}
    assert all(problem.deadline for problem in reading.problems)


def test_one_problem_names_no_unit_and_one_a_unit_nobody_knows() -> None:
    problems = read_file(DEMO).problems

    assert [p.number for p in problems if not p.responsible_units] == ["10"]
    assert [p.number for p in problems if not set(p.responsible_units) <= CITY] == ["13"]
    assert all(set(p.lead_units + p.participating_units + p.supervising_units) <= CITY for p in problems)


def test_two_problems_come_with_their_measures() -> None:
    assert {p.number: len(p.measures) for p in read_file(DEMO).problems if p.measures} == {"3": 3, "4": 3}


def test_a_reading_is_told_in_words_with_its_lines() -> None:
    words = describe(read_file(DEMO))

    assert "读出 15 个问题，分 8 个方面；有 3 处需要核对。" in words
    assert "【推进水污染防治】" in words
    assert "    单位：原文没有写明" in words
    assert "  第 37 行　有不止一个日期：“2026年12月底前、2027年5月31日前”" in words
    assert "  第 63–70 行　“保障措施”一章不是问题清单：" in words
