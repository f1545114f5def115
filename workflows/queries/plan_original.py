"""The original beside the fields: the lines around a problem, tables as tables, everything as plain text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator

from workflows.plans import PlanReading, SourceTable
from workflows.plans.review import Entry, Outside, Review
from workflows.plans.review.beginning import beginning_of
from workflows.queries.plan_values import BlockShown, CellShown, LineShown, OriginalShown

WHOLE = 400
"""Lines of an original that is shown whole."""
AROUND = 60
"""Lines before and behind a problem that are shown of a longer one."""

MOST_OF_RUN = 60
"""Lines of a run outside the problems that are listed."""


def original_of(review: Review, entry: Entry | None, *, lit: Collection[int], around: int = 0) -> OriginalShown:
    """The whole original, or what stands around a problem (or around the line `around`)."""
    numbers = [line.number for line in review.reading.source]
    start, end = _window(numbers, entry, around)
    shown = _Shown(review, entry, lit)
    blocks = tuple(shown.blocks(review.reading, numbers[start], numbers[end - 1])) if numbers else ()
    return OriginalShown(
        blocks=blocks,
        first=numbers[start] if numbers else 0,
        last=numbers[end - 1] if numbers else 0,
        total=len(numbers),
        before=numbers[max(0, start - AROUND)] if start else 0,
        behind=numbers[min(len(numbers) - 1, end + AROUND)] if end < len(numbers) else 0,
    )


def outside_lines(review: Review, run: Outside) -> tuple[LineShown, ...]:
    """The lines of a run nobody took; of a long one its beginning."""
    lines = beginning_of(review.reading).source
    shown = [lines[number] for number in range(run.first, run.last + 1) if number in lines][:MOST_OF_RUN]
    return tuple(
        LineShown(
            number=each.number,
            parts=((each.text, False),),
            place=each.place,
            own=False,
            lit=False,
            owner="",
            owner_key="",
            doubted=False,
        )
        for each in shown
    )


def _window(numbers: list[int], entry: Entry | None, around: int) -> tuple[int, int]:
    if len(numbers) <= WHOLE:
        return 0, len(numbers)
    first, last = (around, around) if around else (entry.problem.line, max(entry.lines)) if entry else (0, 0)
    start = max(0, bisect_left(numbers, first) - AROUND)
    end = min(len(numbers), bisect_right(numbers, last) + AROUND)
    return start, max(min(end, start + 2 * WHOLE), start + 1)


class _Shown:
    def __init__(self, review: Review, entry: Entry | None, lit: Collection[int]) -> None:
        begun = beginning_of(review.reading)
        self._lines, self._tables = begun.source, begun.tables
        self._owners = {line: each for each in reversed(review.entries) for line in each.lines}
        self._own = frozenset(entry.lines if entry else ())
        self._lit = frozenset(lit)
        self._fragments: dict[int, list[str]] = {}
        for doubt in review.open_doubts:
            self._fragments.setdefault(doubt.line, []).append(doubt.fragment)

    def blocks(self, reading: PlanReading, first: int, last: int) -> Iterator[BlockShown]:
        tables = self._tables
        done: set[int] = set()
        for number in (line.number for line in reading.source if first <= line.number <= last):
            table = tables.get(number)
            if table is None:
                yield BlockShown(line=self._line(number))
            elif id(table) not in done:
                done.add(id(table))
                yield BlockShown(rows=tuple(self._rows(table, first, last)))

    def _rows(self, table: SourceTable, first: int, last: int) -> Iterator[tuple[CellShown, ...]]:
        """The rows with a line in the window, and the first two, which tell what the columns are."""
        for position, row in enumerate(table.rows):
            inside = any(first <= line <= last for cell in row for line in cell.lines)
            if inside or position < 2:
                yield tuple(
                    CellShown(
                        lines=tuple(self._line(line) for line in cell.lines), rows=cell.rows, columns=cell.columns
                    )
                    for cell in row
                )

    def _line(self, number: int) -> LineShown:
        line, owner = self._lines[number], self._owners.get(number)
        own = number in self._own
        return LineShown(
            number=number,
            parts=_marked(line.text, self._fragments.get(number, ())),
            place=line.place,
            own=own,
            lit=number in self._lit,
            owner="" if own or owner is None else owner.problem.number,
            owner_key="" if own or owner is None else owner.key,
            doubted=number in self._fragments,
        )


def _marked(text: str, fragments: Collection[str]) -> tuple[tuple[str, bool], ...]:
    """A line cut into what is doubted (True) and the rest; each doubted fragment once, where it stands first."""
    spans = sorted((text.find(each), text.find(each) + len(each)) for each in fragments if each and each in text)
    parts, end = [], 0
    for start, stop in spans:
        if start >= end:
            parts += [(text[end:start], False), (text[start:stop], True)]
            end = stop
    return tuple((words, marked) for words, marked in [*parts, (text[end:], False)] if words)
