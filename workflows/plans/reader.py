"""The entries: a plan's file or text in, what was understood out. Pure: no database, no clock, no network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from workflows.plans.blocks import Document, document_of, register_document
from workflows.plans.certainty import graded
from workflows.plans.errors import PlanUnreadable
from workflows.plans.exchange.reading_back import read_back
from workflows.plans.fields import Understood, assemble
from workflows.plans.formats import source_of, source_of_text
from workflows.plans.furniture import foreign_runs
from workflows.plans.gaps import gaps_in
from workflows.plans.leftovers import left_out
from workflows.plans.lines import Line
from workflows.plans.numbering import duplicates_in, numbers_of
from workflows.plans.reading import (
    MeasureReading,
    Place,
    PlanReading,
    ProblemReading,
    SourceCell,
    SourceLine,
    SourceTable,
    Warning,
)
from workflows.plans.seasons import Seasons
from workflows.plans.shapes import SHAPES, Item
from workflows.plans.sources import Source, Table
from workflows.plans.stopped_labels import with_colons
from workflows.plans.tables import read_tables
from workflows.plans.warnings import warn

_USUAL = Seasons()


def read_file(data: bytes, *, name: str, seasons: Seasons = _USUAL) -> PlanReading:
    """Read a plan's file of any format; what it contains tells the format, not its name. `name` is for messages.

    Raises PlanUnreadable, and nothing else, for what cannot be read and where no problem is found.
    """
    return _read(source_of(data), name, seasons)


def read_plan(text: str, *, name: str, seasons: Seasons = _USUAL) -> PlanReading:
    """Read a plan's text, typed, pasted or decoded. `name` is the file's name, for messages.

    Raises PlanUnreadable, and nothing else, when the text is empty, carries control characters, or shows no problem in any known shape.
    """
    return _read(source_of_text(text), name, seasons)


def _read(source: Source, name: str, seasons: Seasons) -> PlanReading:
    lines = source.lines
    back = read_back(source, seasons)
    document = register_document(lines) if back else _document(lines)
    understood = back or _understood(source, document, name=name, seasons=seasons)
    at = {line.number: line for line in reversed(lines)}
    warnings = tuple(replace(each, place=at[each.line].place) for each in _warnings(lines, document, understood))
    by_line: dict[int, list[Warning]] = defaultdict(list)
    for each in warnings:
        by_line[each.line].append(each)
    left = chain.from_iterable(one.left for one in understood.assembled)
    return PlanReading(
        name=name,
        shape=understood.shape,
        title=understood.title,
        problems=tuple(graded(_placed(one.problem, at), by_line) for one in understood.assembled),
        warnings=warnings,
        left_out=tuple(
            replace(each, place=at[each.first].place)
            for each in left_out(document, understood.items, left, understood.used)
        ),
        source=tuple(SourceLine(line.number, line.text, line.place) for line in lines),
        tables=tuple(_table(each) for each in source.elements if isinstance(each, Table)),
    )


def _document(lines: tuple[Line, ...]) -> Document:
    document = document_of(lines)
    return replace(document, blocks=with_colons(document.blocks))


def _table(table: Table) -> SourceTable:
    """Rows without any words (the lower half of merged cells) are kept: the page counts rows as the file does."""
    return SourceTable(
        tuple(
            tuple(SourceCell(tuple(line.number for line in cell.lines), cell.rows, cell.columns) for cell in row)
            for row in table.rows
        )
    )


def _understood(source: Source, document: Document, *, name: str, seasons: Seasons) -> Understood:
    shape, items, used = _recognise(source, document, name=name)
    numbers = numbers_of(items)
    assembled = tuple(
        assemble(item, number=number, seasons=seasons) for item, number in zip(items, numbers, strict=True)
    )
    return Understood(shape=shape, title=document.title, items=items, assembled=assembled, used=used)


def _recognise(source: Source, document: Document, *, name: str) -> tuple[str, tuple[Item, ...], frozenset[int]]:
    """The problems, by tables where there are registers, else by the shapes of text; with the lines of table headers."""
    if tables := read_tables(source):
        return tables.shape, tables.items, tables.used
    for shape, recognise in SHAPES:
        if items := recognise(document.blocks):
            return shape, items, frozenset()
    last = source.lines[-1].number
    raise PlanUnreadable(
        what=f"方案“{name}”",
        where=f"第 1 至 {last} 行",
        why="没有找到任何问题或措施。请确认文中有编号的条目（如“1.”“问题编号1：”）、“整改问题”等栏目，或段末的责任单位括注",
        where_english=f"lines 1 to {last}",
        why_english="no problem or measure was found; it needs numbered items, labelled sections or units in brackets",
    )


def _warnings(lines: Sequence[Line], document: Document, understood: Understood) -> tuple[Warning, ...]:
    """All doubts in the order of lines, each once."""
    foreign = {line.number for line in document.furniture}
    doubts = list(chain.from_iterable(one.warnings for one in understood.assembled))
    undated = {doubt.line: doubt.fragment for doubt in doubts if doubt.code == "missing-date"}
    found = [
        *(warn("advertising", line.number, line.text) for line in foreign_runs(document.furniture)),
        *chain.from_iterable(
            gaps_in(line.number, _without(line, undated))
            for line in lines
            if line.number not in foreign and not line.foreign and line.number not in understood.settled
        ),
        *doubts,
        *duplicates_in(understood.items),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda doubt: doubt.line))


def _without(line: Line, undated: dict[int, str]) -> str:
    """The line without a deadline that is already reported as having no date, so that one hole is reported once."""
    fragment = undated.get(line.number)
    return line.text.replace(fragment, "，", 1) if fragment else line.text


def _placed(problem: ProblemReading, at: Mapping[int, Line]) -> ProblemReading:
    """The problem with the place of each field as a person finds it."""
    return replace(
        problem,
        place=at[problem.line].place,
        found={name: _place(place, at) for name, place in problem.found.items()},
        measures=tuple(_placed_measure(measure, at) for measure in problem.measures),
    )


def _place(place: Place, at: Mapping[int, Line]) -> Place:
    line = at[place.line]
    return replace(place, place=line.place, spot=line.spot.to_json() if line.spot else {"line": line.number})


def _placed_measure(measure: MeasureReading, at: Mapping[int, Line]) -> MeasureReading:
    return replace(measure, place=at[measure.line].place)
