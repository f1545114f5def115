"""Doubts beside the reader's: units that are none of the city's, and what a person's own step leaves to be checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from workflows.plans.reading import ProblemReading
from workflows.plans.review.values import MENDED, OPEN, UNIT_FIELDS, Doubt, Entry
from workflows.rules.unit_names import is_collective, match_unit

_BLANKS = re.compile(r"\s+")


def concerned(doubt: Doubt, field: str, problem: ProblemReading) -> bool:
    """Whether mending a field settles a doubt: one about that field, or about a hole in the words the field was read from."""
    if doubt.field:
        return doubt.field == field
    place = problem.found.get(field)
    if place is None or doubt.line not in (place.lines or (place.line,)):
        return False
    return _BLANKS.sub("", doubt.fragment) in _BLANKS.sub("", place.raw)


def unit_doubts(
    entries: Iterable[Entry],
    names: Mapping[str, UUID],
    matches: Mapping[str, tuple[UUID | None, int]],
    settled: Mapping[str, tuple[str, int]],
) -> list[Doubt]:
    """One doubt for each unit as printed that is none of the city's, wherever it stands. Collectives (各县区) are made clear later, in the cases."""
    first: dict[str, tuple[Entry, str, int]] = {}
    for entry in entries:
        for field in UNIT_FIELDS:
            for raw in getattr(entry.problem, field):
                found = first.get(raw)
                first[raw] = (found[0], found[1], found[2] + 1) if found else (entry, field, 1)
    return [
        _unit_doubt(raw, *where, matches.get(raw), settled.get(f"u:{raw}"))
        for raw, where in first.items()
        if raw in matches or (match_unit(raw, names) is None and not is_collective(raw))
    ]


def _unit_doubt(
    raw: str,
    entry: Entry,
    field: str,
    times: int,
    match: tuple[UUID | None, int] | None,
    settled: tuple[str, int] | None,
) -> Doubt:
    place = entry.problem.found.get(field)
    state, seq = settled or (OPEN, 0)
    if match is not None and match[1] >= seq:
        state, seq = (MENDED if match[0] else OPEN), match[1]
    once = f"“{raw}”不在本市单位表中，请选择是哪个单位，或留待明确。"
    often = f"“{raw}”不在本市单位表中，共 {times} 处，请选择是哪个单位，或留待明确。"
    return Doubt(
        id=f"u:{raw}",
        code="unmatched-unit",
        message=often if times > 1 else once,
        line=place.line if place else entry.problem.line,
        place=place.place if place else entry.problem.place,
        fragment=raw,
        problem=entry.key,
        field=field,
        state=state,
        seq=seq,
    )
