"""A notice in sections, 一、整改问题 二、整改实施主体 …: each section heading is the label of a field. Several notices may follow each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from workflows.plans.blocks import Block
from workflows.plans.labels import DUTIES, labels_in, opens_with_label
from workflows.plans.marks import Level, number_in
from workflows.plans.shapes.headings import is_heading
from workflows.plans.shapes.item import Item, item_of

_NUMBERING = (Level.AREA, Level.ITEM, Level.PROBLEM)


def notices(blocks: Sequence[Block]) -> tuple[Item, ...]:
    """One item per label that opens a problem's text. Not this habit when such labels stand alone, without one for another field."""
    if len({field for block in blocks if (field := _field(block))}) < 2:
        return ()
    starts = [index for index, block in enumerate(blocks) if _field(block) == "text"]
    if titles := _titles(blocks, starts):
        return tuple(_titled(blocks, title, end) for title, end in pairwise([*titles, len(blocks)]))
    items = []
    for position, start in enumerate(starts):
        after = starts[position - 1] + 1 if position else 0
        end = _next_title(blocks, start, starts[position + 1]) if position + 1 < len(starts) else len(blocks)
        items.append(_item(blocks, after, start, end))
    return () if any(_holds_several(item.blocks) for item in items) else tuple(items)


def _titles(blocks: Sequence[Block], starts: Sequence[int]) -> list[int]:
    """一、城市黑臭水体治理不彻底 above （一）问题描述: the heading right above every section of a problem's text is the problem's title.

    Only where there are several, each with one of its own; a heading above one section alone may be that of a chapter.
    """
    own = [blocks[start].mark for start in starts]
    above = [blocks[start - 1] if start else None for start in starts]
    titled = all(
        mark and block and block.mark and block.mark.level < mark.level and is_heading(block)
        for mark, block in zip(own, above, strict=True)
    )
    return [start - 1 for start in starts] if titled and len(starts) > 1 else []


def _titled(blocks: Sequence[Block], title: int, end: int) -> Item:
    """A chapter without a label behind the problem's sections (三、保障措施) is no part of it."""
    head = blocks[title]
    own = blocks[title + 1 : end]
    level = head.mark.level if head.mark else Level.CHAPTER
    after = next((i for i, each in enumerate(own) if each.mark and each.mark.level <= level and not _field(each)), None)
    return item_of(head, own[:after], area=None)


def _holds_several(blocks: Sequence[Block]) -> bool:
    """Whether a label is only the heading above several problems (一、整改任务), each with labels of its own. Measures may have their own."""
    seen: set[str] = set()
    for block in blocks:
        field = _field(block)
        if field == "measures":
            return False
        if field in DUTIES and field in seen:
            return True
        if field and not _stands_alone(block):  # 二、牵头单位及责任单位 is the heading of labelled lines
            seen.add(field)
    return False


def _field(block: Block) -> str | None:
    return opens_with_label(block.text, heading=block.mark is not None)


def _stands_alone(block: Block) -> bool:
    labels = labels_in(block.text, heading=block.mark is not None)
    return bool(labels) and labels[0].end == len(block.text)


def _item(blocks: Sequence[Block], after: int, start: int, end: int) -> Item:
    """The label's line is kept among the blocks so that the fields are cut in one way for all habits."""
    item = Item(line=blocks[start].line, head="", blocks=tuple(blocks[start:end]))
    for block in _numbering(blocks, after, start, end):
        if block.mark:
            mark = block.mark
            return replace(item, number=mark.number, number_raw=mark.raw, numbers=mark.numbers, number_line=block.line)
    for block in blocks[after:start]:
        if found := number_in(block.printed):
            return replace(item, number=found[1], number_raw=found[0], number_line=block.line)
    return item


def _numbering(blocks: Sequence[Block], after: int, start: int, end: int) -> Iterator[Block]:
    """The lines whose mark may number the problem: the label's own (（一）整改任务：…, unless all sections are so marked), or one above."""
    own, rest = blocks[start].mark, blocks[start + 1 : end]
    if (
        own
        and own.level in _NUMBERING
        and not any(block.mark and block.mark.level is own.level and _field(block) for block in rest)
    ):
        yield blocks[start]
    for block in reversed(blocks[after:start]):
        if block.mark and block.mark.level in (Level.PROBLEM, Level.ITEM) and not _field(block):
            yield block


def _next_title(blocks: Sequence[Block], start: int, following: int) -> int:
    """Where the next notice's own title begins: behind the last labelled section of this one, at the line that names its number."""
    last_label = max(index for index in range(start, following) if index == start or _field(blocks[index]))
    for index in range(last_label + 1, following):
        mark = blocks[index].mark
        if number_in(blocks[index].printed) or (mark is not None and mark.level is Level.PROBLEM):
            return index
    return following
