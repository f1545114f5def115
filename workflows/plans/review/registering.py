"""A review as the reading that is registered: what people decided in the place of what was read, the doubts that were left, who decided what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from workflows.plans.reading import CERTAIN, DOUBTFUL, Place, PlanReading, ProblemReading, Warning
from workflows.plans.review.undoing import live
from workflows.plans.review.values import LEFT, Decision, Doubt, Entry, Review


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A field that a person mended: who, and when."""

    field: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Registered:
    """What a register is opened from. `flagged` and `decided` follow the order of the problems."""

    reading: PlanReading
    flagged: tuple[tuple[Warning, ...], ...]
    decided: tuple[tuple[Decided, ...], ...]
    matches: Mapping[str, UUID]


def register_of(review: Review, decisions: Sequence[Decision]) -> Registered:
    """The register to be. A doubt left on purpose stays with its problem; a settled one is gone."""
    by_seq = {each.seq: each for each in live(decisions)}
    left = {key: [each for each in doubts if each.state == LEFT] for key, doubts in review.doubts_by_problem.items()}
    flagged = tuple(tuple(_warning(each) for each in left.get(entry.key, ())) for entry in review.entries)
    problems = tuple(_problem(entry, left.get(entry.key, ())) for entry in review.entries)
    return Registered(
        reading=replace(review.reading, problems=problems, warnings=tuple(each for one in flagged for each in one)),
        flagged=flagged,
        decided=tuple(tuple(_decided(entry, by_seq)) for entry in review.entries),
        matches={raw: unit for raw, unit in review.matches.items() if unit is not None},
    )


def _problem(entry: Entry, left: Sequence[Doubt]) -> ProblemReading:
    """With the certainty of each field as it is now: what a person mended is certain, what was left flagged is doubtful."""
    doubted = {each.field for each in left}
    found = {name: _graded(place, name, entry, doubted) for name, place in entry.problem.found.items()}
    return replace(entry.problem, found=found)


def _graded(place: Place, name: str, entry: Entry, doubted: set[str | None]) -> Place:
    if name in doubted:
        return replace(place, certainty=DOUBTFUL)
    return replace(place, certainty=CERTAIN) if name in entry.decided else place


def _warning(doubt: Doubt) -> Warning:
    return Warning(
        code=doubt.code,
        line=doubt.line,
        message=doubt.message,
        fragment=doubt.fragment,
        field=doubt.field,
        place=doubt.place,
    )


def _decided(entry: Entry, by_seq: Mapping[int, Decision]) -> list[Decided]:
    steps = ((name, by_seq[seq]) for name, seq in sorted(entry.decided.items()) if seq in by_seq)
    return [Decided(field=name, by=step.by, at=step.at) for name, step in steps]
