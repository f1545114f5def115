"""A reading as bytes and back, unchanged: what was read of a file is kept, so that a review never depends on a later reader."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from workflows.plans.reading import (
    Deadline,
    Indicator,
    LeftOut,
    MeasureReading,
    Number,
    Place,
    PlanReading,
    ProblemReading,
    SourceCell,
    SourceLine,
    SourceTable,
    Warning,
)

MOST_KEPT = 256 * 1024 * 1024
"""Bytes of a reading unpacked; ten thousand problems take a tenth of it."""


def to_bytes(reading: PlanReading) -> bytes:
    """The same reading gives the same bytes, so the same file uploaded twice is kept once."""
    plain = asdict(replace(reading, source=(), tables=())) | {
        "source": [[line.number, line.text, line.place] for line in reading.source],
        "tables": [
            [[[*cell.lines], cell.rows, cell.columns] for cell in row] for table in reading.tables for row in table.rows
        ],
        "heights": [len(table.rows) for table in reading.tables],
    }
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return zlib.compress(text.encode(), 6)


def from_bytes(data: bytes) -> PlanReading:
    """What `to_bytes` wrote. Raises ValueError for anything else."""
    unpacked = zlib.decompressobj()
    text = unpacked.decompress(data, MOST_KEPT)
    if unpacked.unconsumed_tail:
        raise ValueError("a reading larger than any that was written")
    kept = json.loads(text)
    rows = iter([tuple(SourceCell(tuple(lines), high, wide) for lines, high, wide in row) for row in kept["tables"]])
    return PlanReading(
        name=kept["name"],
        shape=kept["shape"],
        title=kept["title"],
        problems=tuple(problem_of(each) for each in kept["problems"]),
        warnings=tuple(Warning(**each) for each in kept["warnings"]),
        left_out=tuple(LeftOut(**each) for each in kept["left_out"]),
        source=tuple(SourceLine(*each) for each in kept["source"]),
        tables=tuple(SourceTable(tuple(next(rows) for _ in range(height))) for height in kept["heights"]),
    )


def problem_of(kept: Mapping[str, Any]) -> ProblemReading:
    """A problem from the plain values of its fields, as `dataclasses.asdict` and JSON leave them."""
    return ProblemReading(
        **{
            **kept,
            **{name: tuple(kept[name]) for name in kept if name.endswith("_units")},
            "numbers": tuple(Number(**each) for each in kept["numbers"]),
            "measures": measures_of(kept["measures"]),
            "deadline": deadline_of(kept["deadline"]),
            "indicators": indicators_of(kept["indicators"]),
            "found": {name: Place(**{**each, "lines": tuple(each["lines"])}) for name, each in kept["found"].items()},
        }
    )


def measures_of(kept: list[Mapping[str, Any]]) -> tuple[MeasureReading, ...]:
    """Measures from their plain values."""
    return tuple(
        MeasureReading(
            **{
                **each,
                "deadline": deadline_of(each["deadline"]),
                "units": tuple(each["units"]),
                "indicators": indicators_of(each["indicators"]),
            }
        )
        for each in kept
    )


def indicators_of(kept: list[Mapping[str, Any]]) -> tuple[Indicator, ...]:
    """Indicators from their plain values."""
    return tuple(Indicator(**each) for each in kept)


def deadline_of(kept: Mapping[str, Any] | None) -> Deadline | None:
    """A deadline from its plain values; the day is written as in ISO 8601."""
    if kept is None:
        return None
    return Deadline(**{**kept, "date": date.fromisoformat(kept["date"]) if kept["date"] else None})
