"""Spreadsheets: every worksheet as one table, cells with the words Excel shows and their address, merged ranges as one cell.

Read in a stream: a register of ten thousand problems is a usual file, a sheet of a million rows is refused after a bounded part of it.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from workflows.plans.errors import PlanUnreadable, in_whole
from workflows.plans.formats.excel_values import shown
from workflows.plans.formats.packages import Package, check_no_entities
from workflows.plans.lines import Spot
from workflows.plans.sources import MOST_TEXT, Cell, Draft, Element, Source, Table

MOST_ROWS = 60_000
"""Rows with content, over all sheets; the largest register known has a few thousand."""
MOST_COLUMNS = 100
BLANK_RUN = 5_000
"""Empty rows in a row after which a sheet is taken to end."""
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")
_WINDOW = 1 << 20


@dataclass(frozen=True)
class _Range:
    rows: int
    columns: int


def read_excel(package: Package) -> Source:
    """The worksheets of an .xlsx in order. Raises PlanUnreadable for damage, too many rows, too much text and hostile parts."""
    draft = Draft()
    try:
        _check_parts(package)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about validations and styles that are not read
            book = load_workbook(io.BytesIO(package.data), read_only=True, data_only=True, keep_links=False)
            paths = _sheet_paths(package)
            elements = tuple(
                element
                for sheet in book.worksheets
                for element in _sheet(sheet, _merges(package, paths.get(sheet.title)), draft)
            )
    except PlanUnreadable:
        raise
    except MemoryError:
        raise
    except Exception as broken:
        # openpyxl raises KeyError, ValueError, TypeError, XML errors and more for damaged workbooks
        raise in_whole(
            "表格文件已损坏，打不开，请用 Excel 或 WPS 打开后重新保存", "the workbook is damaged"
        ) from broken
    return Source(elements)


def _check_parts(package: Package) -> None:
    """Every part the library will hold in memory must be small enough, and none may declare entities."""
    for name in package.archive.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        if name.startswith("xl/worksheets/"):
            with package.archive.open(name) as part:
                check_no_entities(part.read(4096))
        elif name.startswith(("xl/sharedStrings", "xl/workbook", "xl/styles", "xl/_rels", "_rels", "[")):
            check_no_entities(package.read(name))


def _sheet_paths(package: Package) -> dict[str, str]:
    """Name of a sheet → its part."""
    targets: dict[str, str] = {}
    for element in package.xml("xl/_rels/workbook.xml.rels"):
        target = element.get("Target") or ""
        targets[element.get("Id") or ""] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    paths = {}
    for element in package.xml("xl/workbook.xml").iter():
        if isinstance(element.tag, str) and etree.QName(element).localname == "sheet":
            identity = next((value for key, value in element.attrib.items() if str(key).endswith("}id")), "")
            paths[element.get("name") or ""] = targets.get(str(identity), "")
    return paths


def _merges(package: Package, path: str | None) -> dict[tuple[int, int], _Range]:
    """(row, column) from 0 of a merged range's first cell → its size. They stand behind the rows, where no stream reader looks."""
    found: dict[tuple[int, int], _Range] = {}
    if not path or not package.has(path):
        return found
    kept = b""
    with package.archive.open(path) as part:
        while chunk := part.read(_WINDOW):
            window = kept + chunk
            for match in _MERGED.finditer(window):
                left, top, right, bottom = (int(edge or 1) for edge in range_boundaries(match[1].decode()))
                found[top - 1, left - 1] = _Range(bottom - top + 1, min(right, MOST_COLUMNS) - left + 1)
            kept = window[-200:]
    return found


def _sheet(sheet: object, merges: Mapping[tuple[int, int], _Range], draft: Draft) -> Iterator[Element]:
    """A worksheet as one table; a hidden one as lines that are no part of the plan."""
    title, hidden = getattr(sheet, "title", ""), getattr(sheet, "sheet_state", "visible") != "visible"
    rows = list(_rows(sheet, title, merges, draft, "隐藏的工作表" if hidden else ""))
    end = Spot(sheet=title)
    if rows and not rows[-1]:
        rows.pop()
        yield from draft.lines(f"“{title}”表", end, foreign=f"连续 {BLANK_RUN} 行空白，其后没有再读")
    if hidden:
        yield from (line for row in rows for cell in row for line in cell.lines)
    elif rows:
        yield Table(tuple(rows))


def _rows(
    sheet: object, title: str, merges: Mapping[tuple[int, int], _Range], draft: Draft, foreign: str
) -> Iterator[tuple[Cell, ...]]:
    covered = _covered(merges)
    filled, blank, characters = 0, 0, 0
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # the stub of read-only sheets lacks it
    for index, printed in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS)):  # type: ignore[attr-defined]  # same
        cells = []
        for column, cell in enumerate(printed):
            words = shown(cell) if cell.value is not None else ""
            if not words or (index, column) in covered:
                continue
            spot = Spot(sheet=title, cell=f"{get_column_letter(column + 1)}{index + 1}")
            size = merges.get((index, column), _Range(1, 1))
            content = tuple(draft.lines(words, spot, foreign=foreign))
            characters += len(words)
            if content:
                cells.append(
                    Cell(row=index, column=column, content=content, rows=size.rows, columns=max(1, size.columns))
                )
        blank = 0 if cells else blank + 1
        filled += bool(cells)
        _check_bounds(title, filled, characters)
        if blank > BLANK_RUN:
            yield ()  # tells that the sheet was left before its end
            return
        if cells:
            yield tuple(cells)


def _covered(merges: Mapping[tuple[int, int], _Range]) -> frozenset[tuple[int, int]]:
    """Cells under a merged range but for its first. What an old file keeps in them is not shown by Excel."""
    covered = set()
    for (top, left), size in merges.items():
        if size.rows * size.columns <= 10_000:  # whole merged rows or columns hold nothing below
            covered |= {(top + down, left + right) for down in range(size.rows) for right in range(size.columns)} - {
                (top, left)
            }
    return frozenset(covered)


def _check_bounds(title: str, filled: int, characters: int) -> None:
    if filled > MOST_ROWS:
        raise in_whole(
            f"“{title}”表有内容的行超过 {MOST_ROWS} 行，请只保留整改清单，或拆成几份",
            f"over {MOST_ROWS} rows, split it",
        )
    if characters > MOST_TEXT:
        raise in_whole("文字太多，请拆成几份", "too much text, split it")
