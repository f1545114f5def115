"""Tables that are registers: one problem per row (or group of rows), or one form per problem. What is no register is read as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflows.plans.errors import in_whole
from workflows.plans.lines import Line
from workflows.plans.shapes.item import Item
from workflows.plans.sources import Element, Source, Table
from workflows.plans.tables.forms import form_items
from workflows.plans.tables.grid import Grid, grid_of
from workflows.plans.tables.headers import Header, header_of
from workflows.plans.tables.registers import register_items

_FULL = 5  # fields a heading row names that is no form of two labels in a row
REGISTER, FORMS = "表格清单", "一题一表"


@dataclass(frozen=True)
class TableReading:
    """The problems tables hold, the lines of headers and labels, and the shape's Chinese name."""

    shape: str
    items: tuple[Item, ...]
    used: frozenset[int]


def read_tables(source: Source) -> TableReading | None:
    """The problems of all registers in a file, or of all forms; None when no table is one. Raises PlanUnreadable for an empty register."""
    tables = list(_tables(source.elements))
    registers = [register_items(grid, header) for grid, header in tables if header]
    if not any(found.items for found in registers):
        _check_filled(source, [header for _, header in tables if header])
    forms = [found for grid, _ in tables if (found := form_items(grid))]
    for shape, tables_found in ((REGISTER, registers), (FORMS, forms)):
        if items := tuple(replace(item, table=at) for at, each in enumerate(tables_found, 1) for item in each.items):
            return TableReading(shape, _with_sheets(items), frozenset().union(*(each.used for each in tables_found)))
    return None


def _check_filled(source: Source, headers: Sequence[Header]) -> None:
    """Raises PlanUnreadable for a form nobody has filled in: read otherwise, its headings would pass for values."""
    text = any(isinstance(element, Line) and not element.foreign for element in source.elements)
    if not text and any(len(header.fields) >= _FULL for header in headers):
        raise in_whole("清单表格里只有表头，还没有填写问题", "the register has headings and no problem")


def is_register(source: Source) -> bool:
    """Whether a table has a header a register has."""
    return any(header for _, header in _tables(source.elements))


def _tables(elements: Sequence[Element]) -> Iterator[tuple[Grid, Header | None]]:
    """Outer tables before those inside them; inside a register no other table is looked for."""
    stack = [element for element in reversed(elements) if isinstance(element, Table)]
    while stack:
        table = stack.pop()
        grid = grid_of(table)
        header = header_of(grid)
        yield grid, header
        if header is None:
            inner = [each for row in table.rows for cell in row for each in cell.content if isinstance(each, Table)]
            stack.extend(reversed(inner))


def _with_sheets(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Of several worksheets the name is the area of problems that have none: 水环境, 大气环境."""
    sheets = {item.sheet for item in items}
    return items if len(sheets) < 2 else tuple(item.in_area(item.area or item.sheet) for item in items)
