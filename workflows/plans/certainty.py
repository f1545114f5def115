"""How sure a reading is of each field: certain where a label or column says what it is, likely where the reader inferred it, doubtful
where a warning falls on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from workflows.plans.reading import CERTAIN, DOUBTFUL, LIKELY, Place, ProblemReading, Warning

_BLANKS = re.compile(r"\s+")


def graded(problem: ProblemReading, warnings: Mapping[int, Iterable[Warning]]) -> ProblemReading:
    """The problem with a certainty beside every field. `warnings` are those of the whole plan by line."""
    found = {name: _grade(name, place, warnings) for name, place in problem.found.items()}
    return replace(problem, found=found)


def _grade(name: str, place: Place, warnings: Mapping[int, Iterable[Warning]]) -> Place:
    for line in place.lines:
        if any(_concerns(warning, name, place) for warning in warnings.get(line, ())):
            return replace(place, certainty=DOUBTFUL)
    return replace(place, certainty=CERTAIN if place.labelled else LIKELY)


def _concerns(warning: Warning, name: str, place: Place) -> bool:
    """A warning about a field concerns that one; a hole in a line concerns the fields whose words hold it."""
    if warning.field:
        return warning.field == name
    fragment = _BLANKS.sub("", warning.fragment)
    return not fragment or fragment in _BLANKS.sub("", place.raw)
