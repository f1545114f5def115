"""Lines nobody took, given to a field of a problem that stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from workflows.plans.reading import LIKELY, MeasureReading, Place, ProblemReading, SourceLine
from workflows.plans.review.values import UNIT_FIELDS, Entry

_APART = re.compile(r"[、，,；;]+")


def enlarged(entry: Entry, field: str, lines: Sequence[int], source: Mapping[int, SourceLine], seq: int) -> Entry:
    """A problem with lines nobody took, their words behind those of one of its fields (a unit, a measure for each line)."""
    problem, words = entry.problem, [source[each].text.strip() for each in lines]
    value: Any
    if field == "measures":
        new = [
            MeasureReading(text=text, line=each, place=source[each].place)
            for each, text in zip(lines, words, strict=True)
            if text
        ]
        value = (*problem.measures, *new)
    elif field in UNIT_FIELDS:
        named = [each.strip() for text in words for each in _APART.split(text)]
        value = tuple(dict.fromkeys((*getattr(problem, field), *(each for each in named if each))))
    else:
        value = "\n".join(each for each in (getattr(problem, field), *words) if each)
    change: dict[str, Any] = {field: value, "found": {**problem.found, field: _further(problem, field, lines, source)}}
    whole = tuple(sorted({*entry.lines, *lines}))
    return replace(entry, problem=replace(problem, **change), lines=whole, decided={**entry.decided, field: seq})


def _further(problem: ProblemReading, field: str, lines: Sequence[int], source: Mapping[int, SourceLine]) -> Place:
    before, raw = problem.found.get(field), "\n".join(source[each].text for each in lines)
    if before is None:
        return Place(raw=raw, line=lines[0], certainty=LIKELY, place=source[lines[0]].place, lines=tuple(lines))
    own = before.lines or (before.line,)
    return replace(before, raw=f"{before.raw}\n{raw}", lines=tuple(dict.fromkeys((*own, *lines))))
