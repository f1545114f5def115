"""An empty register to fill in: headings in the words of the field, an example, the city's units to choose from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

TITLE = "整改问题清单"
EXPLANATION = (
    "填写说明：从“示例”行的下一行起，一个问题填一行；一个问题有几条措施，可以在一格里写 1. 2. 3.，也可以在下面另起一行只填措施。"
    "原文没有写的栏空着，不要猜。填好后在“方案”页上传。“示例”行不会登记，可以留着。"
)
_SHEET, _UNITS = "整改问题清单", "单位名单"
_ROWS = 2_000
_LINE = Side(style="thin", color="808080")
_BOX = Border(top=_LINE, bottom=_LINE, left=_LINE, right=_LINE)
_HEAD, _EXAMPLE = PatternFill("solid", fgColor="E7EEF7"), PatternFill("solid", fgColor="F2F2F2")
_UNIT = (
    "从列表中选一个；有几个单位时直接输入，用顿号（、）或换行隔开。列表里没有的单位照原文填写，登记时再由办公室明确。"
)
_COLUMNS = (
    ("编号", 8, "照原文的编号填，每个问题不同。", "示例"),
    ("方面", 14, "问题所在的章节或类别，例如 水环境。没有就空着。", "水环境"),
    ("问题", 44, "照原文填写问题，不改字。", "云溪河部分河段雨污混流，污水直排入河。"),
    ("整改目标", 30, "原文的整改目标，销号时按它衡量。", "消除污水直排，断面水质达到Ⅲ类。"),
    ("整改措施", 44, "几条措施写成 1. 2. 3.；措施自己的时限写在它的文字里。", "1.2026年6月底前完成雨污分流改造3.5公里。\n2.建立管护机制，长期坚持。"),
    ("责任单位", 24, _UNIT, "云溪县人民政府"),
    ("牵头单位", 20, _UNIT, "市水务局"),
    ("配合单位", 20, _UNIT, "市住房城乡建设局、市生态环境局"),
    ("督导单位", 20, _UNIT, "市政府督查室"),
    ("责任人", 14, "照原文填写。", "王某某"),
    ("整改时限", 18, "填日期（例如 2026-12-31），或照原文填写（例如 2026年底前、立行立改、长期坚持）。", "2026-12-31"),
    ("整改进展", 30, "原文写了进展的才填。", ""),
)  # fmt: skip


def template(units: Sequence[str]) -> bytes:
    """The spreadsheet; `units` are the city's, by their names, for the lists to choose from."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _SHEET
    _set_up(sheet)
    _write_head(sheet)
    _write_example(sheet)
    listed = _list_units(book, units)
    for number, (heading, _, explanation, _) in enumerate(_COLUMNS, 1):
        _explain(sheet, get_column_letter(number), heading, explanation, listed if heading.endswith("单位") else "")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _set_up(sheet: Any) -> None:
    for number, (_, width, _, _) in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes, sheet.print_title_rows = "D4", "3:3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8  # A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_head(sheet: Any) -> None:
    for row, words in ((1, TITLE), (2, EXPLANATION)):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_COLUMNS))
        sheet.cell(row, 1, words).alignment = Alignment(wrap_text=True, vertical="center")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.row_dimensions[2].height = 36
    for number, (heading, _, _, _) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(3, number, heading)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _BOX


def _write_example(sheet: Any) -> None:
    for number, (_, _, _, example) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(4, number, example or None)
        cell.font, cell.fill, cell.border = Font(italic=True, color="595959"), _EXAMPLE, _BOX
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _list_units(book: Workbook, units: Sequence[str]) -> str:
    """The range of a hidden sheet with the units' names; empty where the city has none yet."""
    if not units:
        return ""
    sheet = book.create_sheet(_UNITS)
    sheet.sheet_state = "hidden"
    for row, name in enumerate(units, 1):
        sheet.cell(row, 1, name).data_type = "s"
    return f"'{_UNITS}'!$A$1:$A${len(units)}"


def _explain(sheet: Any, letter: str, heading: str, explanation: str, listed: str) -> None:
    """What is said when a cell is chosen. A list offers and does not refuse: a plan may name what the city has not entered."""
    rule = DataValidation(type="list" if listed else None, formula1=listed or None, allow_blank=True)
    rule.promptTitle, rule.prompt, rule.showInputMessage, rule.showErrorMessage = (
        heading,
        explanation[:250],
        True,
        False,
    )
    rule.add(f"{letter}5:{letter}{_ROWS}")
    sheet.add_data_validation(rule)
    for row in range(5, 35):  # ruled lines to write on; below them the sheet goes on as usual
        cell = sheet[f"{letter}{row}"]
        cell.border, cell.alignment = _BOX, Alignment(wrap_text=True, vertical="top")
    if heading == "整改时限":
        for row in range(5, _ROWS + 1):
            sheet[f"{letter}{row}"].number_format = "yyyy-mm-dd"
