"""A table of a PDF without ruled lines: read as one where its columns are plain, left as lines where they are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.plans.corpus.files import Sheetlet, page_of, pdf, ruled
from workflows.plans import PlanReading, read_file
from workflows.rules.errors import Unreadable

HEADER = ["序号", "整改问题", "整改措施", "责任单位", "整改时限"]
ROWS = [
    ["1", "煤矿矸石山自燃，烟气扰民，多次投诉。", "灭火覆土。", "县能源局", "2026年10月底"],
    ["2", "洗煤废水外排。", "建设闭路循环系统。", "丰源煤业", "2026年5月底"],
    ["3", "道路扬尘。", "硬化道路。", "县交通局", "立行立改"],
]
WIDTHS = [40, 150, 150, 100, 80]


def _unruled(rows: list[list[str]]) -> Sheetlet:
    return replace(ruled(rows, widths=WIDTHS), rules=())


def _read(*pages: Sheetlet) -> PlanReading:
    return read_file(pdf(*pages), name="无线表格.pdf")


def test_a_table_without_rules_is_read_by_where_its_words_begin() -> None:
    reading = _read(_unruled([HEADER, *ROWS]))
    assert [each.text for each in reading.problems] == [row[1] for row in ROWS]
    assert [each.responsible_units for each in reading.problems] == [("县能源局",), ("丰源煤业",), ("县交通局",)]
    assert reading.problems[0].place == "第 1 页第 1 个表格第 2 行第 2 列"


def test_it_goes_on_over_a_page_where_its_numbers_do() -> None:
    more = [["4", "料堆未苫盖。", "全部苫盖。", "丰源煤业", "2026年6月底"]]
    reading = _read(_unruled([HEADER, *ROWS]), _unruled(more))
    assert [each.number for each in reading.problems] == ["1", "2", "3", "4"]
    assert reading.problems[3].place.startswith("第 2 页")


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, *ROWS[:2]],
        [HEADER, ROWS[0], ROWS[2], ROWS[1]],
        [["序号", "甲", "乙", "丙", "丁"], *ROWS],
    ],
    ids=["两行不足以看出列", "编号不连续", "表头不是清单的栏目"],
)
def test_what_is_not_plain_stays_lines(rows: list[list[str]]) -> None:
    try:
        reading = _read(_unruled(rows))
    except Unreadable:
        return
    assert not reading.tables


def test_a_number_at_the_middle_of_its_row_leaves_lines_for_nobody_can_say_whose_they_are() -> None:
    words = [(x, 700.0, each) for x, each in zip((43, 83, 233, 383), HEADER[:4], strict=True)]
    for number, y in (("1", 660.0), ("2", 618.0), ("3", 576.0)):
        words += [(83, y + 14, "沿江码头未批先建，"), (43, y, number), (233, y, "拆除。"), (383, y, "县水利局")]
        words += [(83, y - 14, "扬尘污染严重。")]
    try:
        reading = _read(Sheetlet(words=words, size=10))
    except Unreadable:
        return
    assert not reading.tables


def test_a_page_of_paragraphs_holds_no_table() -> None:
    reading = _read(page_of(["整改清单", "1.整治排污口。（责任单位：市水务局；整改时限：2026年底）"]))
    assert not reading.tables
    assert len(reading.problems) == 1
