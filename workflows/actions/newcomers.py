"""A problem of a plan as rows: its values, the words of the plan beside them, and what was noticed and decided about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from workflows.actions.opening import Newcomer
from workflows.plans import PlanReading, ProblemReading, Warning
from workflows.plans.review import Registered
from workflows.records import Measure, Problem, ProblemList, ProblemNumber, ProblemUnit
from workflows.rules.canonical import canonical
from workflows.rules.phrases import title_of
from workflows.rules.unit_names import match_unit

PARTS = ("responsible", "lead", "participating", "supervising")


def printed(problem: ProblemReading, part: str) -> tuple[str, ...]:
    """The units that take a part, as printed."""
    units: tuple[str, ...] = getattr(problem, f"{part}_units")
    return units


def found_of(reading: PlanReading, reviewed: Registered | None = None) -> Iterator[str]:
    """What is kept beside each problem: its doubts, where its fields were printed, its indicators, and who mended what."""
    doubts = reviewed.flagged if reviewed else _by_problem(reading)
    decided = reviewed.decided if reviewed else ((),) * len(reading.problems)
    for problem, own, mended in zip(reading.problems, doubts, decided, strict=True):
        kept = {
            "line": problem.line,
            "warnings": [warning.to_json() for warning in own],
            "found": problem.found_json(),
            "kept": {
                "number_raw": problem.number_raw,
                "progress": problem.progress,
            },  # values with no column of their own
            "indicators": [indicator.to_json() for indicator in problem.indicators],
        }
        yield canonical(
            kept | {"decided": [{"field": each.field, "by": each.by, "at": each.at} for each in mended]}
            if mended
            else kept
        )


def _by_problem(reading: PlanReading) -> list[list[Warning]]:
    """For each problem the doubts that fall on its lines; one after the other, for lists are long."""
    starts = [problem.line for problem in reading.problems]
    doubts: list[list[Warning]] = [[] for _ in starts]
    for warning in reading.warnings:
        owner = bisect_right(starts, warning.line) - 1
        if owner >= 0:
            doubts[owner].append(warning)
    return doubts


def newcomer(
    problem_list: ProblemList,
    found: str,
    reading: ProblemReading,
    position: int,
    names: Mapping[str, UUID],
    at: datetime,
) -> Newcomer:
    """The rows of one problem, with identities of their own so that nothing need be written to know them."""
    problem = _problem(reading, problem_list.id, position, found, at)
    problem.id = uuid4()
    return Newcomer(
        problem=problem,
        numbers=[ProblemNumber(problem_id=problem.id, level=each.level, number=each.value) for each in reading.numbers],
        units=_units(problem, reading, names),
        measures=_measures(problem, reading, at),
    )


def _problem(reading: ProblemReading, list_id: UUID, position: int, found: str, at: datetime) -> Problem:
    deadline, place = reading.deadline, reading.found.get("responsible_units")
    return Problem(
        list_id=list_id,
        position=position,
        number=reading.number,
        area=reading.area,
        title=title_of(reading.text),
        text=reading.text,
        target=reading.target,
        target_raw=reading.target,
        due_on=deadline.date if deadline else None,
        long_term=bool(deadline and deadline.long_term),
        immediate=bool(deadline and deadline.immediate),
        deadline_raw=deadline.raw if deadline else None,
        responsible_persons_raw=reading.responsible_persons,
        units_raw=place.raw if place else None,
        found=found,
        state="open",
        created_at=at,
    )


def _units(problem: Problem, reading: ProblemReading, names: Mapping[str, UUID]) -> list[ProblemUnit]:
    named = [(part, raw) for part in PARTS for raw in printed(reading, part)]
    return [
        ProblemUnit(problem_id=problem.id, unit_id=match_unit(raw, names), part=part, raw=raw, position=position)
        for position, (part, raw) in enumerate(named, 1)
    ]


def _measures(problem: Problem, reading: ProblemReading, at: datetime) -> list[Measure]:
    return [
        Measure(
            id=uuid4(),
            problem_id=problem.id,
            position=position,
            text=each.text,
            raw=each.text,
            target=None,
            due_on=each.deadline.date if each.deadline else None,
            deadline_raw=each.deadline.raw if each.deadline else None,
            long_term=bool(each.deadline and each.deadline.long_term),
            added_by_id=None,
            added_at=at,
        )
        for position, each in enumerate(reading.measures, 1)
    ]
