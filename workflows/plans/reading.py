"""What a reader understood of a plan: small frozen values, with the printed words and their line beside everything parsed.

The plain keys of `to_json` are those a careful clerk fills in (number, text, target, measures, units, deadline, progress); `found`
holds for each field what was printed and where, so that a person can compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, kw_only=True)
class Warning:
    """A doubt for a person to settle. `code` is a key of `warnings.CODES`, `line` counts from 1, `fragment` is as printed."""

    code: str
    line: int
    message: str
    fragment: str = ""

    def to_json(self) -> dict[str, Json]:
        return {"code": self.code, "line": self.line, "message": self.message}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a field was printed: its words as they stand in the source and the line they begin on."""

    raw: str
    line: int

    def to_json(self) -> dict[str, Json]:
        return {"raw": self.raw, "line": self.line}


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
    """One measure of a problem, without its number; `line` is where it stands."""

    text: str
    line: int
    deadline: Deadline | None = None

    def to_json(self) -> dict[str, Json]:
        return {"text": self.text, "deadline": self.deadline.to_json() if self.deadline else None}


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
            "found": {name: place.to_json() for name, place in self.found.items()},
        }


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Lines of the source that no problem took, `first` to `last` with both ends, and why (a Chinese phrase)."""

    first: int
    last: int
    why: str
    text: str  # how the first of the lines begins

    def to_json(self) -> dict[str, Json]:
        return {"first": self.first, "last": self.last, "why": self.why, "text": self.text}


@dataclass(frozen=True, kw_only=True)
class PlanReading:
    """A whole plan as read: its problems in their order, the doubts in the order of lines, and the lines nobody took."""

    name: str  # the file's name, for messages
    shape: str  # Chinese name of the shape that was recognised
    title: str | None
    problems: tuple[ProblemReading, ...]
    warnings: tuple[Warning, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

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
