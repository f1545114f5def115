"""The lines no problem took, in runs, with the reason: nothing of a plan disappears without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.plans.blocks import Block, Document
from workflows.plans.marks import Level
from workflows.plans.reading import LeftOut
from workflows.plans.segments import Segment
from workflows.plans.shapes import Item
from workflows.plans.shapes.headings import is_heading


@dataclass(frozen=True)
class _Line:
    number: int
    why: str
    text: str


def left_out(document: Document, items: Sequence[Item], segments: Iterable[Segment]) -> tuple[LeftOut, ...]:
    """Runs of lines outside the problems, and the single lines inside them that no field took."""
    inside = [_Line(segment.line, segment.why, segment.text) for segment in segments]
    lines = sorted([*_outside(document, items), *inside], key=lambda line: line.number)
    return tuple(_runs(lines))


def _outside(document: Document, items: Sequence[Item]) -> Iterator[_Line]:
    taken = set().union(*(item.lines() for item in items))
    areas = {item.area for item in items}
    chapter: str | None = None
    seen = False
    for block in document.blocks:
        if block.mark and block.mark.level <= Level.CHAPTER and is_heading(block):
            chapter = block.text if not _holds_items(document.blocks, block, taken) else None
        seen = seen or block.line in taken
        if block.line not in taken and block.printed != document.title and not (is_heading(block) and block.text in areas):
            yield _Line(block.line, _why(chapter, seen), block.printed)


def _why(chapter: str | None, seen: bool) -> str:
    if chapter:
        return f"“{chapter}”一章不是问题清单"
    return "不属于任何一个问题" if seen else "清单之前的文字"


def _holds_items(blocks: Sequence[Block], chapter: Block, taken: set[int]) -> bool:
    """Whether a problem stands between this chapter's heading and the next."""
    start = next(index for index, block in enumerate(blocks) if block is chapter)
    for block in blocks[start + 1 :]:
        if block.mark and block.mark.level <= Level.CHAPTER and is_heading(block):
            return False
        if block.line in taken:
            return True
    return False


def _runs(lines: Sequence[_Line]) -> Iterator[LeftOut]:
    """Neighbouring lines with one reason make one entry; blank lines between them do not count."""
    start = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following and following.why == line.why and following.number - line.number <= 3:
            continue
        yield LeftOut(first=lines[start].number, last=line.number, why=line.why, text=lines[start].text[:40])
        start = index + 1
