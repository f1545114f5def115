"""Orders, checks and rounds as lists, and those about one problem; a fixed number of queries however many units take part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from workflows.queries import access, calendars, cases, matters, people
from workflows.queries.matter_values import MatterLine, MatterPage
from workflows.queries.problem_facts import lamp_of, state_of
from workflows.queries.problem_list import responsible_units
from workflows.records import Case, Matter, Problem, ProblemList, Task
from workflows.rules.deadlines import Counting, Lamp, city_day
from workflows.rules.matters import Kind, kind_of
from workflows.rules.permissions import Actor

PAGE = 100
GROUPS = ("open", "closed", "cancelled")
ABOUT = aliased(Problem, name="about")
Found = Row[Matter, Problem, Case, ProblemList, Problem]


def matter_page(session: Session, *, kind: Kind, person_id: UUID, state: str, at: datetime) -> MatterPage:
    """One kind of matter, the newest first; `state` open|closed|cancelled, anything else means open."""
    actor = people.actor(session, person_id, at)
    state = state if state in GROUPS else "open"
    rows = session.execute(_select(actor, Matter.kind == kind.key, _in(state)).limit(PAGE)).all()
    counts = tuple((key, kind.state_words(key), _count(session, actor, kind, key)) for key in GROUPS)
    return MatterPage(
        kind=kind,
        state=state,
        counts=counts,
        lines=_lines(session, rows, city_day(at)),
        total=next(number for key, _, number in counts if key == state),
        sees_all=actor.sees_all,
    )


def about(session: Session, actor: Actor, problem_id: UUID, today: date) -> tuple[MatterLine, ...]:
    """The orders and checks about a problem that the actor may see, the newest first."""
    return _lines(session, session.execute(_select(actor, Matter.about_id == problem_id)).all(), today)


def of_problem(session: Session, actor: Actor, problem_id: UUID, today: date) -> MatterLine | None:
    """The matter that this line of a list is; None for a problem."""
    found = _lines(session, session.execute(_select(actor, Matter.problem_id == problem_id)).all(), today)
    return found[0] if found else None


def _select(actor: Actor, *conditions: ColumnElement[bool]) -> Select[Matter, Problem, Case, ProblemList, Problem]:
    return (
        select(Matter, Problem, Case, ProblemList, ABOUT)
        .join(Problem, Problem.id == Matter.problem_id)
        .join(Case, Case.problem_id == Problem.id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .outerjoin(ABOUT, ABOUT.id == Matter.about_id)
        .where(access.visible(actor), *conditions)
        .order_by(Problem.position.desc(), Problem.id)
    )


def _in(state: str) -> ColumnElement[bool]:
    if state == "cancelled":
        return Case.cancelled_at.is_not(None)
    if state == "closed":
        return Case.cancelled_at.is_(None) & Case.closed_at.is_not(None)
    return matters.is_open()


def _count(session: Session, actor: Actor, kind: Kind, state: str) -> int:
    chosen = _select(actor, Matter.kind == kind.key, _in(state)).order_by(None)
    return session.scalar(chosen.with_only_columns(func.count(Problem.id), maintain_column_froms=True)) or 0


class _Answers(NamedTuple):
    asked: int = 0
    answered: int = 0


def _answers(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, _Answers]:
    """How many tasks of units each case has had, and how many of them somebody did."""
    done = func.sum(case((Task.closed_by_id.is_not(None), 1), else_=0))
    query = select(Task.case_id, func.count(), done).where(Task.case_id.in_(case_ids), Task.role == "responsible_unit")
    return {
        case_id: _Answers(asked, int(closed))
        for case_id, asked, closed in session.execute(query.group_by(Task.case_id))
    }


def _lines(session: Session, rows: Sequence[Found], today: date) -> tuple[MatterLine, ...]:
    units = responsible_units(session, [problem.id for _, problem, *_ in rows])
    answers = _answers(session, [found.id for _, _, found, *_ in rows])
    counting = calendars.counting(session)
    return tuple(
        _line(session, row, units.get(row[1].id, ""), answers.get(row[2].id, _Answers()), today, counting)
        for row in rows
    )


def _line(session: Session, row: Found, units: str, answers: _Answers, today: date, counting: Counting) -> MatterLine:
    matter, problem, found, listed, original = row
    kind, state = kind_of(listed.process), state_of(problem, found)
    waits = state == "open" and matter.in_force_at is None
    lamp = lamp_of(problem, found, today, counting, hopeless=False, kind=kind)
    return MatterLine(
        id=problem.id,
        kind=kind,
        number=problem.number or "",
        title=problem.title,
        text=problem.text,
        state=state,
        state_words=kind.waiting if waits else kind.state_words(state),
        stage_name=cases.stage_name(session, found),
        units=units,
        opened_at=found.opened_at,
        due_on=problem.due_on,
        lamp=Lamp(key="ok", words=kind.waiting) if waits else lamp,
        about_id=original.id if original else None,
        about_number=(original.number or "") if original else "",
        about_title=original.title if original else "",
        asked=answers.asked,
        answered=answers.answered,
    )
