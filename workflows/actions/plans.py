"""Putting a published plan on the list: every problem registered and a case opened for each, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import plan_versions, who
from workflows.actions.newcomers import PARTS, found_of, newcomer, printed
from workflows.actions.opening import Opening
from workflows.plans import PlanReading
from workflows.plans.review import Registered
from workflows.queries import diagrams, people
from workflows.records import Diagram, ProblemList
from workflows.rules import matters
from workflows.rules.errors import Refusal
from workflows.rules.permissions import Actor
from workflows.rules.unit_names import match_unit, unit_candidates

PROCESS = "rectification"


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
    problem_list = new_list(source, actor, at)
    session.add(problem_list)
    session.flush()
    opening = Opening.of(session, require_process(session, source.process), problem_list, by=actor, at=at)
    lines = enumerate(zip(reading.problems, found_of(reading, reviewed), strict=True), 1)
    opening.open_cases(
        session, (newcomer(problem_list, found, each, place, names, at) for place, (each, found) in lines)
    )
    file = plan_versions.PlanFile(name=source.file_name, digest=source.digest)
    plan_versions.keep_first(session, list_id=problem_list.id, readings=reading.problems, file=file, by=by, at=at)
    note_loaded(session, source, len(reading.problems), by=actor, at=at)
    return Loaded(
        list_id=problem_list.id,
        problems=len(reading.problems),
        unmatched=unmatched,
        candidates={raw: unit_candidates(raw, names) for raw in unmatched},
    )


def note_loaded(session: Session, source: Source, count: int, *, by: Actor | None, at: datetime) -> None:
    """Write into the journal of the system that a list stands."""
    facts = {"list": source.list_name, "count": count, "digest": source.digest}
    who.note(session, "plan:loaded", case=None, by=by, at=at, **facts)


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
    named = [raw for problem in reading.problems for part in PARTS for raw in printed(problem, part)]
    return tuple(dict.fromkeys(raw for raw in named if match_unit(raw, names) is None))


def new_list(source: Source, actor: Actor | None, at: datetime) -> ProblemList:
    """The list a plan makes, not written yet."""
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
