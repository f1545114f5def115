"""Headings: the line a problem stands under, and chapters that are never lists of problems."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workflows.plans.blocks import Block
from workflows.plans.labels import opens_with_label
from workflows.plans.marks import Level

LONGEST = 40  # a heading is a phrase; longer lines are paragraphs
_SENTENCE = re.compile(r"[。；;！!]")


def is_heading(block: Block) -> bool:
    """A marked phrase above items, such as （一）加快补齐环境基础设施短板; a label (三、重点措施) is none."""
    if block.mark is None or block.mark.level in (Level.ITEM, Level.SUBITEM, Level.PROBLEM):
        return False
    short = 0 < len(block.text) <= LONGEST and not _SENTENCE.search(block.text)
    return short and opens_with_label(block.text, heading=True) is None


def opens_chapter(block: Block) -> bool:
    """A chapter's heading, also where its words could be a label: 四、主要措施 above numbered measures."""
    return (
        block.mark is not None
        and block.mark.level <= Level.CHAPTER
        and 0 < len(block.text) <= LONGEST
        and not _SENTENCE.search(block.text)
    )


def headings_above(blocks: Sequence[Block]) -> list[Block | None]:
    """For each block the nearest heading before it."""
    above: list[Block | None] = []
    heading: Block | None = None
    for block in blocks:
        above.append(heading)
        heading = block if is_heading(block) else heading
    return above
