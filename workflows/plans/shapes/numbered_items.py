"""Numbered items under chapters and headings, with their duties in brackets, on lines below, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workflows.plans.blocks import Block
from workflows.plans.marks import Level
from workflows.plans.shapes.headings import LONGEST, is_heading
from workflows.plans.shapes.item import Item, item_of
from workflows.plans.shapes.tree import Node, leaves

_NEVER_A_LIST = re.compile(
    r"指导思想|总体(?:要求|目标|思路)|(?:基本|工作|有关)要求|(?:基本|工作)原则|(?:工作|整改|主要|总体)目标|保障(?:措施|机制|体系)|(?:组织|工作)保障|[、.．]保障$|组织(?:领导|实施)|督促检查|背景|意义|附则"
    r"|基本情况|职责分工$"
)
_SENTENCE_END = re.compile(r"[。；;：:]")
_LIST_BY_NAME = re.compile(r"措施|清单|整改任务")


def numbered_items(blocks: Sequence[Block]) -> tuple[Item, ...]:
    """One item per leaf of the tree of marks, out of the chapters that hold the plan's measures."""
    found = _candidates(leaves(blocks))
    return tuple(
        item_of(leaf.head, leaf.own, area=_area(leaf), area_line=leaf.parent.head.line if leaf.parent else None)
        for leaf in _of_chosen_chapters(found)
    )


def _candidates(found: list[Node]) -> list[Node]:
    """Leaves that are problems: no chapters of prose beside chapters of items, no headings without anything below."""
    deep = any(leaf.parent for leaf in found)
    items = any(leaf.level >= Level.ITEM for leaf in found)
    return [
        leaf
        for leaf in found
        if (leaf.parent or leaf.level > Level.CHAPTER or not deep)
        and not (items and not leaf.own and not leaf.evident() and is_heading(leaf.head))
        and (leaf.head.text or leaf.own)
    ]


def _of_chosen_chapters(found: list[Node]) -> list[Node]:
    """The chapters whose items name duties; else those called measures or lists; else all but aims, principles and safeguards."""
    evident = {_chapter(leaf) for leaf in found if leaf.evident()}
    if evident:
        return [leaf for leaf in found if _chapter(leaf) in evident]
    listed = [leaf for leaf in found if not _NEVER_A_LIST.search(_chapter(leaf))]
    named = [leaf for leaf in listed if _LIST_BY_NAME.search(_chapter(leaf))]
    return named or listed


def _chapter(leaf: Node) -> str:
    """The chapter a leaf stands in, as printed with its mark; empty for a leaf outside chapters or that is one itself."""
    return leaf.root.head.printed if leaf.parent and leaf.root.level <= Level.CHAPTER else ""


def _area(leaf: Node) -> str | None:
    if leaf.parent is None:
        return None
    heading = leaf.parent.head.text
    first = heading if len(heading) <= LONGEST else _SENTENCE_END.split(heading)[0]
    return first if 0 < len(first) <= 2 * LONGEST else None  # a whole paragraph above numbered lines names no area
