"""A register of our own found in a file: for each problem the lines of each column, not yet read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workflows.plans.exchange.layout import KEY_OF, MARK, MEASURE, MEASURE_COLUMNS, MEASURES, OF_MEASURE
from workflows.plans.lines import Line
from workflows.plans.sources import Cell, Element, Source, Table

_LOOKED_AT = 12  # lines: a title of some lines, then the mark
_NUMBERED = re.compile(rf"{MEASURE}\s*\d+$")

Fields = dict[str, tuple[Line, ...]]


@dataclass
class Record:
    """One problem as it stands in the file."""

    whole: Fields = field(default_factory=dict)
    measures: list[Fields] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Every line of it."""
        for fields in (self.whole, *self.measures):
            for lines in fields.values():
                yield from lines


@dataclass
class Register:
    """A whole register as it stands in the file; `used` are the lines of its mark, headings and labels."""

    title: str | None
    records: list[Record] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def register_in(source: Source) -> Register | None:
    """The register, where the file carries our mark and our headings; None for any other file."""
    before = _before_mark(source)
    if before is None:
        return None
    title = before[:-1]
    register = Register(title=" ".join(line.text for line in title) or None)
    register.used |= {line.number for line in before}
    for table in (element for element in source.elements if isinstance(element, Table)):
        _take_sheet(table, register) or _take_form(table, register)
    return register if register.records else None


def _before_mark(source: Source) -> Sequence[Line] | None:
    """The first lines up to the one with the mark, which is the last of them."""
    seen: list[Line] = []
    for line in _first_lines(source.elements):
        seen.append(line)
        if line.text.startswith(MARK):
            return seen
        if len(seen) >= _LOOKED_AT:
            return None
    return None


def _first_lines(elements: Sequence[Element]) -> Iterator[Line]:
    """Lines outside tables, and those of the first rows of a sheet."""
    for element in elements:
        if isinstance(element, Line):
            yield element
        else:
            yield from (line for row in element.rows[:_LOOKED_AT] for cell in row for line in cell.lines)


def _take_sheet(table: Table, register: Register) -> bool:
    """A problem per row, measures in the rows below; whether the table has our headings."""
    for index, row in enumerate(table.rows[:_LOOKED_AT]):
        keys = {cell.column: KEY_OF[cell.text] for cell in row if cell.text in KEY_OF}
        if {"number", "text"} <= set(keys.values()):
            register.used |= _numbers(row)
            for cells in table.rows[index + 1 :]:
                _take_row({keys[cell.column]: cell.lines for cell in cells if cell.column in keys}, register)
            return True
    return False


def _take_row(fields: Fields, register: Register) -> None:
    """A row with a number begins a problem; one that holds a measure alone belongs to the problem above. Any other is left to a person."""
    own = {key: lines for key, lines in fields.items() if key.startswith(OF_MEASURE) and lines}
    if fields.get("number"):
        whole = {key: lines for key, lines in fields.items() if not key.startswith(OF_MEASURE)}
        register.records.append(Record(whole=whole))
    elif len(own) < len(fields) or not register.records:
        return
    if own:
        register.records[-1].measures.append(own)


def _take_form(table: Table, register: Register) -> bool:
    """A problem per table: a label in the first column, its words beside it, a row for each measure."""
    record, used = Record(), set[int]()
    for row in table.rows:
        if not row:
            continue
        label, cells = row[0].text, row[1:]
        if label == MEASURES:
            used |= _numbers(row)
        elif _NUMBERED.match(label):
            used |= _numbers(row[:1])
            record.measures.append(_measure(cells))
        elif (key := KEY_OF.get(label)) and cells:
            used |= _numbers(row[:1])
            record.whole[key] = tuple(line for cell in cells for line in cell.lines)
    if not record.whole.get("number"):
        return False
    register.records.append(record)
    register.used |= used
    return True


def _measure(cells: Sequence[Cell]) -> Fields:
    found: dict[str, list[Line]] = defaultdict(list)
    for cell in cells:
        if cell.lines and 1 <= cell.column <= len(MEASURE_COLUMNS):
            found[MEASURE_COLUMNS[cell.column - 1].key] += cell.lines
    return {key: tuple(lines) for key, lines in found.items()}


def _numbers(cells: Sequence[Cell]) -> set[int]:
    return {line.number for cell in cells for line in cell.lines}
