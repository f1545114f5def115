"""The blocks of one problem cut into fields: labels on lines of their own, several on one line, duty parts in brackets, cells of a row.

A segment is one field's words on one line; the parts of a field that goes on over several lines are several segments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflows.plans.blocks import Block
from workflows.plans.duties import split_duties
from workflows.plans.furniture import closing_at
from workflows.plans.labels import DUTIES, RUNNING, Label, labels_in, opens_with_label, unknown_label, values
from workflows.plans.marks import Level
from workflows.plans.roles import Segment, roles_in
from workflows.plans.shapes.item import Item, Part

_BETWEEN = " \t\u3000；;，,、"


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The segments of a problem, and the duty brackets that never close, with their lines."""

    segments: tuple[Segment, ...]
    unclosed: tuple[tuple[int, str], ...]


def cut(item: Item) -> Cut:
    """Cut a problem into segments."""
    return _cut_parts(item) if item.parts else _cut_lines(item)


def _cut_lines(item: Item) -> Cut:
    inside = closing_at([block.printed for block in item.blocks])
    blocks = item.blocks[:inside]
    level = _section_level(blocks)
    head = Block(line=item.line, mark=None, text=item.head, printed=item.head)
    segments, unclosed = _run((head, *blocks), "text", level)
    segments += [
        Segment(field=None, line=block.line, text=block.printed, why="公示、联系方式或落款")
        for block in item.blocks[inside:]
    ]
    return Cut(segments=tuple(segments), unclosed=tuple(unclosed))


def _cut_parts(item: Item) -> Cut:
    segments: list[Segment] = []
    unclosed: list[tuple[int, str]] = []
    for part in item.parts:
        if part.field == "number":
            continue
        if part.field is None:
            why = f"不认识的栏目“{part.label}”" if part.label else "没有栏目名"
            segments += [Segment(field=None, line=block.line, text=block.printed, why=why) for block in part.blocks]
            continue
        if not part.blocks:
            segments.append(Segment(field=part.field, line=item.line, text="", opens=True))
        found, open_brackets = _run(part.blocks, part.field, None, cell=True)
        segments += _of_cell(found, part)
        unclosed += open_brackets
    return Cut(segments=tuple(segments), unclosed=tuple(unclosed))


def _of_cell(found: Sequence[Segment], part: Part) -> Iterator[Segment]:
    """The words of a cell stand behind the label above its column; they belong to its row unless a bracket says more."""
    for index, segment in enumerate(found):
        yield replace(
            segment,
            opens=segment.opens or (index == 0 and segment.field == part.field),
            group=part.group or segment.group,
            also=segment.also or part.also,
        )


def _run(
    blocks: Sequence[Block], field: str | None, level: Level | None, *, cell: bool = False
) -> tuple[list[Segment], list[tuple[int, str]]]:
    """Read lines that begin in a field, and go on in what their labels open. In a `cell` a field goes on to its end."""
    segments: list[Segment] = []
    unclosed: list[tuple[int, str]] = []
    also: str | None = None
    measure = 0  # the line of the last measure: a bracket behind it is its own
    resumed = _resumed(blocks)
    for block in blocks:
        if block.line in resumed:
            field = "measures"
        if section := _unknown_section(block, level):
            segments.append(section)
            field = None
            continue
        found, open_bracket = _line(_words(block), block.line, field, heading=block.mark is not None)
        for segment in found:
            if segment.field == "measures" and segment.text:
                measure = segment.line
            own = bool(resumed) or (segment.in_brackets and field == "measures")
            grouped = segment.field == "measures" or (own and segment.field in DUTIES)
            also = segment.also if segment.opens and not segment.in_brackets else also
            mine = replace(segment, also=also, group=measure if grouped and measure else segment.group)
            segments += roles_in(mine)
        field = _goes_on(found, field) or (field if cell else None)
        unclosed += [(block.line, open_bracket)] if open_bracket else []
    return segments, unclosed


def _resumed(blocks: Sequence[Block]) -> frozenset[int]:
    """The lines on which a list of measures goes on behind the unit or day of a single measure; none where those are the problem's own."""
    lines: set[int] = set()
    listed = between = False
    for block in blocks:
        opened = opens_with_label(block.text, heading=block.mark is not None)
        if opened == "measures":
            listed, between = True, False
        elif opened:
            listed = between = listed and opened in DUTIES
        elif listed and between and block.mark and block.mark.level in (Level.ITEM, Level.SUBITEM):
            lines.add(block.line)
            between = False
    return frozenset(lines)


def _section_level(blocks: Sequence[Block]) -> Level | None:
    """The depth of the marks before labels (一、整改目标), where the problem is written in sections."""
    marks = [block.mark for block in blocks if block.mark and opens_with_label(block.text, heading=True)]
    return marks[0].level if marks and marks[0].level <= Level.AREA else None


def _unknown_section(block: Block, level: Level | None) -> Segment | None:
    """A section whose heading is no known label (七、整改结论) must not run into the field before it."""
    if level is None or block.mark is None or block.mark.level is not level or labels_in(block.text, heading=True):
        return None
    short = len(block.text) <= 20 and not block.text.endswith(("。", "；"))
    return (
        Segment(field=None, line=block.line, text=block.printed, why=f"不认识的栏目“{block.text}”") if short else None
    )


def _words(block: Block) -> str:
    """A label behind a mark (一、整改目标) loses the mark; other lines keep it, for the text is kept as printed."""
    return block.text if opens_with_label(block.text, heading=block.mark is not None) else block.printed


def _line(words: str, line: int, field: str | None, *, heading: bool) -> tuple[list[Segment], str | None]:
    split = split_duties(words)
    labels = labels_in(split.text, heading=heading)
    before = split.text[: labels[0].start] if labels else split.text
    before = before.strip(_BETWEEN) if labels else before.strip()
    segments = list(_before(before, line, field)) + list(_labelled(split.text, labels, line))
    duties = [
        Segment(field=duty.field, line=line, text=duty.raw, opens=True, in_brackets=True) for duty in split.duties
    ]
    return segments + duties, split.unclosed


def _before(words: str, line: int, field: str | None) -> Iterator[Segment]:
    if not words:
        return
    if (name := unknown_label(words)) and field != "text" and len(words) < 60:
        yield Segment(field=None, line=line, text=words, why=f"不认识的栏目“{name}”")
    elif field is None:
        yield Segment(field=None, line=line, text=words, why="看不出属于哪一栏")
    else:
        yield Segment(field=field, line=line, text=words)


def _labelled(text: str, labels: tuple[Label, ...], line: int) -> Iterator[Segment]:
    """What separates a value from the next label is no part of it; at the end of the line it is kept as printed."""
    for label, value in values(text, labels):
        words = value.strip() if label is labels[-1] else value.strip(_BETWEEN)
        yield Segment(field=label.field, line=line, text=words, opens=True, also=label.also)


def _goes_on(found: list[Segment], field: str | None) -> str | None:
    """The field a following line without a label belongs to: a running one, or one whose label stood alone."""
    opened = [segment for segment in found if segment.opens and not segment.in_brackets]
    if not opened:
        return None if field not in RUNNING and any(segment.text for segment in found) else field
    last = opened[-1]
    return last.field if last.field in RUNNING or not last.text else None


def parts_of(segments: tuple[Segment, ...], field: str) -> list[Segment]:
    """The segments of a field that carry words."""
    return [segment for segment in segments if segment.field == field and segment.text]


def joined(segments: tuple[Segment, ...], field: str) -> str:
    """The words of a field over all its lines."""
    return "\n".join(segment.text for segment in parts_of(segments, field))
