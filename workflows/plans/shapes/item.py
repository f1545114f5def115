"""What every shape recogniser hands on: the lines of one problem, not yet read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from workflows.plans.blocks import Block
from workflows.plans.reading import Number


@dataclass(frozen=True, kw_only=True)
class Part:
    """A cell of a problem's row: its field (None: a column nobody knows), the words above it, its lines.

    Cells of one `group` belong together where a problem has several rows; 0 is the problem as a whole. Without lines the cell is empty.
    """

    field: str | None
    label: str
    blocks: tuple[Block, ...]
    group: int = 0
    also: str | None = None  # the other field the heading names: 整改措施及时限


@dataclass(frozen=True, kw_only=True)
class Item:
    """One problem as lines: what stands behind its number (`head`), the lines below, and the heading it stands under.

    A problem out of a table has `parts` instead of a head and blocks.
    """

    line: int
    head: str
    blocks: tuple[Block, ...] = ()
    number: str | None = None
    number_raw: str | None = None
    number_line: int | None = None  # where the number stands, if not on the first line
    numbers: tuple[Number, ...] = ()
    area: str | None = None
    area_line: int | None = None  # where its words stand; None for the name of a worksheet
    parts: tuple[Part, ...] = ()
    sheet: str | None = None  # the worksheet it stands on
    table: int = 0  # the how many-th register of the file it stands in; 0: in none

    def lines(self) -> set[int]:
        return {
            self.line,
            *(block.line for block in self.blocks),
            *(b.line for part in self.parts for b in part.blocks),
        }

    def in_area(self, area: str | None) -> Item:
        """The same under a heading."""
        return replace(self, area=area)


def item_under(heading: Block | None, head: Block, below: Sequence[Block]) -> Item:
    """An item that begins at a line, under the heading above it."""
    return item_of(head, below, area=heading.text if heading else None, area_line=heading.line if heading else None)


class Shape(Protocol):
    """A habit of writing plans. Called with the blocks of a document; an empty answer means: not this habit."""

    def __call__(self, blocks: Sequence[Block]) -> tuple[Item, ...]: ...


def item_of(head: Block, below: Sequence[Block], *, area: str | None, area_line: int | None = None) -> Item:
    """An item that begins at a marked line."""
    mark = head.mark
    return Item(
        line=head.line,
        head=head.text if mark else head.printed,
        blocks=tuple(below),
        number=mark.number if mark else None,
        number_raw=mark.raw if mark else None,
        numbers=mark.numbers if mark else (),
        area=area,
        area_line=area_line if area else None,
    )
