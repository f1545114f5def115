"""The one entry: a plan's text in, what was understood out. Pure: no database, no clock, no files."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from workflows.plans.blocks import Document, document_of
from workflows.plans.decode import check_text
from workflows.plans.errors import PlanUnreadable
from workflows.plans.fields import Assembled, assemble
from workflows.plans.gaps import gaps_in
from workflows.plans.leftovers import left_out
from workflows.plans.lines import Line, lines_of
from workflows.plans.numbering import duplicates_in, numbers_of
from workflows.plans.reading import PlanReading, Warning
from workflows.plans.shapes import SHAPES, Item
from workflows.plans.warnings import warn


def read_plan(text: str, *, name: str) -> PlanReading:
    """Read a plan. `name` is the file's name, for messages.

    Raises PlanUnreadable, and nothing else, when the text is empty, carries control characters, or shows no problem in any known shape.
    """
    check_text(text)
    lines = lines_of(text)
    document = document_of(lines)
    shape, items = _recognise(document, name=name, last=lines[-1].number)
    numbers = numbers_of(items)
    assembled = [assemble(item, number=number) for item, number in zip(items, numbers, strict=True)]
    return PlanReading(
        name=name,
        shape=shape,
        title=document.title,
        problems=tuple(one.problem for one in assembled),
        warnings=_warnings(lines, document, items, assembled),
        left_out=left_out(document, items, chain.from_iterable(one.left for one in assembled)),
    )


def _recognise(document: Document, *, name: str, last: int) -> tuple[str, tuple[Item, ...]]:
    for shape, recognise in SHAPES:
        if items := recognise(document.blocks):
            return shape, items
    raise PlanUnreadable(
        what=f"方案“{name}”",
        where=f"第 1 至 {last} 行",
        why="没有找到任何问题或措施。请确认文中有编号的条目（如“1.”“问题编号1：”）、“整改问题”等栏目，或段末的责任单位括注",
        where_english=f"lines 1 to {last}",
        why_english="no problem or measure was found; it needs numbered items, labelled sections or units in brackets",
    )


def _warnings(
    lines: Sequence[Line], document: Document, items: Sequence[Item], assembled: Sequence[Assembled]
) -> tuple[Warning, ...]:
    """All doubts in the order of lines, each once."""
    foreign = {line.number for line in document.furniture}
    doubts = list(chain.from_iterable(one.warnings for one in assembled))
    undated = {doubt.line: doubt.fragment for doubt in doubts if doubt.code == "missing-date"}
    found = [
        *(warn("advertising", line.number, line.text) for line in document.furniture),
        *chain.from_iterable(
            gaps_in(line.number, _without(line, undated)) for line in lines if line.number not in foreign
        ),
        *doubts,
        *duplicates_in(items),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda doubt: doubt.line))


def _without(line: Line, undated: dict[int, str]) -> str:
    """The line without a deadline that is already reported as having no date, so that one hole is reported once."""
    fragment = undated.get(line.number)
    return line.text.replace(fragment, "，", 1) if fragment else line.text
