"""The form a clerk fills in: what is filled in is read with certainty, the example never, and the city's units stand to choose from."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.plans.corpus.files import Sheet, excel, saved
from workflows.plans import PlanUnreadable, read_file
from workflows.plans.exchange.template import template

UNITS = ["云溪县人民政府", "白石区人民政府", "市水务局", "市政府督查室"]
FILLED = {
    "A5": "1",
    "B5": "水环境",
    "C5": "青禾河污水直排。",
    "D5": "消除直排。",
    "E5": "1.封堵排口12个。\n2.2026年9月底前新建管网3公里。",
    "F5": "云溪县人民政府、市水务局",
    "G5": "市水务局",
    "I5": "市政府督查室",
    "J5": "李某某",
    "K5": date(2026, 12, 31),
    "A6": "2",
    "B6": "大气环境",
    "C6": "工地扬尘管控不严。",
    "E6": "1.全面排查。",
    "F6": "白石区人民政府",
    "K6": "立行立改",
    "L6": "正在推进。",
    "E7": "2.安装喷淋设施。",
}


def opened(data: bytes) -> tuple[Any, Any]:
    book = load_workbook(io.BytesIO(data))
    return book, book.worksheets[0]


@pytest.fixture
def filled() -> bytes:
    book, sheet = opened(template(UNITS))
    for place, value in FILLED.items():
        sheet[place].value = value
    return saved(book)


def test_what_is_filled_in_is_read_with_certainty_and_no_doubt(filled: bytes) -> None:
    reading = read_file(filled, name="清单.xlsx")

    assert reading.warnings == ()
    assert [(each.number, each.area, each.text) for each in reading.problems] == [
        ("1", "水环境", "青禾河污水直排。"),
        ("2", "大气环境", "工地扬尘管控不严。"),
    ]
    first, second = reading.problems
    assert first.responsible_units == ("云溪县人民政府", "市水务局")
    assert first.deadline is not None
    assert first.deadline.date == date(2026, 12, 31)
    assert [measure.text for measure in first.measures] == ["封堵排口12个。", "2026年9月底前新建管网3公里。"]
    assert [measure.text for measure in second.measures] == ["全面排查。", "安装喷淋设施。"]
    assert second.deadline is not None
    assert second.deadline.immediate
    assert {place.certainty for each in reading.problems for place in each.found.values()} == {"certain"}


def test_the_example_is_no_problem_and_an_empty_form_says_so() -> None:
    with pytest.raises(PlanUnreadable, match="只有表头，还没有填写问题"):
        read_file(template(UNITS), name="空.xlsx")


def test_the_units_of_the_city_stand_to_choose_from_and_others_may_be_typed() -> None:
    book, sheet = opened(template(UNITS))

    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["F5"].formula1 == "'单位名单'!$A$1:$A$4"
    assert not rules["F5"].showErrorMessage
    assert [cell.value for cell in book["单位名单"]["A"]] == UNITS
    assert "2026-12-31" in rules["K5"].prompt
    assert sheet["K5"].number_format == "yyyy-mm-dd"


def test_a_city_without_units_gets_a_form_all_the_same() -> None:
    book, sheet = opened(template([]))

    assert book.sheetnames == ["整改问题清单"]
    assert sheet["A4"].value == "示例"


@pytest.mark.parametrize("mark", ["示例", "例", "（示例）", "填写示例", "填表说明", "样例：", "范例1"])
def test_a_row_that_shows_how_to_fill_in_any_form_is_no_problem(mark: str) -> None:
    rows = [["序号", "问题", "责任单位", "整改时限"], [mark, "某河道淤积", "某县", "2026年底"], [1, "井盖缺失", "市城管局", "2026年底"]]  # fmt: skip

    assert [each.text for each in read_file(excel({"表": Sheet(rows=rows)}), name="表").problems] == ["井盖缺失"]
