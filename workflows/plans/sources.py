"""What every file format is turned into: lines and tables in reading order, each line with its place. Shapes read this and no format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from workflows.plans.lines import Line, Spot, stripped_line

MOST_TEXT = 10 * 1024 * 1024
"""Characters of a whole plan; the longest published one known has under a million."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cell:
    """A cell at its upper left position in the grid (from 0) with its spans; merged cells are one cell."""

    row: int
    column: int
    content: tuple[Element, ...]
    rows: int = 1
    columns: int = 1

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its lines, those of tables inside it among them."""
        flat = tuple(each for each in self.content if isinstance(each, Line))
        return flat if len(flat) == len(self.content) else tuple(_lines(self.content))

    @property
    def text(self) -> str:
        """Its lines as one text."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table as its cells, row by row; a merged cell stands in its first row only."""

    rows: tuple[tuple[Cell, ...], ...]


Element: TypeAlias = Line | Table


@dataclass(frozen=True)
class Source:
    """A whole file."""

    elements: tuple[Element, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in reading order, those of tables cell by cell."""
        return tuple(_lines(self.elements))


def _lines(elements: Sequence[Element]) -> Iterator[Line]:
    """Without recursion: tables may be nested deep."""
    stack: list[Iterator[Element]] = [iter(elements)]
    while stack:
        for element in stack[-1]:
            if isinstance(element, Line):
                yield element
                continue
            stack.append(iter([each for row in element.rows for cell in row for each in cell.content]))
            break
        else:
            stack.pop()


@dataclass
class Draft:
    """Gives lines their numbers while a file is read."""

    number: int = 0

    def lines(self, text: str, spot: Spot | None = None, *, foreign: str = "") -> list[Line]:
        """The lines of a paragraph or cell that carry something."""
        made = []
        for part in text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").split("\n"):
            if stripped := stripped_line(part):
                self.number += 1
                made.append(Line(self.number, stripped, spot, foreign))
        return made
