"""A review before the first decision: the problems with their lines, and the reader's warnings as doubts of the problems they fall on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from workflows.plans.reading import PlanReading, SourceLine, SourceTable, Warning
from workflows.plans.review.doubting import concerned
from workflows.plans.review.lines import all_lines_of
from workflows.plans.review.values import FIELDS, Doubt, Entry


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What follows from the reading alone."""

    entries: Mapping[str, Entry]
    doubts: Mapping[str, Doubt]
    source: Mapping[int, SourceLine]
    tables: Mapping[int, SourceTable]
    """Line → the table it stands in."""


class _Same:
    """A reading as a key: equal only to itself, so that looking it up never compares ten thousand problems."""

    def __init__(self, reading: PlanReading) -> None:
        self.reading = reading

    def __hash__(self) -> int:
        return id(self.reading)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.reading is self.reading


def beginning_of(reading: PlanReading) -> Beginning:
    """Worked out once for a reading that is held: every step of a review begins here."""
    return _beginning_of(_Same(reading))


@lru_cache(maxsize=4)
def _beginning_of(same: _Same) -> Beginning:
    reading = same.reading
    lines = all_lines_of(reading)
    entries = {
        f"p{position}": Entry(key=f"p{position}", problem=problem, lines=own)
        for position, (problem, own) in enumerate(zip(reading.problems, lines, strict=True), 1)
    }
    return Beginning(
        entries=entries,
        doubts={doubt.id: doubt for doubt in _doubts(reading, entries)},
        source={line.number: line for line in reading.source},
        tables={line: each for each in reading.tables for row in each.rows for cell in row for line in cell.lines},
    )


def _doubts(reading: PlanReading, entries: Mapping[str, Entry]) -> list[Doubt]:
    """A warning belongs to the problem that has its line; else to the one that began last before it, as in the register's notes."""
    owners: dict[int, str] = {}
    for entry in entries.values():
        for line in entry.lines:
            owners.setdefault(line, entry.key)
    keys = sorted(entries.values(), key=lambda entry: entry.problem.line)
    starts = [entry.problem.line for entry in keys]
    made = []
    for position, warning in enumerate(reading.warnings, 1):
        before = bisect_right(starts, warning.line) - 1
        outside = warning.code == "advertising" or before < 0
        owner = owners.get(warning.line) or (None if outside else keys[before].key)
        made.append(_doubt(f"w{position}", warning, entries.get(owner or "")))
    return made


def _doubt(name: str, warning: Warning, owner: Entry | None) -> Doubt:
    """A hole in a line concerns the first field whose words hold it."""
    doubt = Doubt(
        id=name,
        code=warning.code,
        message=warning.message,
        line=warning.line,
        place=warning.place,
        fragment=warning.fragment,
        problem=owner.key if owner else None,
        field=warning.field,
    )
    if owner is None or doubt.field:
        return doubt
    return replace(doubt, field=next((each for each in FIELDS if concerned(doubt, each, owner.problem)), None))
