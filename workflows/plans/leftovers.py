"""The lines no problem took, in runs, with the reason: nothing of a plan disappears without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.plans.blocks import Block, Document
from workflows.plans.marks import Level
from workflows.plans.reading import LeftOut
from workflows.plans.roles import Segment
from workflows.plans.shapes import Item
from workflows.plans.shapes.headings import is_heading, opens_chapter

_SHORTEST = 6  # characters of a line that may be half a title


@dataclass(frozen=True)
class _Line:
    number: int
    why: str
    text: str


def left_out(
    document: Document, items: Sequence[Item], segments: Iterable[Segment], used: frozenset[int] = frozenset()
) -> tuple[LeftOut, ...]:
    """Runs of lines outside the problems, and the single lines inside them that no field took. `used` are the headers of tables."""
    inside = [_Line(segment.line, segment.why, segment.text) for segment in segments]
    foreign = [_Line(line.number, line.foreign, line.text) for line in document.foreign]
    outside = (line for line in _outside(document, items) if line.number not in used)
    lines = sorted([*outside, *inside, *foreign], key=lambda line: line.number)
    return tuple(_runs(lines))


def _outside(document: Document, items: Sequence[Item]) -> Iterator[_Line]:
    taken = set().union(*(item.lines() for item in items))
    holding = _headings_with_items(document.blocks, taken) | {item.area_line for item in items if item.area_line}
    chapter: str | None = None
    seen = False
    for block in document.blocks:
        if opens_chapter(block):
            chapter = None if block.line in holding else block.text
        seen = seen or block.line in taken
        if block.line not in taken and not _of_title(block, document.title) and block.line not in holding:
            yield _Line(block.line, _why(chapter, seen), block.printed)


def _of_title(block: Block, title: str | None) -> bool:
    """The title's line, or one of the two it is broken over."""
    printed = block.printed
    if title is None or len(printed) < _SHORTEST:
        return printed == title
    return title.startswith(printed) or title.endswith(printed)


def _why(chapter: str | None, seen: bool) -> str:
    if chapter:
        return f"“{chapter}”一章不是问题清单"
    return "不属于任何一个问题" if seen else "清单之前的文字"


def _headings_with_items(blocks: Sequence[Block], taken: set[int]) -> set[int]:
    """The lines of headings with a problem below them, before the next heading of the same or a higher level. One pass from the end."""
    below = dict.fromkeys(Level, False)
    holding: set[int] = set()
    for block in reversed(blocks):
        if block.line in taken:
            below = dict.fromkeys(Level, True)
        elif block.mark and (is_heading(block) or opens_chapter(block)):
            if below[block.mark.level]:
                holding.add(block.line)
            below |= {level: False for level in Level if level >= block.mark.level}
    return holding


def _runs(lines: Sequence[_Line]) -> Iterator[LeftOut]:
    """Neighbouring lines with one reason make one entry; blank lines between them do not count."""
    start = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following and following.why == line.why and following.number - line.number <= 3:
            continue
        yield LeftOut(first=lines[start].number, last=line.number, why=line.why, text=lines[start].text[:40])
        start = index + 1
