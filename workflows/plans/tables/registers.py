"""Rows of a register to problems: merged cells belong to every row they cover, rows below a problem's own are its further measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workflows.plans.han import both
from workflows.plans.marks import mark_of
from workflows.plans.shapes.item import Item
from workflows.plans.sources import Cell
from workflows.plans.tables.grid import Grid
from workflows.plans.tables.headers import AREA, NUMBER, Header, repeats
from workflows.plans.tables.numbers import number_of
from workflows.plans.tables.row_parts import Problem, item_of_rows

_TOTAL = both(r"^(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_NOTE = both(r"^(?:注|备注|说明|填表|填报|联系人|审核|制表|单位(?:盖章|负责人)|附件)")
_EXAMPLE = both(
    r"^[（(【\[]?(?:填写|填表|填报)?(?:示例|样例|范例|举例|例如|例|说明)(?:行)?[\d一二三]?[）)】\]]?[：:]?$"
)


@dataclass(frozen=True)
class Found:
    """Problems of one table and the lines of its header."""

    items: tuple[Item, ...]
    used: frozenset[int]


def register_items(grid: Grid, header: Header) -> Found:
    """The problems of a register."""
    header = _with_text(header)
    used = {
        line.number
        for row in range(header.first, header.last + 1)
        for cell in grid.rows.get(row, ())
        for line in cell.lines
    }
    reader = _Reader(grid, header)
    items = tuple(item for problem in reader.problems() if (item := item_of_rows(problem, header)))
    return Found(items, frozenset(used | reader.used))


def _with_text(header: Header) -> Header:
    """A register of measures alone: what is to be done is the problem's text."""
    for instead in ("measures", "target"):
        if "text" not in header.fields.values() and (columns := header.columns(instead)):
            fields = header.fields | dict.fromkeys(columns, "text")
            return replace(header, fields=fields)
    return header


@dataclass
class _Reader:
    grid: Grid
    header: Header
    area: str | None = None
    area_line: int | None = None
    used: set[int] = field(default_factory=set)

    def problems(self) -> Iterator[Problem]:
        current: Problem | None = None
        for row in sorted(each for each in self.grid.rows if each > self.header.last):
            cells = self.grid.rows[row]
            if self._is_outside(cells):
                continue
            if current and (self._repeats(current, cells) or self._goes_on(current, row, cells)):
                current.rows.append(row)
                current.cells += [(cell.column, cell) for cell in cells]
                continue
            if current:
                yield current
            current = self._begin(row)
        if current:
            yield current

    def _is_outside(self, cells: tuple[Cell, ...]) -> bool:
        """Rows that are no problem: the header again, an area, a total, an example, a note. Areas are taken in, notes are left to be seen."""
        if repeats(self.header, cells):
            self.used |= {line.number for cell in cells for line in cell.lines}
            return True
        first = cells[0]
        if _TOTAL.match(first.text) or self._is_example(first):
            return True
        if len(cells) > 1 or not self._is_heading(first):
            return False
        if not _NOTE.match(first.text):
            self.area = _unmarked(first.text) or self.area
            self.area_line = first.lines[0].number
            self.used |= {line.number for line in first.lines}
        return True

    def _is_example(self, cell: Cell) -> bool:
        """A row that shows how to fill in the form: 示例 stands where the number would, or before the first column of a problem."""
        return self.header.fields.get(cell.column, NUMBER) == NUMBER and bool(_EXAMPLE.match(cell.text))

    def _is_heading(self, cell: Cell) -> bool:
        """A row with one cell: wide, or standing where a number would and being none. Not the rest of a row broken by a page."""
        wide = cell.columns > 1 and cell.columns * 2 >= len(self.header.labels)
        instead = self.header.fields.get(cell.column, NUMBER) == NUMBER and not _is_number(cell)
        return len(cell.text) <= 80 and (wide or instead)

    def _goes_on(self, current: Problem, row: int, cells: Sequence[Cell]) -> bool:
        """Whether a row belongs to the problem above: its number and text are covered from there, or it has neither."""
        own = {cell.column for cell in cells}
        numbers, texts = self.header.columns(NUMBER), self.header.columns("text")
        if any(column in own for column in numbers):
            return False
        if not any(column in own for column in texts):
            return self._covered(row, current, [*numbers, *texts]) or not self._elsewhere(row, [*numbers, *texts])
        if not numbers or current.number is None:
            return False
        rest = {self.header.fields.get(column) for column in own} - {"text", "measures", "target", "progress"}
        return self._covered(row, current, numbers) or not rest  # a text that goes on over a page has nothing beside it

    def _repeats(self, current: Problem, cells: Sequence[Cell]) -> bool:
        """Whether a row says the number and the text above it again: one row for each of a problem's units."""
        columns = {*self.header.columns(NUMBER), *self.header.columns("text")}
        again = [(cell.column, cell.text) for cell in cells if cell.column in columns]
        before = {(column, cell.text) for column, cell in current.cells}
        return bool(current.number) and len(again) == len(columns) > 1 and set(again) <= before

    def _covered(self, row: int, current: Problem, columns: Sequence[int]) -> bool:
        """Whether a merged cell that reaches down from the problem's own rows covers this one."""
        return any(
            (cell := self.grid.at(row, column)) and cell.row < row and cell.row in current.rows for column in columns
        )

    def _elsewhere(self, row: int, columns: Sequence[int]) -> bool:
        return any((cell := self.grid.at(row, column)) and cell.row < row and cell.lines for column in columns)

    def _begin(self, row: int) -> Problem:
        """A problem begins: it has what its row shows, also cells merged over several problems."""
        columns = range(self.grid.width)
        seen = [(column, cell) for column in columns if (cell := self.grid.at(row, column)) and cell.lines]
        kept = [
            (column, cell) for column, cell in seen if cell.column == column or cell.column not in self.header.fields
        ]
        number = next((number_of(cell) for column, cell in kept if self.header.fields.get(column) == NUMBER), None)
        areas = [cell for column, cell in kept if self.header.fields.get(column) == AREA]
        area = _unmarked(areas[0].text) if areas else self.area
        area_line = areas[0].lines[0].number if areas else self.area_line
        return Problem(rows=[row], area=area, area_line=area_line, number=number, cells=_once(kept))


def _unmarked(words: str) -> str:
    """一、海洋生态 without its number."""
    mark = mark_of(words)
    return " ".join((words[mark.end :] if mark else words).split())


def _once(cells: Sequence[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
    seen: dict[int, tuple[int, Cell]] = {}
    for column, cell in cells:
        seen.setdefault(id(cell), (column, cell))
    return list(seen.values())


def _is_number(cell: Cell) -> bool:
    return number_of(cell) is not None and len(cell.text) <= 20 and not re.search(r"[\u4e00-\u9fa5]{4,}", cell.text)
