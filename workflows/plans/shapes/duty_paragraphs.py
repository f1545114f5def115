"""Paragraphs without numbers, each ending in （…牵头，…参与） or in labels: what stands at the end makes a paragraph a duty."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.plans.blocks import Block
from workflows.plans.duties import has_duty
from workflows.plans.labels import labels_in
from workflows.plans.shapes.headings import headings_above, is_heading
from workflows.plans.shapes.item import Item, item_under
from workflows.plans.shapes.tree import leaves


def duty_paragraphs(blocks: Sequence[Block]) -> tuple[Item, ...]:
    """One item per paragraph with a duty bracket. Not this habit when numbered items carry the brackets."""
    duties = [index for index, block in enumerate(blocks) if _carries_duty(block)]
    bare = [index for index in duties if blocks[index].mark is None]
    numbered = [leaf for leaf in leaves(blocks) if not is_heading(leaf.head)]
    if not bare or len(bare) * 2 <= len(duties) or len(numbered) >= len(bare):
        return ()
    above = headings_above(blocks)
    return tuple(item_under(above[index], blocks[index], ()) for index in duties)


def _carries_duty(block: Block) -> bool:
    """In brackets at the end, or behind the text with a label: 清淤。责任单位：市水务局。"""
    labels = labels_in(block.printed)
    return has_duty(block.printed) or bool(labels and labels[0].start > 0)
