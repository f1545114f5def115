"""问题编号5：… with labelled lines below: the mark names the problem outright."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from workflows.plans.blocks import Block
from workflows.plans.labels import opens_with_label
from workflows.plans.marks import Level
from workflows.plans.shapes.headings import headings_above
from workflows.plans.shapes.item import Item, item_under


def numbered_blocks(blocks: Sequence[Block]) -> tuple[Item, ...]:
    """One item per problem mark. Not this habit when no such mark is followed by a label."""
    starts = [index for index, block in enumerate(blocks) if block.mark and block.mark.level is Level.PROBLEM]
    above = headings_above(blocks)
    items = []
    for start, end in pairwise([*starts, len(blocks)]):
        below = _own(blocks[start + 1 : end])
        items.append(item_under(above[start], blocks[start], below))
    return tuple(items) if any(_labelled(item.blocks) for item in items) else ()


def _own(below: Sequence[Block]) -> Sequence[Block]:
    """A heading of a higher level that carries no label ends the problem: 二、水环境方面."""
    for index, block in enumerate(below):
        high = block.mark is not None and block.mark.level <= Level.CHAPTER
        if high and not opens_with_label(block.text, heading=True):
            return below[:index]
    return below


def _labelled(blocks: Sequence[Block]) -> bool:
    return any(opens_with_label(block.text, heading=block.mark is not None) for block in blocks)
