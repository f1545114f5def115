"""Ruled tables of a PDF page: the lines drawn on it tell the cells, the characters inside a cell tell its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.plans.formats.pdf_lines import Char, Printed, joined, paragraphs, printed_lines

_NEAR = 3.0  # points: lines that meet, or are one


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line; horizontal or vertical only."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def flat(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its place in the grid, its spans and its paragraphs."""

    row: int
    column: int
    rows: int
    columns: int
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Ruled:
    """A table on a page: where it stands, its column edges and its cells."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    boxes: tuple[Box, ...]

    def holds(self, char: Char) -> bool:
        middle = ((char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2)
        return self.edges[0] <= middle[0] <= self.edges[-1] and self.bottom <= middle[1] <= self.top


def tables_of(rules: Sequence[Rule], chars: Sequence[Char]) -> list[Ruled]:
    """The tables of a page from top to bottom: at least two rows and two columns."""
    found = [table for group in _groups(rules) if (table := _table(group, chars))]
    return sorted(found, key=lambda table: -table.top)


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that touch each other, directly or over others."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        rest = [group for group in groups if not any(group is each for each in touching)]
        groups = [*rest, [rule, *(each for group in touching for each in group)]]
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 <= other.x1 + _NEAR
        and other.x0 <= one.x1 + _NEAR
        and one.y0 <= other.y1 + _NEAR
        and other.y0 <= one.y1 + _NEAR
    )


def _edges(values: Sequence[float]) -> list[float]:
    """Positions without their near doubles, ascending."""
    kept: list[float] = []
    for each in sorted(values):
        if not kept or each - kept[-1] > _NEAR:
            kept.append(each)
    return kept


def _table(rules: Sequence[Rule], chars: Sequence[Char]) -> Ruled | None:
    flat, upright = [rule for rule in rules if rule.flat], [rule for rule in rules if not rule.flat]
    xs, ys = _edges([rule.x0 for rule in upright]), _edges([rule.y0 for rule in flat])[::-1]
    if len(xs) < 3 or len(ys) < 3:
        return None
    walls = _Walls(flat, upright, xs, ys)
    boxes = [_box(place, xs, ys, chars) for place in walls.places()]
    return Ruled(top=ys[0], bottom=ys[-1], edges=tuple(xs), boxes=tuple(boxes))


@dataclass(frozen=True)
class _Walls:
    """Which borders of the grid are drawn."""

    flat: Sequence[Rule]
    upright: Sequence[Rule]
    xs: Sequence[float]
    ys: Sequence[float]

    def places(self) -> list[tuple[int, int, int, int]]:
        """(row, column, rows, columns) of every cell: unit cells without a border between them are one."""
        taken: set[tuple[int, int]] = set()
        found = []
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                if (row, column) in taken:
                    continue
                columns = 1
                while column + columns < len(self.xs) - 1 and not self._right(row, column + columns - 1):
                    columns += 1
                rows = 1
                while row + rows < len(self.ys) - 1 and not any(
                    self._below(row + rows - 1, column + right) for right in range(columns)
                ):
                    rows += 1
                taken |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
                found.append((row, column, rows, columns))
        return found

    def _right(self, row: int, column: int) -> bool:
        x, y = self.xs[column + 1], (self.ys[row] + self.ys[row + 1]) / 2
        return any(abs(rule.x0 - x) <= _NEAR and rule.y0 <= y <= rule.y1 for rule in self.upright)

    def _below(self, row: int, column: int) -> bool:
        y, x = self.ys[row + 1], (self.xs[column] + self.xs[column + 1]) / 2
        return any(abs(rule.y0 - y) <= _NEAR and rule.x0 <= x <= rule.x1 for rule in self.flat)


def _box(place: tuple[int, int, int, int], xs: Sequence[float], ys: Sequence[float], chars: Sequence[Char]) -> Box:
    row, column, rows, columns = place
    left, right, top, bottom = xs[column], xs[column + columns], ys[row], ys[row + rows]
    inside = [
        char for char in chars if left <= (char.x0 + char.x1) / 2 < right and bottom <= (char.y0 + char.y1) / 2 < top
    ]
    return Box(row, column, rows, columns, _words(printed_lines(inside), right))


def _words(lines: Sequence[Printed], right: float) -> tuple[str, ...]:
    """The paragraphs of a cell: a line that fills the cell goes on in the next."""
    if not lines:
        return ()
    edge = max(right - 3.2 * lines[0].size, max(line.x1 for line in lines) - lines[0].size)
    left = min(line.x0 for line in lines)
    groups = paragraphs([(0, line) for line in lines], left=left, right=edge + 1.8 * lines[0].size)
    return tuple(joined(line for _, line in group) for group in groups)
