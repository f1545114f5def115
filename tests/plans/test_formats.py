"""What each format keeps: numbers Word prints by itself, dates as Excel shows them, pages joined, and every field with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from tests.plans.corpus.files import Auto, Grid, Sheet, excel, page_of, pdf, word
from workflows.plans import PlanReading, read_file
from workflows.plans.formats.kinds import Kind, kind_of
from workflows.plans.formats.office import converted
from workflows.plans.formats.word_numbers import numeral
from workflows.rules.errors import Unreadable

ROWS = [
    ["序号", "整改问题", "整改措施", "责任单位", "整改时限", "备注"],
    [1, "河道淤积。", "清淤。", "市水务局等", "年底前", "重点"],
]


def read(data: bytes, name: str = "方案") -> PlanReading:
    return read_file(data, name=name)


def test_every_field_of_a_spreadsheet_names_its_cell() -> None:
    reading = read(excel({"清单": Sheet(rows=ROWS)}))

    found = reading.problems[0].found
    assert {name: found[name].place for name in ("number", "text", "measures", "responsible_units")} == {
        "number": "“清单”表 A2 单元格",
        "text": "“清单”表 B2 单元格",
        "measures": "“清单”表 C2 单元格",
        "responsible_units": "“清单”表 D2 单元格",
    }
    assert found["text"].spot == {"sheet": "清单", "cell": "B2"}


def test_warnings_name_their_cell_and_make_only_their_field_doubtful() -> None:
    reading = read(excel({"清单": Sheet(rows=ROWS)}))

    assert [(each.code, each.field, each.place) for each in reading.warnings] == [
        ("open-ended-units", "responsible_units", "“清单”表 D2 单元格"),
        ("missing-date", "deadline", "“清单”表 E2 单元格"),
    ]
    grades = {name: place.certainty for name, place in reading.problems[0].found.items()}
    assert [name for name, grade in grades.items() if grade == "doubtful"] == ["responsible_units", "deadline"]
    assert grades["text"] == "certain"


def test_a_deadline_taken_from_the_text_is_likely_and_no_more() -> None:
    reading = read("整改清单\n1.2026年6月底前完成清淤。（责任单位：市水务局）\n".encode())

    assert reading.problems[0].found["deadline"].certainty == "likely"


def test_a_column_nobody_knows_is_left_out_in_words() -> None:
    left = read(excel({"清单": Sheet(rows=ROWS)})).left_out

    assert [(each.why, each.text, each.place) for each in left] == [
        ("不认识的栏目“备注”", "重点", "“清单”表 F2 单元格")
    ]


def test_the_whole_source_is_handed_on_for_the_page_that_shows_it() -> None:
    source = read(excel({"清单": Sheet(rows=ROWS)})).source

    assert [line.number for line in source] == list(range(1, 13))
    assert (source[-1].text, source[-1].place) == ("重点", "“清单”表 F2 单元格")


def test_a_paragraph_of_a_document_is_counted_as_a_person_counts() -> None:
    reading = read(
        word("整改清单", "", Auto(2, "清淤。（责任单位：市水务局）"), Auto(2, "补种。（责任单位：市林业局）"))
    )

    assert [problem.place for problem in reading.problems] == ["第 2 段", "第 3 段"]
    assert [problem.number for problem in reading.problems] == ["1", "2"]


def test_a_cell_of_a_document_names_table_row_and_column() -> None:
    grid = Grid(rows=[["序号", "整改问题", "责任单位"], ["1", "河道淤积。", "市水务局"]])

    assert read(word("整改清单", grid)).problems[0].found["responsible_units"].place == "第 1 个表格第 2 行第 3 列"


def test_deleted_words_of_a_tracked_change_are_not_read() -> None:
    data = word("整改清单", "1.清淤。（责任单位：市水务局）")
    changed = _in_document(
        data, "清淤。", "清淤。</w:t></w:r><w:del><w:r><w:delText>不做。</w:delText></w:r></w:del><w:r><w:t>"
    )

    assert read(changed).problems[0].text == "清淤。"


def _in_document(data: bytes, old: str, new: str) -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            if part == "word/document.xml":
                content = content.replace(old.encode(), new.encode())
                etree.fromstring(content)  # the test itself must not break the file
            after.writestr(part, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("number_format", "words", "day"),
    [
        ("yyyy-mm-dd", "2026-03-31", date(2026, 3, 31)),
        ('yyyy"年"m"月"d"日"', "2026年3月31日", date(2026, 3, 31)),
        ('yyyy"年"m"月"', "2026年3月", date(2026, 3, 31)),
    ],
)
def test_a_date_is_read_as_the_spreadsheet_shows_it(number_format: str, words: str, day: date) -> None:
    rows = [["序号", "整改问题", "整改时限"], [1, "河道淤积。", date(2026, 3, 31)]]
    deadline = read(excel({"清单": Sheet(rows=rows, formats={(1, 2): number_format})})).problems[0].deadline

    assert deadline is not None
    assert (deadline.raw, deadline.date) == (words, day)


def test_a_hidden_sheet_is_not_read_and_said_to_be_hidden() -> None:
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(excel({"清单": Sheet(rows=ROWS), "旧稿": Sheet(rows=ROWS)})))
    book["旧稿"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)

    reading = read(out.getvalue())

    assert len(reading.problems) == 1
    assert "隐藏的工作表" in {each.why for each in reading.left_out}


def test_headers_and_page_numbers_of_a_pdf_are_left_out_and_named() -> None:
    data = pdf(
        page_of(["整改清单", "1.清淤。（责任单位：市水务局）"], header="某市文件", footer="— 1 —"),
        page_of(["2.补种。（责任单位：市林业局）"], header="某市文件", footer="— 2 —"),
    )

    reading = read(data)

    assert [(problem.text, problem.place) for problem in reading.problems] == [
        ("清淤。", "第 1 页"),
        ("补种。", "第 2 页"),
    ]
    assert {each.why for each in reading.left_out} == {"页眉、页脚或页码"}


@pytest.mark.parametrize(
    ("count", "printed"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十")]
)
def test_word_counts_in_chinese_as_people_do(count: int, printed: str) -> None:
    assert numeral(count, "chineseCountingThousand") == printed


def test_the_kind_of_a_file_is_told_by_its_content() -> None:
    assert kind_of(word("x")) is Kind.PACKAGE
    assert kind_of(b"\n\n%PDF-1.4") is Kind.PDF
    assert kind_of(b"<!DOCTYPE html><html>") is Kind.PAGE
    assert kind_of(b"From: <Saved by Browser>\nMIME-Version: 1.0\n\n") is Kind.SAVED_PAGE
    assert kind_of("一、整改问题".encode()) is Kind.TEXT


def test_a_page_saved_as_one_file_is_read() -> None:
    page = "<html><body><p>整改清单</p><p>1.清淤。（责任单位：市水务局）</p></body></html>"
    saved = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n"

    assert read(saved + page.encode() + b"\n--x--\n").problems[0].text == "清淤。"


def test_an_old_file_is_turned_into_a_new_one_where_libreoffice_is(tmp_path: Path) -> None:
    """A stand-in for the program: it is called as LibreOffice is and leaves what LibreOffice would."""
    (tmp_path / "made.docx").write_bytes(word("整改清单", "1.清淤。（责任单位：市水务局）"))
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done\nmkdir -p "$out"\n'
        f'cp "{tmp_path}/made.docx" "$out/plan.docx"\n'
    )
    program.chmod(0o700)

    data = converted(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), program=str(program))

    assert read(data).problems[0].text == "清淤。"


def test_what_libreoffice_cannot_read_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match=r"LibreOffice 打不开.*另存为 \.docx"):
        converted(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), program="/bin/true")
