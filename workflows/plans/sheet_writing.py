"""A table as a spreadsheet and as comma-separated text. What people typed stays text: nothing in a cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

Cell = str | int | date | None
LONGEST = 32_767
"""Characters a cell can hold (ECMA-376, 18.3)."""
RUN = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take text for a formula when it opens comma-separated text."""


def spreadsheet(title: str, head: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[Cell]]) -> bytes:
    """An .xlsx file with one sheet: a bold head that stays when scrolling, a filter, dates as dates. `widths` in characters."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for number, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{chr(ord('A') + len(head) - 1)}{len(rows) + 1}"
    sheet.append([_bold(sheet, words) for words in head])
    for row in rows:
        sheet.append([_cell(sheet, each) for each in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def comma_separated(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte-order mark, so that Chinese spreadsheet programs read it right."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(head)
    writer.writerows([[_text(each) for each in row] for row in rows])
    return made.getvalue().encode("utf-8-sig")


def _text(value: Cell) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RUN) and not isinstance(value, int) else text


def _bold(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, value=words)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Cell) -> Any:
    kept: Any = value[:LONGEST] if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=kept)
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
