"""What hangs on a person by name, and who could do it instead: asked before an account is closed, or when somebody moves on.

An administrator sees number, box and day of these tasks and no more: they run the accounts, not the cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workflows.queries import assignments, duties, people
from workflows.queries.duties import Duties
from workflows.queries.values import Choice
from workflows.records import Case, CoSignature, DocumentSignature, Membership, Person, Problem, Task
from workflows.rules.errors import NotFound, NotVisible
from workflows.rules.permissions import ACTIONS, Actor, seat_for_action, why_not_seen
from workflows.rules.roles import ROLES

SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """One open task of the person, with everybody who could do it in their place."""

    task_id: UUID
    number: str
    box_name: str
    due_on: date | None
    takers: tuple[Choice, ...]


@dataclass(frozen=True, kw_only=True)
class LeavingPage:
    """What hangs on a person. `total` counts all tasks, `tasks` are the first of them; the rest cannot be handed on and is told."""

    id: UUID
    name: str
    active: bool
    total: int
    tasks: tuple[Hanging, ...]
    for_all: tuple[Choice, ...]
    """Who could take every one of the tasks shown."""
    opinions: int
    signatures: int


def leaving_page(session: Session, *, person_id: UUID, other_id: UUID, at: datetime) -> LeavingPage:
    """The open tasks of somebody. Raises NotVisible, NotFound."""
    other = session.get(Person, other_id)
    if other is None:
        raise NotFound(what="这个账号")
    viewer = people.actor(session, person_id, at)
    if seat_for_action(viewer, "move_tasks", {}) is None:
        raise NotVisible(why=why_not_seen(ACTIONS["move_tasks"]))
    rows = held_tasks(session, other_id)
    tasks = _hanging(session, other, rows[:SHOWN], at)
    common = set.intersection(*({each.value for each in task.takers} for task in tasks)) if tasks else set()
    return LeavingPage(
        id=other.id,
        name=other.name,
        active=other.active,
        total=len(rows),
        tasks=tasks,
        for_all=tuple(each for each in tasks[0].takers if each.value in common) if tasks else (),
        opinions=_count(session, select(CoSignature.id).where(
            CoSignature.person_id == other_id, CoSignature.answered_at.is_(None))),
        signatures=_count(session, select(DocumentSignature.id).where(
            DocumentSignature.person_id == other_id, DocumentSignature.status == "waiting")),
    )  # fmt: skip


def held_tasks(session: Session, other_id: UUID) -> Sequence[Task]:
    """The open tasks that are the person's by name, the most urgent first."""
    query = select(Task).where(Task.assignee_id == other_id, Task.closed_at.is_(None))
    return session.scalars(query.order_by(Task.due_on.is_(None), Task.due_on, Task.id)).all()


def why_not_instead(session: Session, other: Person, taker: Actor, task: Task, case: Case, known: Duties) -> str:
    """Why this person cannot do the other's task, said about them; empty when they can: a seat of the same unit, and nothing kept apart."""
    seat = known.seat(taker, task, case)
    if seat is None or seat.for_id is not None:
        return f"{taker.name}不是这一环节的{ROLES[task.role].name}人员"
    if ROLES[task.role].part is not None and seat.unit_id not in _units_of(session, other.id):
        return f"{taker.name}不在{other.name}的单位"
    return known.barred(session, taker, task, case).replace("您", taker.name)


def _hanging(session: Session, other: Person, rows: Sequence[Task], at: datetime) -> tuple[Hanging, ...]:
    cases = {each.id: each for each in session.scalars(select(Case).where(Case.id.in_([row.case_id for row in rows])))}
    ids = [each.problem_id for each in cases.values()]
    numbers = {
        row.id: row.number for row in session.execute(select(Problem.id, Problem.number).where(Problem.id.in_(ids)))
    }
    known = duties.of_cases(session, cases.values())
    seated = {
        role: tuple(each for each in assignments.seated(session, role, at) if each.person_id != other.id)
        for role in {ROLES[row.role].seat for row in rows}
    }
    return tuple(
        Hanging(
            task_id=row.id,
            number=numbers.get(cases[row.case_id].problem_id) or "",
            box_name=row.name,
            due_on=row.due_on,
            takers=tuple(
                Choice(value=str(each.person_id), label=f"{each.name}（{each.seats[0].unit_name}）")
                for each in seated[ROLES[row.role].seat]
                if not why_not_instead(session, other, each, row, cases[row.case_id], known)
            ),
        )
        for row in rows
    )


def _units_of(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Every unit the person ever sat in: their seat may have ended before their tasks were handed on."""
    return frozenset(session.scalars(select(Membership.unit_id).where(Membership.person_id == person_id)))


def _count(session: Session, query: Select[UUID]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0
