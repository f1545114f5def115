"""A register of our own, written for people in three formats, reads back as it was: value for value, with no new doubt and nothing left out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.plans.corpus import PLANS, Plan
from tests.plans.corpus.held import PLANS as HELD
from tests.plans.corpus.unseen import PLANS as UNSEEN
from tests.plans.samples import SAMPLES, SHARED, needs_samples, needs_sources
from workflows.plans import Deadline, MeasureReading, Number, PlanReading, ProblemReading, read_file
from workflows.plans.exchange.as_json import as_json, plain_of
from workflows.plans.exchange.as_sheet import as_sheet
from workflows.plans.exchange.as_word import as_word
from workflows.plans.exchange.rows import Unwritable
from workflows.rules.errors import Unreadable

Write = Callable[[str | None, Iterable[ProblemReading]], bytes]
WRITERS: dict[str, Write] = {"Excel": as_sheet, "Word": as_word, "JSON": as_json}
SOURCES = sorted((SHARED / "sources").glob("*.txt"))


def assert_comes_back(reading: PlanReading, write: Write) -> None:
    """Every value of every problem, the title, the indicators; no doubt that was not there before, no line left out."""
    back = read_file(write(reading.title, reading.problems), name=reading.name)

    assert back.title == reading.title
    assert [plain_of(each) for each in back.problems] == [plain_of(each) for each in reading.problems]
    assert [indicators(each) for each in back.problems] == [indicators(each) for each in reading.problems]
    assert {warning.code for warning in back.warnings} <= {warning.code for warning in reading.warnings}
    assert back.left_out == ()


def indicators(problem: ProblemReading) -> list[object]:
    own = [*problem.indicators, *(each for measure in problem.measures for each in measure.indicators)]
    return [{**each.to_json(), "line": 0} for each in own]


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.slow
@pytest.mark.parametrize("plan", [*PLANS, *UNSEEN, *HELD], ids=lambda plan: plan.name)
def test_an_invented_plan_comes_back_as_it_was(plan: Plan, write: Write) -> None:
    assert_comes_back(read_file(plan.build(), name=plan.name), write)


@needs_samples
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_comes_back_as_it_was_and_still_equals_what_is_expected(path: Path, write: Write) -> None:
    reading = read_file(path.read_bytes(), name=path.name)
    assert_comes_back(reading, write)

    back = json.loads(json.dumps(read_file(write(reading.title, reading.problems), name="回.").to_json()))
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text())
    for problem, wanted in zip(back["problems"], expected["problems"], strict=True):
        assert {key: problem[key] for key in wanted} == wanted


@needs_sources
@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_published_text_comes_back_as_it_was(path: Path, write: Write) -> None:
    assert_comes_back(read_file(path.read_bytes(), name=path.name), write)


WORDS = st.sampled_from(
    [
        *("河道", "污水直排", "Ａ１", "１２％", "(责任单位：市水务局)", "【整改时限】", "一是", "1.", "，", "、", "；", "。", "㎡"),
        *("整改措施（一行一项）", "措施 1", "销号清单格式一", "编号", "点击下载", "24μg/m³", "_x0041_", "=1+1", "#N/A", "'", "<w:t>", "&amp;"),
        *("𠮷", "é", "\u3000", " ", "\t", "2026年6月底前", "到年", "等部门", "长期坚持", "市：9", "\u200b", "\ufeff", "公示期间如有异议"),
    ]
)  # fmt: skip
SIGNS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=4)
EDGES = " \t\u3000\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad\u2028\u2029"  # no reader keeps them around a line
LINES = st.lists(WORDS | SIGNS, min_size=1, max_size=5).map("".join)
LINE = LINES.map(lambda text: text.strip(EDGES)).filter(bool)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
UNITS = st.lists(LINE, max_size=3).map(tuple)
DEADLINES = st.none() | st.builds(
    Deadline,
    raw=TEXT,
    date=st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    long_term=st.booleans(),
    immediate=st.booleans(),
)
MEASURES = st.builds(MeasureReading, text=TEXT, line=st.just(0), deadline=DEADLINES, units=UNITS)
NUMBERS = st.builds(Number, level=st.sampled_from(["市", "省", ""]), value=st.sampled_from(["9", "8-2", "A-01"]))
MAYBE = st.none() | TEXT
PROBLEMS = st.builds(
    ProblemReading,
    number=LINE,
    number_raw=st.none() | LINE,
    line=st.just(0),
    text=TEXT,
    area=st.none() | LINE,
    numbers=st.lists(NUMBERS, max_size=2).map(tuple),
    target=MAYBE,
    measures=st.lists(MEASURES, max_size=3).map(tuple),
    responsible_units=UNITS,
    lead_units=UNITS,
    participating_units=UNITS,
    supervising_units=UNITS,
    responsible_persons=MAYBE,
    deadline=DEADLINES,
    progress=MAYBE,
)


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@settings(max_examples=20, deadline=None)
@given(title=st.none() | st.just("青禾市整改清单"), problems=st.lists(PROBLEMS, min_size=1, max_size=4))
@example(title=None, problems=[ProblemReading(number="1", number_raw=None, line=0, text="措施 1")])
def test_any_register_comes_back_as_it_was(write: Write, title: str | None, problems: list[ProblemReading]) -> None:
    back = read_file(write(title, problems), name="任意")

    assert (back.title, [plain_of(each) for each in back.problems]) == (title, [plain_of(each) for each in problems])


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\ud800", "\uffff"], ids=lambda each: f"{ord(each):04X}")
def test_a_character_no_file_can_hold_is_refused_with_its_place(write: Write, character: str) -> None:
    problem = ProblemReading(number="3", number_raw=None, line=0, text="河道", target=f"达标{character}")

    with pytest.raises(Unwritable, match=f"编号 3 的“整改目标”里有不能写进文件的字符 U\\+{ord(character):04X}"):
        write("清单", [problem])


def test_a_text_longer_than_a_cell_is_refused_for_the_spreadsheet_alone() -> None:
    problem = ProblemReading(number="3", number_raw=None, line=0, text="河" * 32_768)

    with pytest.raises(Unwritable, match="有 32768 字，一个单元格最多 32767 字；可以改为导出 Word 或 JSON"):
        as_sheet("清单", [problem])

    assert read_file(as_word("清单", [problem]), name="长").problems[0].text == problem.text


REGISTER = [
    ProblemReading(
        number="8",
        number_raw="序号8",
        numbers=(Number(level="市", value="9"),),
        line=0,
        area="水环境",
        text="河道淤积。",
        target="水质达标",
        measures=(
            MeasureReading(text="清淤", line=0, deadline=Deadline(raw="2026年6月底前", date=date(2026, 6, 30))),
            MeasureReading(text="管护", line=0, deadline=Deadline(raw="长期坚持", long_term=True), units=("市水务局",)),
        ),
        responsible_units=("云溪县人民政府", "各县、区政府"),
        deadline=Deadline(raw="2026年底，立行立改", date=date(2026, 12, 31), immediate=True),
    )
]


def test_a_person_reads_the_spreadsheet_too() -> None:
    sheet = load_workbook(io.BytesIO(as_sheet("青禾市整改清单", REGISTER))).active
    assert sheet is not None

    assert sheet["A1"].value == "青禾市整改清单"
    heads = {cell.value: cell.column for cell in sheet[3]}
    assert sheet.cell(4, heads["责任单位（一行一个）"]).value == "云溪县人民政府\n各县、区政府"
    assert sheet.cell(4, heads["整改时限（日期）"]).value.date() == date(2026, 12, 31)
    assert [sheet.cell(row, heads["整改措施（一行一项）"]).value for row in (4, 5)] == ["清淤", "管护"]
    assert sheet.freeze_panes == "D4"


def test_a_person_reads_the_word_file_too() -> None:
    file = docx.Document(io.BytesIO(as_word("青禾市整改清单", REGISTER)))

    assert file.paragraphs[0].text == "青禾市整改清单"
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert ["问题", *["河道淤积。"] * 5] in rows
    assert ["措施 1", "清淤", "2026年6月底前", "2026-06-30", "", ""] in rows
    assert ["措施 2", "管护", "长期坚持", "", "长期坚持", "市水务局"] in rows


def test_whoever_changes_the_words_and_not_the_day_is_asked() -> None:
    book = load_workbook(io.BytesIO(as_sheet("清单", REGISTER)))
    sheet = book.active
    assert sheet is not None
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "2026年底，立行立改")
    cell.value = "2027年底"
    saved = io.BytesIO()
    book.save(saved)

    reading = read_file(saved.getvalue(), name="改过的.xlsx")

    assert [(each.code, each.place) for each in reading.warnings] == [("several-dates", "“问题清单”表 O4 单元格")]
    assert reading.problems[0].deadline == Deadline(raw="2027年底", date=date(2026, 12, 31), immediate=True)
    assert reading.problems[0].found["deadline"].certainty == "doubtful"


def test_what_the_command_line_prints_is_read_as_well() -> None:
    printed = json.dumps(read_file(as_json("清单", REGISTER), name="一").to_json(), ensure_ascii=False).encode()

    again = read_file(printed, name="二")

    assert [each.text for each in again.problems] == ["河道淤积。"]
    assert again.problems[0].found["text"].place == "第 1 个问题"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"problems": [', "不是完整的 JSON"),
        ('{"problems": ' + "[" * 100_000, "不是完整的 JSON"),
        ('{"problems": []}', "没有问题的列表"),
        ('{"problems": 5}', "没有问题的列表"),
        ('{"problems": ["甲"]}', "第 1 个问题）：应是一个对象"),
        ('{"problems": [{"number": "1", "text": 5}]}', "第 1 个问题的 text）：不是这一栏应有的内容"),
        ('{"problems": [{"text": "甲"}]}', "第 1 个问题的 number）：没有编号"),
        ('{"problems": [{"number": "1", "text": "甲", "deadline": {"date": "2026-02-30"}}]}', "deadline的 date）"),
        ('{"problems": [{"number": "1", "text": "甲", "lead_units": [1]}]}', "lead_units）"),
        ('{"problems": [{"number": "1", "text": "甲\\u0007"}]}', "U+0007"),
    ],
)
def test_json_that_is_no_register_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises((Unreadable, Unwritable)) as refused:
        read_file(text.encode(), name="坏.json")

    assert said in str(refused.value)
