"""A problem as people know it, read with a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import calendars, cases, deadlines, matters, opinions
from workflows.queries.opinions import OnMeasure, Signed
from workflows.queries.values import MeasureLine, ProblemFacts, UnitLine
from workflows.records import Case, Measure, Problem, ProblemList, ProblemNumber, ProblemUnit, Unit
from workflows.rules.deadlines import Counting, Lamp, lamp_for, without_day
from workflows.rules.matters import PROBLEM, Kind

PART_NAMES = {"responsible": "责任单位", "lead": "牵头单位", "participating": "配合单位", "supervising": "督导单位"}


def state_of(problem: Problem, case: Case) -> str:
    """The key of STATES: rectified and closed are never one figure."""
    if (rested := cases.rested(case)) is not None:
        return rested
    if case.rectified_at is not None:
        return "rectified"
    return "reopened" if problem.state == "reopened" else "open"


def lamp_of(
    problem: Problem, case: Case, today: date, counting: Counting, *, hopeless: bool, kind: Kind = PROBLEM
) -> Lamp:
    """The lamp of a problem: done once it is struck off; rectified in time is no longer late."""
    state = state_of(problem, case)
    if state in ("closed", "suspended", "cancelled"):
        return Lamp(key="done" if state == "closed" else "ok", words=kind.state_words(state))
    if case.rectified_at is not None:
        return Lamp(key="ok", words="已完成整改，待销号")
    raw = without_day(long_term=problem.long_term, immediate=problem.immediate)
    return lamp_for(problem.due_on, today, raw=raw, counting=counting, hopeless=hopeless)


def facts_of(session: Session, problem: Problem, case: Case, signed: list[Signed], today: date) -> ProblemFacts:
    """Everything a page says about a problem."""
    problem_list = session.get_one(ProblemList, problem.list_id)
    numbers = session.scalars(select(ProblemNumber).where(ProblemNumber.problem_id == problem.id))
    state, kind = state_of(problem, case), matters.kind(session, problem)
    return ProblemFacts(
        id=problem.id,
        kind=kind,
        number=problem.number or "",
        numbers=tuple(f"{each.level}序号 {each.number}" for each in numbers),
        list_id=problem_list.id,
        list_name=problem_list.name,
        inspection="".join(filter(None, (problem_list.inspection, problem_list.round))),
        area=problem.area or "",
        title=problem.title,
        text=problem.text,
        target=problem.target or "",
        due_on=problem.due_on,
        deadline_raw=problem.deadline_raw or "",
        long_term=problem.long_term,
        immediate=problem.immediate,
        persons=problem.responsible_persons_raw or "",
        units=units_of(session, problem.id),
        measures=measures_of(session, problem.id, signed),
        warnings=warnings_of(problem),
        state=state,
        state_words=kind.state_words(state),
        stage_name=cases.stage_name(session, case),
        order=matters.order_words(session, problem.id) if not kind.is_matter else "",
        lamp=lamp_of(
            problem,
            case,
            today,
            calendars.counting(session),
            hopeless=bool(deadlines.hopeless(session, [case.id])),
            kind=kind,
        ),
    )


def units_of(session: Session, problem_id: UUID) -> tuple[UnitLine, ...]:
    """Units by part, in the order of the plan; several printed bodies of one county are one line."""
    rows = session.execute(
        select(ProblemUnit.part, Unit.name, ProblemUnit.raw)
        .outerjoin(Unit, Unit.id == ProblemUnit.unit_id)
        .where(ProblemUnit.problem_id == problem_id)
        .order_by(ProblemUnit.position)
    )
    lines = [UnitLine(part=part, part_name=PART_NAMES[part], name=name, raw=raw or "") for part, name, raw in rows]
    seen: dict[tuple[str, str], UnitLine] = {}
    for line in lines:
        seen.setdefault((line.part, line.name or line.raw), line)
    return tuple(seen.values())


def measures_of(session: Session, problem_id: UUID, signed: list[Signed]) -> tuple[MeasureLine, ...]:
    """The measures with the last finding on each."""
    findings = opinions.findings(signed)
    rows = session.scalars(select(Measure).where(Measure.problem_id == problem_id).order_by(Measure.position))
    return tuple(
        MeasureLine(
            id=row.id,
            number=number,
            text=row.text,
            target=row.target or "",
            due_on=row.due_on,
            deadline_raw=row.deadline_raw or "",
            finding=_found(findings.get(str(row.id))),
        )
        for number, row in enumerate(rows, 1)
    )


def _found(finding: OnMeasure | None) -> str:
    """A finding in words that say how it was come by: the lead unit's check of its own list is not yet a look on site."""
    if finding is None:
        return ""
    where = "自验" if finding.box in ("self_check", "self_accept") else "现场核查"
    return f"{where}{'属实' if finding.verdict == 'confirmed' else '不属实'}"


def warnings_of(problem: Problem) -> tuple[str, ...]:
    """What the reader of the plan doubted, as sentences."""
    found = json.loads(problem.found or "{}")
    return tuple(f"原文{_place(each)}：{each['message']}" for each in found.get("warnings", ()))


def _place(warning: Mapping[str, str]) -> str:
    """Where the doubt stands: 第 5 行, “清单”表 B5 单元格; lists registered before places were kept have the line alone."""
    return warning.get("place") or f"第 {warning['line']} 行"
