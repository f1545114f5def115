"""A list as a register: the values its problems have now, in the shape a plan is read into, so that it can be written and compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.plans import Deadline, MeasureReading, Number, ProblemReading
from workflows.plans.deadlines import labelled
from workflows.records import Case, Measure, Problem, ProblemList, ProblemUnit, Unit
from workflows.rules import matters
from workflows.rules.errors import NotFound


def plan_list(session: Session, list_id: UUID) -> ProblemList:
    """The list, if a plan made it or could. Raises NotFound for anything else, also for lists of orders, checks and rounds."""
    found = session.get(ProblemList, list_id)
    if found is None or found.process in matters.APART:
        raise NotFound(what="这份问题清单")
    return found


def list_named(session: Session, name: str) -> ProblemList:
    """The list of this name. Raises NotFound."""
    found = session.scalar(select(ProblemList.id).where(ProblemList.name == name))
    if found is None:
        raise NotFound(what=f"名为“{name}”的问题清单")
    return plan_list(session, found)


def city_units(session: Session) -> list[str]:
    """The names of the city's active units, counties before departments."""
    rows = session.scalars(select(Unit).where(Unit.active).order_by(Unit.level, Unit.name))
    return [unit.name for unit in rows]


def problems_of(session: Session, list_id: UUID, *, also_cancelled: bool = False) -> list[Problem]:
    """The problems of a list with all that belongs to them, in the order of the plan; without those taken off it."""
    chosen = (
        select(Problem)
        .join(Case, Case.problem_id == Problem.id)
        .where(Problem.list_id == list_id)
        .order_by(Problem.position, Problem.id)
        .options(
            selectinload(Problem.numbers),
            selectinload(Problem.measures),
            selectinload(Problem.units).options(joinedload(ProblemUnit.unit)),
        )
    )
    if not also_cancelled:
        chosen = chosen.where(Case.cancelled_at.is_(None))
    return list(session.scalars(chosen))


def register_of(problems: Iterable[Problem]) -> tuple[ProblemReading, ...]:
    """The problems as they stand now: words as corrected, days in force, units as printed or, where the office named them, by their names."""
    return tuple(_reading(problem) for problem in problems)


def _reading(problem: Problem) -> ProblemReading:
    found: Mapping[str, Any] = json.loads(problem.found)
    kept: Mapping[str, Any] = found.get("kept") or _printed(found.get("found") or {})
    return ProblemReading(
        number=problem.number or str(problem.position),
        number_raw=kept.get("number_raw"),
        numbers=tuple(Number(level=each.level, value=each.number) for each in problem.numbers),
        line=0,
        area=problem.area,
        text=problem.text,
        target=problem.target,
        measures=tuple(_measure(measure) for measure in problem.measures),
        responsible_units=_units(problem.units, "responsible"),
        lead_units=_units(problem.units, "lead"),
        participating_units=_units(problem.units, "participating"),
        supervising_units=_units(problem.units, "supervising"),
        responsible_persons=problem.responsible_persons_raw,
        deadline=_deadline(problem.deadline_raw, problem.due_on, problem.long_term, problem.immediate),
        progress=kept.get("progress"),
    )


def _printed(found: Mapping[str, Any]) -> dict[str, Any]:
    """What lists registered before this was kept by itself have among the places of their fields."""
    return {
        "number_raw": (found.get("number") or {}).get("raw"),
        "progress": (found.get("progress") or {}).get("raw"),
    }


def _measure(measure: Measure) -> MeasureReading:
    immediate = labelled(measure.deadline_raw).deadline.immediate if measure.deadline_raw else False
    deadline = _deadline(measure.deadline_raw, measure.due_on, measure.long_term, immediate)
    return MeasureReading(text=measure.text, line=0, deadline=deadline)


def _units(rows: Sequence[ProblemUnit], part: str) -> tuple[str, ...]:
    """Each once: a unit the office named in place of a printed one stands beside it, and both are said."""
    names = (row.raw or (row.unit.name if row.unit else "") for row in rows if row.part == part)
    return tuple(dict.fromkeys(name for name in names if name))


def _deadline(raw: str | None, day: date | None, long_term: bool, immediate: bool) -> Deadline | None:
    if not (raw or day or long_term or immediate):
        return None
    words = raw or (day.isoformat() if day else "长期坚持" if long_term else "立行立改")
    return Deadline(raw=words, date=day, long_term=long_term, immediate=immediate)
