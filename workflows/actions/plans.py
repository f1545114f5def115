"""Putting a published plan on the list: every problem registered and a case opened for each, all or nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import plan_versions, who
from workflows.actions.opening import Newcomer, Opening
from workflows.plans import PlanReading, ProblemReading, Warning
from workflows.plans.review import Registered
from workflows.queries import diagrams, people
from workflows.records import Diagram, Measure, Problem, ProblemList, ProblemNumber, ProblemUnit
from workflows.rules import matters
from workflows.rules.canonical import canonical
from workflows.rules.errors import Refusal
from workflows.rules.permissions import Actor
from workflows.rules.phrases import title_of
from workflows.rules.unit_names import match_unit, unit_candidates

PROCESS = "rectification"
PARTS = ("responsible", "lead", "participating", "supervising")


class EmptyPlan(Refusal):
    """“{name}”里没有读出任何问题，没有登记。请核对文件是不是整改方案的正文。
    No problem was found in {name}; nothing was registered.
    """

    code = "empty-plan"


class ListExists(Refusal):
    """已有名为“{name}”的问题清单，没有重复登记。请换一个名称，或到问题清单中查看已登记的内容。
    A list named {name} exists already; nothing was registered.
    """

    code = "list-exists"


class NotForPlans(Refusal):
    """流程“{key}”由系统在办理中启动，不能用来登记整改方案，没有登记。整改方案可用 rectification 或 rectification-two-notices。
    The process {key} is started by the application itself and does not take a plan; nothing was registered.
    """

    code = "not-for-plans"


class UnknownUnits(Refusal):
    """有 {count} 个单位不在本市单位表中，按 --strict 的要求没有登记：{names}。
    {count} units are not in the city's table; nothing was registered because of --strict.
    """

    code = "unknown-units"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What was registered: the list, how many problems, and the printed units that match none of the city's."""

    list_id: UUID
    problems: int
    unmatched: tuple[str, ...]
    candidates: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # unmatched → the city's names that resemble it


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a plan comes from: the name of the list it makes, its file and digest, and the inspection it answers."""

    list_name: str
    file_name: str
    digest: str
    inspection: str = ""
    round: str = ""
    process: str = PROCESS


def load_plan(
    session: Session,
    reading: PlanReading,
    source: Source,
    *,
    by: UUID | None,
    at: datetime,
    strict: bool = False,
    reviewed: Registered | None = None,
) -> Loaded:
    """Register a reading. `by` is None for the command line, which stands for the administrator of the machine.

    `reviewed` brings what people decided about this reading: the units they matched, the doubts they left, who mended what.

    Raises NotPermitted, EmptyPlan, ListExists, UnknownUnits (strict only), NotForPlans, NotFound for a process that is not deployed.
    """
    actor = who.actor(session, by, at) if by else None
    if actor is not None:
        who.require(session, actor, "load_plan")
    names = people.unit_names(session) | dict(reviewed.matches if reviewed else {})
    unmatched = _unmatched(reading, names)
    _refuse(session, reading, source, unmatched if strict else ())
    problem_list = _list(source, actor, at)
    session.add(problem_list)
    session.flush()
    opening = Opening.of(session, require_process(session, source.process), problem_list, by=actor, at=at)
    lines = enumerate(zip(reading.problems, found_of(reading, reviewed), strict=True), 1)
    opening.open_cases(
        session, (newcomer(problem_list, found, each, place, names, at) for place, (each, found) in lines)
    )
    file = plan_versions.PlanFile(name=source.file_name, digest=source.digest)
    plan_versions.keep_first(session, list_id=problem_list.id, readings=reading.problems, file=file, by=by, at=at)
    who.note(
        session,
        "plan:loaded",
        case=None,
        by=actor,
        at=at,
        list=source.list_name,
        count=len(reading.problems),
        digest=source.digest,
    )
    return Loaded(
        list_id=problem_list.id,
        problems=len(reading.problems),
        unmatched=unmatched,
        candidates={raw: unit_candidates(raw, names) for raw in unmatched},
    )


def _refuse(session: Session, reading: PlanReading, source: Source, unmatched: tuple[str, ...]) -> None:
    if not reading.problems:
        raise EmptyPlan(name=source.file_name)
    require_free_name(session, source.list_name)
    if unmatched:
        raise UnknownUnits(count=len(unmatched), names="、".join(unmatched))


def require_free_name(session: Session, name: str) -> None:
    """Raises ListExists for the name of a list that is there already."""
    if session.scalar(select(ProblemList.id).where(ProblemList.name == name)) is not None:
        raise ListExists(name=name)


def require_process(session: Session, key: str) -> Diagram:
    """The newest version of the process the list runs. Raises NotForPlans, NotFound."""
    if key in matters.APART:
        raise NotForPlans(key=key)
    return diagrams.newest(session, key)


def _unmatched(reading: PlanReading, names: Mapping[str, UUID]) -> tuple[str, ...]:
    printed = [raw for problem in reading.problems for part in PARTS for raw in _printed(problem, part)]
    return tuple(dict.fromkeys(raw for raw in printed if match_unit(raw, names) is None))


def _printed(problem: ProblemReading, part: str) -> tuple[str, ...]:
    units: tuple[str, ...] = getattr(problem, f"{part}_units")
    return units


def _list(source: Source, actor: Actor | None, at: datetime) -> ProblemList:
    return ProblemList(
        name=source.list_name,
        inspection=source.inspection or None,
        round=source.round or None,
        process=source.process,
        source_name=source.file_name,
        source_digest=source.digest,
        created_at=at,
        created_by_id=actor.person_id if actor else None,
    )


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
    printed = [(part, raw) for part in PARTS for raw in _printed(reading, part)]
    return [
        ProblemUnit(problem_id=problem.id, unit_id=match_unit(raw, names), part=part, raw=raw, position=position)
        for position, (part, raw) in enumerate(printed, 1)
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
