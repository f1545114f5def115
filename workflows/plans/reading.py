"""What a reader understood of a plan: small frozen values, with the printed words and their line beside everything parsed.

The plain keys of `to_json` are those a careful clerk fills in (number, text, target, measures, units, deadline, progress); `found`
holds for each field what was printed and where, so that a person can compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

CERTAIN, LIKELY, DOUBTFUL = CERTAINTIES = ("certain", "likely", "doubtful")

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, kw_only=True)
class Warning:
    """A doubt for a person to settle. `code` is a key of `warnings.CODES`, `line` counts from 1, `fragment` is as printed."""

    code: str
    line: int
    message: str
    fragment: str = ""
    field: str | None = None  # the field it concerns; None: whatever the fragment stands in
    place: str = ""  # where a person finds the line: 第 5 行, “清单”表 B5 单元格

    def to_json(self) -> dict[str, Json]:
        return {
            "code": self.code,
            "line": self.line,
            "place": self.place,
            "field": self.field,
            "message": self.message,
            "fragment": self.fragment,
        }


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a field was printed: its words as they stand in the source, the lines they stand on, and how sure the reader is.

    `place` says in Chinese where the first line is found, `spot` the same for a program (page, paragraph, sheet, cell, …).
    """

    raw: str
    line: int
    lines: tuple[int, ...] = ()
    labelled: bool = True  # a label, a bracket or a column says which field it is
    certainty: str = "certain"  # one of CERTAINTIES
    place: str = ""
    spot: Mapping[str, int | str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        return {
            "raw": self.raw,
            "line": self.line,
            "lines": list(self.lines) or [self.line],
            "place": self.place,
            "spot": dict(self.spot),
            "certainty": self.certainty,
        }


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A value a text sets: its name as printed, how the result is compared (>=, <=, >, <, =, ~), the value and unit, the year it is for.

    `pending`: a higher level sets the value (完成省上下达任务); comparator, value and unit are then None.
    """

    name: str
    raw: str
    line: int
    comparator: str | None = None
    value: str | None = None  # as printed, in half-width figures
    unit: str | None = None
    year: int | None = None
    pending: bool = False

    def to_json(self) -> dict[str, Json]:
        return {
            "name": self.name,
            "comparator": self.comparator,
            "value": self.value,
            "unit": self.unit,
            "year": self.year,
            "pending": self.pending,
            "raw": self.raw,
            "line": self.line,
        }


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A deadline as printed (`raw`) and as read. `date` is None where no single day is meant or the text does not say which."""

    raw: str
    date: date | None = None
    long_term: bool = False  # 长期坚持
    immediate: bool = False  # 立行立改

    def to_json(self) -> dict[str, Json]:
        return {
            "raw": self.raw,
            "date": self.date.isoformat() if self.date else None,
            "long_term": self.long_term,
            "immediate": self.immediate,
        }


@dataclass(frozen=True, kw_only=True)
class MeasureReading:
    """One measure of a problem, without its number; `line` is where it stands. `units` are its own, where it names some."""

    text: str
    line: int
    deadline: Deadline | None = None
    units: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    place: str = ""

    def to_json(self) -> dict[str, Json]:
        return {"text": self.text, "deadline": self.deadline.to_json() if self.deadline else None}

    def found(self) -> dict[str, Json]:
        """Where it was printed, and what is its own."""
        return {
            "raw": self.text,
            "line": self.line,
            "place": self.place,
            "units": list(self.units),
            "indicators": [each.to_json() for each in self.indicators],
        }


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number the source prints for a problem at another level than its main one: 序号8（市序号9） has level 市, value 9."""

    level: str
    value: str

    def to_json(self) -> dict[str, Json]:
        return {"level": self.level, "value": self.value}


@dataclass(frozen=True, kw_only=True)
class ProblemReading:
    """One problem of the list. Units are names as printed, with shared suffixes given to each; nothing is matched to a register here."""

    number: str
    number_raw: str | None  # as printed; None where the source prints none
    line: int
    text: str
    area: str | None = None  # the heading the problem stands under
    numbers: tuple[Number, ...] = ()
    target: str | None = None
    measures: tuple[MeasureReading, ...] = ()
    responsible_units: tuple[str, ...] = ()
    lead_units: tuple[str, ...] = ()
    participating_units: tuple[str, ...] = ()
    supervising_units: tuple[str, ...] = ()
    responsible_persons: str | None = None
    deadline: Deadline | None = None
    progress: str | None = None
    indicators: tuple[Indicator, ...] = ()  # of the text and the target; measures have their own
    place: str = ""
    found: Mapping[str, Place] = field(default_factory=dict)  # field name → what was printed, and where

    def to_json(self) -> dict[str, Json]:
        return {
            "number": self.number,
            "number_raw": self.number_raw,
            "numbers": [number.to_json() for number in self.numbers],
            "area": self.area,
            "line": self.line,
            "text": self.text,
            "target": self.target,
            "measures": [measure.to_json() for measure in self.measures],
            "responsible_units": list(self.responsible_units),
            "lead_units": list(self.lead_units),
            "participating_units": list(self.participating_units),
            "supervising_units": list(self.supervising_units),
            "responsible_persons": self.responsible_persons,
            "deadline": self.deadline.to_json() if self.deadline else None,
            "progress": self.progress,
            "indicators": [indicator.to_json() for indicator in self.indicators],
            "place": self.place,
            "found": self.found_json(),
        }

    def found_json(self) -> dict[str, Json]:
        """Every field with its raw words, place and certainty; for measures each one by itself."""
        found: dict[str, Json] = {name: place.to_json() for name, place in self.found.items()}
        if "measures" in self.found:
            found["measures"] = {
                **self.found["measures"].to_json(),
                "items": [measure.found() for measure in self.measures],
            }
        return found


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Lines of the source that no problem took, `first` to `last` with both ends, and why (a Chinese phrase)."""

    first: int
    last: int
    why: str
    text: str  # how the first of the lines begins
    place: str = ""

    def to_json(self) -> dict[str, Json]:
        return {"first": self.first, "last": self.last, "place": self.place, "why": self.why, "text": self.text}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the source as it is shown beside the fields read from it; numbers are those the fields and warnings name."""

    number: int
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of a table of the source: the lines in it (those of tables within it too) and how many rows and columns it covers."""

    lines: tuple[int, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table of the source as it is shown: its cells row by row; a merged cell stands in its first row only."""

    rows: tuple[tuple[SourceCell, ...], ...]


@dataclass(frozen=True, kw_only=True)
class PlanReading:
    """A whole plan as read: its problems in their order, the doubts in the order of lines, and the lines nobody took."""

    name: str  # the file's name, for messages
    shape: str  # Chinese name of the shape that was recognised
    title: str | None
    problems: tuple[ProblemReading, ...]
    warnings: tuple[Warning, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    source: tuple[SourceLine, ...] = ()  # every line of the file, for the page that shows it beside the fields
    tables: tuple[SourceTable, ...] = ()  # which of those lines stand in tables, for the same page

    def areas(self) -> tuple[str, ...]:
        """The headings the problems stand under, each once, in their order."""
        return tuple(dict.fromkeys(problem.area for problem in self.problems if problem.area))

    def to_json(self) -> dict[str, Json]:
        """The plain values, ready for `json.dumps`; keys are stable and only ever added to."""
        return {
            "name": self.name,
            "shape": self.shape,
            "title": self.title,
            "problems": [problem.to_json() for problem in self.problems],
            "warnings": [warning.to_json() for warning in self.warnings],
            "left_out": [lines.to_json() for lines in self.left_out],
        }
