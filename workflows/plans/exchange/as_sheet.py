"""A register as a spreadsheet: headings that stay when scrolling, dates as dates, a line above each problem, set to print on A3 across."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from workflows.plans.exchange.layout import COLUMNS, DATES, EXPLANATION, HEADING_OF
from workflows.plans.exchange.rows import Unwritable, entries_of, table_of
from workflows.plans.reading import ProblemReading
from workflows.plans.sheet_writing import LONGEST

SHEET = "问题清单"
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LINE = Side(style="thin", color="808080")
_HEAD = PatternFill("solid", fgColor="E7EEF7")
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def as_sheet(title: str | None, problems: Iterable[ProblemReading]) -> bytes:
    """The whole register. Raises Unwritable for what no cell can hold."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    _set_up(sheet, head_row=3 if title else 2)
    top = list(table_of(title, ()))
    for words in top[:-1]:
        bold = Font(bold=True, size=16) if words[0] != EXPLANATION else Font(color="555555")
        sheet.append([_cell(sheet, words[0], font=bold, wrapped=False)])
    sheet.append([_cell(sheet, words, font=Font(bold=True), head=True) for words in top[-1]])
    try:
        for problem in problems:
            _append(sheet, problem)
    except Unwritable:
        sheet.close()  # a stream that is left open complains when it is thrown away
        raise
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _append(sheet: Any, problem: ProblemReading) -> None:
    for index, entry in enumerate(entries_of(problem)):
        _check(problem.number, entry)
        sheet.append([_value(sheet, column.key, entry.get(column.key, ""), index == 0) for column in COLUMNS])


def _set_up(sheet: Any, *, head_row: int) -> None:
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"D{head_row + 1}"
    sheet.print_title_rows = f"{head_row}:{head_row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _check(number: str, entry: Any) -> None:
    for key, words in entry.items():
        if len(words) > LONGEST:
            why = f"有 {len(words)} 字，一个单元格最多 {LONGEST} 字；可以改为导出 Word 或 JSON"
            raise Unwritable(number=number, field=HEADING_OF[key], key=key, why=why, english="too long for a cell")


def _value(sheet: Any, key: str, words: str, first: bool) -> Any:
    if not words:
        return _cell(sheet, None, first=first)
    if key in DATES:
        cell = _cell(sheet, date.fromisoformat(words), first=first)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return _cell(sheet, words, first=first)


def _cell(
    sheet: Any,
    value: str | date | None,
    *,
    font: Font | None = None,
    wrapped: bool = True,
    head: bool = False,
    first: bool = False,
) -> Any:
    """What looks like a formula or an escape stays text (ECMA-376, 22.9.2.19: _x followed by four figures is a character)."""
    kept: Any = _ESCAPED.sub("_x005F_", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=kept)
    if isinstance(value, str):
        cell.data_type = "s"
    if font:
        cell.font = font
    if head:
        cell.fill = _HEAD
    if head or first:
        cell.border = Border(top=_LINE, bottom=_LINE if head else None)
    if wrapped:
        cell.alignment = _WRAPPED
    return cell
