"""Which lines of the source belong to which problem, and which to none: together they are all lines of the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from workflows.plans.reading import PlanReading, ProblemReading
from workflows.plans.review.values import Entry, Outside


def lines_of(problem: ProblemReading) -> tuple[int, ...]:
    """The lines a problem's fields were read from, in order."""
    lines = {problem.line, *(measure.line for measure in problem.measures)}
    for name, place in problem.found.items():
        if name != "area":
            lines |= set(place.lines or (place.line,))
    area = problem.found.get("area")
    if area and min(lines) <= area.line <= max(lines):  # a heading above belongs to several problems
        lines |= set(area.lines or (area.line,))
    return tuple(sorted(lines))


def all_lines_of(reading: PlanReading) -> tuple[tuple[int, ...], ...]:
    """For each problem its lines: those its fields were read from, and between them the ones that only introduce a field (整改措施：)."""
    read = [lines_of(problem) for problem in reading.problems]
    taken = {line for own in read for line in own}
    for run in reading.left_out:
        taken |= set(range(run.first, run.last + 1))
    numbers = [line.number for line in reading.source]
    made = []
    for own in read:
        between = numbers[bisect_right(numbers, own[0]) : bisect_left(numbers, own[-1])]
        made.append(tuple(sorted({*own, *(line for line in between if line not in taken)})))
    return tuple(made)


def lines_outside(reading: PlanReading, entries: Iterable[Entry], dropped: Sequence[Entry] = ()) -> tuple[Outside, ...]:
    """Every line no problem has, in runs of one reason."""
    taken = {line for entry in entries for line in entry.lines}
    reasons = _reasons(reading, dropped)
    left = ((line.number, reasons.get(line.number, "标题、表头或栏目名")) for line in reading.source)
    return tuple(_runs((number, "" if number in taken else why) for number, why in left))


def _reasons(reading: PlanReading, dropped: Sequence[Entry]) -> dict[int, str]:
    """The reader's reasons, and over them those of people. A run of the reader's names its ends only, and covers what lies between."""
    numbers = [line.number for line in reading.source]
    reasons: dict[int, str] = {}
    for run in reading.left_out:
        reasons |= dict.fromkeys(range(run.first, run.last + 1), run.why)
    for entry in dropped:
        reasons |= dict.fromkeys(entry.lines, f"问题 {entry.problem.number} 已删去：{entry.reason}")
    return {number: reasons[number] for number in numbers if number in reasons}


def _runs(lines: Iterator[tuple[int, str]]) -> Iterator[Outside]:
    """Neighbouring lines of one reason; a line without a reason is in a problem."""
    for why, run in groupby(lines, key=lambda line: line[1]):
        numbers = [number for number, _ in run]
        if why:
            yield Outside(first=numbers[0], last=numbers[-1], why=why)
