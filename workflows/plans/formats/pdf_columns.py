"""Tables of a PDF page that has no ruled lines: told by where the words of a line begin, and only where there is no mistaking it.

A line whose pieces are names of a register's columns is the header; below it every piece must begin where a column does, and three rows
must follow whose numbers count up. Anything else stays lines: a table guessed wrongly gives one unit the duties of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from workflows.plans.formats.pdf_lines import PAGE_NUMBER, Char, Printed, joined, printed_lines, rows_of
from workflows.plans.formats.pdf_tables import Box, Ruled
from workflows.plans.numerals import figures
from workflows.plans.tables.headers import NUMBER, field_of

LEAST_ROWS = 3
_LEAST_COLUMNS = 3
_NEAR = 2.5  # points: pieces that begin together
_GAP = 1.2  # of a character's size: blanks that part two cells
_RIGHT = 10_000.0  # the last column ends nowhere: the same on every page a table goes on over
_HEAD = frozenset({"text", "measures", "target"})

_Cells = dict[int, Printed]  # column → what one printed line says in it


def unruled_tables(chars: Sequence[Char], before: Sequence[float] = ()) -> list[Ruled]:
    """The table of a page, if there is one. `before`: the column edges of one that may go on from the page before without a header."""
    rows = [[char for char in row if char.text.strip()] for row in rows_of(chars)]
    rows = [row for row in rows if row and not PAGE_NUMBER.match(_printed(row).text)]
    for index, row in enumerate(rows):
        if starts := _header(row):
            return _tables(rows[index:], starts, LEAST_ROWS + 1)
        if before and _opens_row(_cells(row, before[:-1]) or {}):
            return (
                [] if any(_cells(each, before[:-1]) for each in rows[:index]) else _tables(rows[index:], before[:-1], 1)
            )
    return []


def _header(row: Sequence[Char]) -> tuple[float, ...]:
    """Where the columns begin, if the line is a header: every piece names a field, first a number, and what is to be done among them."""
    pieces = [_printed(piece) for piece in _pieces(row)]
    fields = [field_of(piece.text) or "" for piece in pieces]
    known = len(fields) >= _LEAST_COLUMNS and all(fields) and fields[0].startswith(NUMBER)
    return tuple(piece.x0 for piece in pieces) if known and _HEAD & set(fields) else ()


def _opens_row(cells: _Cells) -> bool:
    return len(cells) >= _LEAST_COLUMNS and 0 in cells and figures(cells[0].text) is not None


def _tables(rows: Sequence[Sequence[Char]], starts: Sequence[float], least: int) -> list[Ruled]:
    """The table that begins at the first line. None when a line behind it stands in columns and not in these: something is not understood."""
    lines = [_cells(row, starts) for row in rows]
    body = [cells for cells in takewhile(bool, lines) if cells]
    if any(len(_pieces(row)) > 1 for row in rows[len(body) :]):
        return []
    found = list(_grouped(body))
    numbers = [figures(group[0][0].text) for group in found]
    counted = numbers[1:] if least > 1 else numbers  # behind the header
    first = counted[0] if counted else None
    if len(found) < least or first is None or counted != list(range(first, first + len(counted))):
        return []
    if not _apart(found):
        return []
    boxes = tuple(box for row, group in enumerate(found) for box in _boxes(row, group, len(starts)))
    top, bottom = max(each.y1 for each in body[0].values()), min(each.y0 for each in body[-1].values())
    return [Ruled(top=top, bottom=bottom, edges=(*starts, _RIGHT), boxes=boxes)]


def _pieces(row: Sequence[Char]) -> list[list[Char]]:
    """The characters of a line, parted at wide blanks."""
    pieces: list[list[Char]] = []
    for char in sorted(row, key=lambda each: each.x0):
        if pieces and char.x0 - pieces[-1][-1].x1 <= _GAP * char.size:
            pieces[-1].append(char)
        else:
            pieces.append([char])
    return pieces


def _cells(row: Sequence[Char], starts: Sequence[float]) -> _Cells | None:
    """The line cut where columns begin; None when a word begins elsewhere or runs over the beginning of the next column."""
    cells: dict[int, list[Char]] = {}
    for piece in _pieces(row):
        column = _column(piece[0].x0, starts)
        if column is None:
            return None
        for char in piece:
            if column + 1 < len(starts) and char.x1 > starts[column + 1] + _NEAR:
                column += 1
                if abs(char.x0 - starts[column]) > _NEAR:
                    return None
            cells.setdefault(column, []).append(char)
    return {column: _printed(chars) for column, chars in cells.items()}


def _column(x: float, starts: Sequence[float]) -> int | None:
    return next((index for index, start in enumerate(starts) if abs(x - start) <= _NEAR), None)


def _printed(chars: Sequence[Char]) -> Printed:
    return printed_lines(chars)[0]


def _grouped(body: Sequence[_Cells]) -> Iterator[list[_Cells]]:
    """Lines to rows: each begins at a word in the first column, as the header does."""
    group: list[_Cells] = []
    for cells in body:
        if 0 in cells and group:
            yield group
            group = []
        group.append(cells)
    if group:
        yield group


def _apart(rows: Sequence[Sequence[_Cells]]) -> bool:
    """Whether rows stand further apart than the lines within them: else a number may stand at the middle of its row, not at its top."""
    if all(len(row) == 1 for row in rows):
        return True
    within = [_top(one) - _top(other) for row in rows for one, other in pairwise(row)]
    between = [_top(above[-1]) - _top(row[0]) for above, row in pairwise(rows)]
    return not between or min(between) > 1.15 * max(within)


def _top(line: _Cells) -> float:
    return max(piece.y1 for piece in line.values())


def _boxes(row: int, lines: Sequence[_Cells], width: int) -> Iterator[Box]:
    """The cells of a row: what a column says over the row's lines is one paragraph."""
    for column in range(width):
        words = [line[column] for line in lines if column in line]
        yield Box(row, column, 1, 1, (joined(words),) if words else ())
