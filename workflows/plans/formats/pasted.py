"""Tables as text: copied out of a spreadsheet (tabs between cells) or saved as .csv, whatever the file is called."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from workflows.plans.lines import Line, stripped_line
from workflows.plans.sources import Cell, Source, Table

_LONGEST_CELL = 1_000_000


def read_table_text(text: str, separator: str) -> Source:
    """The rows as one table; every cell's lines carry the number of the line their row begins on. Raises csv.Error for none."""
    rows = [
        tuple(_cell(number, index, column, words) for column, words in enumerate(row) if stripped_line(words))
        for index, (number, row) in enumerate(_rows(text, separator))
    ]
    return Source((Table(tuple(rows)),))


def separator_of(text: str) -> str | None:
    """Tab or comma, where most of the first rows have the same number of cells, more than two; None for other texts."""
    for separator in ("\t", ","):
        try:
            sizes = [len(row) for _, row in _rows(text[:20_000], separator) if any(cell.strip() for cell in row)][:-1]
        except csv.Error:
            continue
        sizes = sizes or [len(text.strip().split("\n")[0].split(separator))]
        size, count = Counter(sizes).most_common(1)[0]
        if size >= 3 and count * 2 > len(sizes):
            return separator
    return None


def _rows(text: str, separator: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows with the number of the line each begins on."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=separator)
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num


def _cell(number: int, row: int, column: int, words: str) -> Cell:
    parts = [stripped_line(part) for part in words.split("\n")]
    return Cell(row=row, column=column, content=tuple(Line(number, part) for part in parts if part))
