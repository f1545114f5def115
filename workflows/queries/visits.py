"""Who of several units has answered at a box that stands open, and who not: for the pages of a problem and of a task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workflows.queries import calendars, deadlines, people, unit_days
from workflows.queries.visit_values import Visit, VisitUnit
from workflows.records import Case, Person, Problem, SignOff, Task, Unit, Withdrawal
from workflows.rules.deadlines import Counting, Lamp, city_day, lamp_for, without_day
from workflows.rules.roles import ROLES


class _Answer(NamedTuple):
    """The last answer of a unit that stands: who signed it, and at which task."""

    sign_off: SignOff
    person: str


def open_visits(session: Session, case: Case, problem: Problem, today: date) -> tuple[Visit, ...]:
    """Every open box that several units do, in the order in which they were opened."""
    query = select(Task).where(Task.case_id == case.id, Task.closed_at.is_(None), Task.unit_id.is_not(None))
    tokens: dict[str, list[Task]] = defaultdict(list)
    for task in session.scalars(query.order_by(Task.opened_at, Task.id)):
        tokens[task.token].append(task)
    involved = people.involvement(session, problem.id) if tokens else {}
    found = []
    for rows in tokens.values():
        units = involved.get(ROLES[rows[0].role].part or "", frozenset())
        if len(units) > 1:
            found.append(_visit(session, case, problem, rows, units, today))
    return tuple(found)


def _visit(
    session: Session, case: Case, problem: Problem, rows: list[Task], units: frozenset[UUID], today: date
) -> Visit:
    names = {row.id: row.name for row in session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(units)))}
    counting, first = calendars.counting(session), rows[0]
    told = deadlines.reminders(session, [case.id], today).get(case.id, [])
    waiting = [
        VisitUnit(
            unit=names.get(task.unit_id, "") if task.unit_id else "",
            task_id=task.id,
            answered=False,
            person="",
            at=None,
            due_on=task.due_on,
            lamp=_lamp(task, problem, today, counting),
            note="，".join(filter(None, (_urged(task), deadlines.reminder_of(task, told)))),
        )
        for task in rows
    ]
    answers, own = _answers(session, case, first.box), unit_days.own_days(session, problem.id, _part(first))
    done = [
        _answered(names[unit], answers[unit], first.token, own.get(unit, problem.due_on))
        for unit in units - {task.unit_id for task in rows}
        if unit in answers
    ]
    waiting.sort(key=lambda each: (each.due_on or date.max, each.unit))
    done.sort(key=lambda each: (each.at is None, each.at, each.unit))
    return Visit(box_name=first.name, units=(*waiting, *done))


def _part(task: Task) -> str:
    return ROLES[task.role].part or ""


def _answered(unit: str, answer: tuple[_Answer, str], token: str, due_on: date | None) -> VisitUnit:
    (sign_off, person), given_at = answer
    earlier = given_at != token
    return VisitUnit(
        unit=unit,
        task_id=None,
        answered=True,
        person=person,
        at=sign_off.at,
        due_on=due_on,
        lamp=Lamp(key="done", words="上次已报送，继续有效" if earlier else "已办结"),
        note="",
        earlier=earlier,
    )


def _answers(session: Session, case: Case, box: str) -> Mapping[UUID, tuple[_Answer, str]]:
    """The last answer of each unit at a box that stands, with the visit it was given at."""
    query = (
        select(SignOff, Person.name, Task.token)
        .join(Person, Person.id == SignOff.person_id)
        .join(Task, Task.id == SignOff.task_id)
        .where(SignOff.case_id == case.id, SignOff.box == box, SignOff.unit_id.is_not(None))
        .where(~exists().where(Withdrawal.sign_off_id == SignOff.id))
        .order_by(SignOff.at, SignOff.id)
    )
    rows = session.execute(query).all()
    return {row.unit_id: (_Answer(row, person), token) for row, person, token in rows if row.unit_id is not None}


def _lamp(task: Task, problem: Problem, today: date, counting: Counting) -> Lamp:
    raw = without_day(long_term=problem.long_term, immediate=problem.immediate, deadline=problem.due_on)
    return lamp_for(task.due_on, today, returned=task.returned, raw=raw, counting=counting)


def _urged(task: Task) -> str:
    if task.chased_at is None:
        return ""
    day = city_day(task.chased_at)
    return f"{day.month} 月 {day.day} 日催办，共 {task.chases} 次"
