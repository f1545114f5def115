"""The cells of a problem's rows as parts, each with the field its column names and the row it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workflows.plans.blocks import block_of
from workflows.plans.reading import Number
from workflows.plans.shapes.item import Item, Part
from workflows.plans.sources import Cell
from workflows.plans.tables.headers import AREA, NUMBER, Header
from workflows.plans.tables.numbers import PrintedNumber, number_of

_UNITS = ("responsible_units", "lead_units", "participating_units", "supervising_units")


@dataclass
class Problem:
    """A problem while its rows are read."""

    rows: list[int]
    area: str | None
    area_line: int | None
    number: PrintedNumber | None
    cells: list[tuple[int, Cell]] = field(default_factory=list)  # column and cell


def item_of_rows(problem: Problem, header: Header) -> Item | None:
    """A problem's cells as parts in the order of columns, for the fields to be read as everywhere; None when it has no words."""
    parts = tuple(_parts(problem, header))
    lines = [block.line for part in parts for block in part.blocks]
    worded = any(part.field not in (None, "number") and part.blocks for part in parts)
    if not lines or not worded:
        return None
    first = next(
        (part.blocks[0] for part in parts if part.field == "text" and part.blocks),
        parts[0].blocks[0] if parts[0].blocks else None,
    )
    number = problem.number
    return Item(
        line=first.line if first else min(lines),
        head="",
        number=number.value if number else None,
        number_raw=number.raw if number else None,
        number_line=number.line if number else None,
        numbers=(*(number.others if number else ()), *_levels(problem, header)),
        area=problem.area,
        area_line=problem.area_line,
        parts=parts,
        sheet=next((cell.lines[0].spot.sheet for _, cell in problem.cells if cell.lines and cell.lines[0].spot), None),
    )


def _levels(problem: Problem, header: Header) -> Iterator[Number]:
    for column, cell in problem.cells:
        name = header.fields.get(column, "")
        if name.startswith(NUMBER) and name != NUMBER and (found := number_of(cell)):
            yield Number(level=name.partition(":")[2] or header.labels.get(column, ""), value=found.value)


def _parts(problem: Problem, header: Header) -> Iterator[Part]:
    """Cells of one row of several belong together (a measure, its unit, its day); cells over all rows belong to the problem."""
    again = _said_again(problem, header)
    several = {
        column
        for column in header.labels
        if len({cell.row for at, cell in problem.cells if at == column and id(cell) not in again}) > 1
    }
    for column, cell in sorted(problem.cells, key=lambda each: (each[1].row, each[0])):
        name = header.fields.get(column)
        own = column in several and name is not None
        silent = id(cell) in again or (name or "").startswith((NUMBER, AREA))
        yield Part(
            field="number" if silent else name,
            label=header.labels.get(column, ""),
            blocks=tuple(block_of(line) for line in cell.lines),
            group=-1 - cell.row if own and len(problem.rows) > 1 else 0,  # below 0: lines have groups of their own
            also="deadline" if column in header.dated else None,
        )
    yield from _empty(problem, header)


def _said_again(problem: Problem, header: Header) -> set[int]:
    """The cells (by identity) that say again what the row above says. A day said again beside another measure is that measure's own."""
    said: dict[tuple[int, str], int] = {}
    again = {id(cell) for column, cell in problem.cells if said.setdefault((column, cell.text), id(cell)) != id(cell)}
    measures = {id(cell) for column, cell in problem.cells if header.fields.get(column) == "measures"}
    rows = {cell.row for _, cell in problem.cells if id(cell) in measures - again}
    kept = {
        id(cell)
        for column, cell in problem.cells
        if len(rows) > 1 and cell.row in rows and header.fields.get(column) in (*_UNITS, "deadline")
    }
    return again - kept


def _empty(problem: Problem, header: Header) -> Iterator[Part]:
    """Columns for units or the deadline that this problem leaves empty: for a person to fill in."""
    filled = {header.fields.get(column) for column, _ in problem.cells}
    named = set(header.fields.values())
    for name in ("deadline",):
        if name in named and name not in filled:
            yield Part(field=name, label="", blocks=())
    for name in _UNITS[:2]:
        if name in named and not filled & set(_UNITS):
            yield Part(field=name, label="", blocks=())
            return
