"""A table as a grid: which cell covers which place."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.plans.sources import Cell, Table


@dataclass(frozen=True)
class Grid:
    """Cells by the places they cover, rows and columns from 0."""

    height: int
    width: int
    covering: dict[tuple[int, int], Cell]
    rows: dict[int, tuple[Cell, ...]]  # row → the cells that begin in it and say something

    def at(self, row: int, column: int) -> Cell | None:
        return self.covering.get((row, column))


def grid_of(table: Table) -> Grid:
    """The grid of a table. Spans that run over others or over the edge are cut, not refused: pages are written by hand."""
    anchors = [cell for row in table.rows for cell in row]
    height = max((cell.row for cell in anchors), default=-1) + 1
    width = max((cell.column + min(cell.columns, 200) for cell in anchors), default=0)
    covering: dict[tuple[int, int], Cell] = {}
    for cell in anchors:
        for row in range(cell.row, min(cell.row + cell.rows, height)):
            for column in range(cell.column, min(cell.column + cell.columns, width)):
                covering.setdefault((row, column), cell)
    rows: dict[int, list[Cell]] = {}
    for cell in anchors:
        if cell.lines:
            rows.setdefault(cell.row, []).append(cell)
    return Grid(height, width, covering, {row: tuple(cells) for row, cells in rows.items()})
