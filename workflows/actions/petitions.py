"""Registering a petition (信访件) that an inspection handed over: a problem of its own list, with a case under the process `petition`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import matters, once, who
from workflows.queries import diagrams
from workflows.records import Case, Problem, ProblemList, ProblemUnit, Submission, Unit
from workflows.rules import petitions
from workflows.rules.deadlines import city_day
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.matters import PETITION
from workflows.rules.permissions import Actor
from workflows.rules.phrases import title_of

PROCESS = "petition"
FORM = "register_petition"
DEADLINE = "自收到之日起 10 日内办结"


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A petition on the list, and what the person who registered it is told."""

    problem_id: UUID
    sentence: str


def register_petition(
    session: Session, *, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Registered:
    """Put a petition on the list and hand it to its county, due ten days after receipt.

    Raises NotPermitted, InvalidInput (a number of another shape, a day to come, a unit that is no county, a petition that this county
    has already), NotFound while no diagram `petition` is deployed.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "register_petition")
    if (before := _earlier(session, request_id, by)) is not None:
        return before
    form = diagrams.shipped_verbs()[FORM]
    problems = form.validate(values) or _doubts(session, values, at)
    if problems:
        raise InvalidInput(problems)
    return _register(session, values, request_id, actor, at)


def _earlier(session: Session, request_id: UUID, by: UUID) -> Registered | None:
    """The answer to the same press, seen earlier."""
    before = session.get(Submission, request_id)
    if before is None or before.person_id != by:
        return None
    return Registered(problem_id=session.get_one(Case, before.case_id).problem_id, sentence=before.outcome)


def _doubts(session: Session, values: Mapping[str, Any], at: datetime) -> list[FieldProblem]:
    number, county = petitions.read_number(str(values["number"])), _county(session, values)
    found = []
    if number is None:
        message = "编号应为 X 或 D 加 18 位数字（6 位区划代码、8 位日期、4 位序号），例如 X420000201811240021，请对照转办单核对。"
        found.append(FieldProblem(field="number", label="信访件编号", message=message))
    if _received(values) > city_day(at):
        found.append(FieldProblem(field="received_on", label="收到日期", message="“收到日期”不能晚于今天。"))
    if county is None:
        message = "信访件由属地县（市、区）办理，请选择一个县（市、区）。"
        found.append(FieldProblem(field="responsible_units", label="属地县（市、区）", message=message))
    elif number is not None and _known(session, number.text, county):
        message = f"编号 {number.text} 已在{county.name}名下登记，没有重复登记。"
        found.append(FieldProblem(field="number", label="信访件编号", message=message))
    return found


def _county(session: Session, values: Mapping[str, Any]) -> Unit | None:
    try:
        unit = session.get(Unit, UUID(str(values["responsible_units"][0])))
    except ValueError:
        return None
    return unit if unit is not None and unit.active and unit.level == "county" else None


def _received(values: Mapping[str, Any]) -> date:
    return date.fromisoformat(str(values["received_on"]))


def _known(session: Session, number: str, county: Unit) -> bool:
    query = (
        select(Problem.id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .join(ProblemUnit, ProblemUnit.problem_id == Problem.id)
        .where(ProblemList.process == PROCESS, Problem.number == number, ProblemUnit.unit_id == county.id)
    )
    return session.scalar(query.limit(1)) is not None


def _register(session: Session, values: Mapping[str, Any], request_id: UUID, actor: Actor, at: datetime) -> Registered:
    number, county = petitions.read_number(str(values["number"])), _county(session, values)
    line = matters.Line(
        kind=PETITION,
        number=number.text if number else None,
        area=str(values.get("area") or "") or None,
        title=title_of(str(values["text"])),
        text=str(values["text"]),
        due_on=petitions.due_on(_received(values)),
        deadline_raw=DEADLINE,
        units=(("responsible", county.id),) if county else (),
    )
    problem, case = matters.start(session, line, by=actor, at=at)
    facts = {"number": problem.number, "received_on": _received(values), "due_on": problem.due_on}
    who.note(session, "petition:registered", case=case, by=actor, at=at, **facts)
    name = county.name if county else ""
    sentence = f"已登记信访件 {problem.number}，转{name}办理，{problem.due_on} 前办结。"
    once.remember(session, request_id, case, by=actor.person_id, at=at, sentence=sentence)
    return Registered(problem_id=problem.id, sentence=sentence)
