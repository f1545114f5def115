"""Where the rules for other cities' habits stop: what looks alike and is not the same stays as printed."""

from __future__ import annotations

from datetime import date

import pytest

from workflows.plans import read_plan
from workflows.plans.blocks import block_of
from workflows.plans.deadlines import labelled
from workflows.plans.lines import Line
from workflows.plans.units import units_of

HEADER = "序号\t反馈问题\t整改措施\t责任单位\t整改时限\n"


def test_rows_of_one_number_and_other_words_are_two_problems_and_a_doubt() -> None:
    rows = "1\t甲河水质超标。\t清淤。\t市水务局\t2026年6月底前\n1\t乙河水质超标。\t清淤。\t市财政局\t2026年6月底前\n"

    reading = read_plan(HEADER + rows, name="清单.txt")

    assert [problem.text for problem in reading.problems] == ["甲河水质超标。", "乙河水质超标。"]
    assert "duplicate-number" in {warning.code for warning in reading.warnings}


def test_a_day_said_again_beside_another_measure_is_that_measures_own() -> None:
    rows = "1\t甲河水质超标。\t清淤。\t市水务局\t2026年6月底前\n1\t甲河水质超标。\t截污。\t市财政局\t2026年6月底前\n"

    (problem,) = read_plan(HEADER + rows, name="清单.txt").problems

    assert [measure.text for measure in problem.measures] == ["清淤。", "截污。"]
    assert [measure.units for measure in problem.measures] == [("市水务局",), ("市财政局",)]
    assert [each.deadline and each.deadline.date for each in problem.measures] == [date(2026, 6, 30)] * 2


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("县水利局 县农业农村局", ("县水利局", "县农业农村局")),
        ("中国石化 明溪分公司", ("中国石化 明溪分公司",)),
        ("县农业农村局 邹某某", ("县农业农村局 邹某某",)),
        ("县城管局（市容科 环卫所）", ("县城管局（市容科 环卫所）",)),
    ],
)
def test_blanks_part_bodies_and_nothing_else(printed: str, names: tuple[str, ...]) -> None:
    assert units_of(printed).names == names


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026.9", date(2026, 9, 30)),
        ("2026/11前", None),  # before the month, or before its end: as with 2026年11月前
        ("2026.1", None),  # what a spreadsheet leaves of 2026.10
        ("2026.13", None),
        ("民国115年底", date(2026, 12, 31)),
        ("115年底", None),
        ("今年底", None),
    ],
)
def test_a_deadline_is_a_day_only_where_its_words_say_one(printed: str, day: date | None) -> None:
    assert labelled(printed).deadline.date == day


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("📌 责任单位：市水务局", "责任单位：市水务局"),
        ("●1.清淤", "1.清淤"),
        ("★重点任务由市长包抓", "★重点任务由市长包抓"),
    ],
)
def test_pictures_before_a_number_or_label_are_no_words(printed: str, kept: str) -> None:
    assert block_of(Line(1, printed)).printed == kept


@pytest.mark.parametrize("printed", ["2026年春耕前", "2026年国庆节前", "2026年5月收割前", "2026年春季"])
def test_a_time_no_calendar_here_knows_gives_no_day(printed: str) -> None:
    assert labelled(printed).deadline.date is None


@pytest.mark.parametrize(
    ("printed", "day"), [("2026年完成前期工作", date(2026, 12, 31)), ("2026年", date(2026, 12, 31))]
)
def test_a_bare_year_ends_on_its_last_day(printed: str, day: date) -> None:
    assert labelled(printed).deadline.date == day
