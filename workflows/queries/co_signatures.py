"""Opinions asked of colleagues: which are open, whose they are, how they are shown."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from workflows.queries.values import Choice, CoSignatureLine
from workflows.records import CoSignature, Membership, Person, ProblemUnit, Task, Unit
from workflows.rules.permissions import SEES_ALL


def open_for(session: Session, task_id: UUID) -> list[CoSignature]:
    """The questions about a task that wait for an answer, with the people asked."""
    query = select(CoSignature).where(CoSignature.task_id == task_id, CoSignature.answered_at.is_(None))
    return list(session.scalars(query.options(joinedload(CoSignature.person))))


def asked_of(session: Session, case_id: UUID, person_id: UUID) -> CoSignature | None:
    """The oldest question about an open task of a case that waits for this person; None when there is none."""
    return session.scalar(
        select(CoSignature)
        .join(Task, Task.id == CoSignature.task_id)
        .where(Task.case_id == case_id, Task.closed_at.is_(None))
        .where(CoSignature.person_id == person_id, CoSignature.answered_at.is_(None))
        .order_by(CoSignature.asked_at)
        .limit(1)
    )


def of_case(session: Session, case_id: UUID) -> tuple[CoSignatureLine, ...]:
    """Every question of a case with its answer, newest first."""
    rows = session.scalars(
        select(CoSignature)
        .join(Task, Task.id == CoSignature.task_id)
        .where(Task.case_id == case_id)
        .options(joinedload(CoSignature.person), joinedload(CoSignature.asked_by), joinedload(CoSignature.task))
        .order_by(CoSignature.asked_at.desc())
    )
    return tuple(_line(row) for row in rows)


def colleagues(session: Session, problem_id: UUID, except_for: UUID, at: datetime) -> tuple[Choice, ...]:
    """Everybody else who may see a problem, by unit: those who see all, and the people of its units."""
    units = select(ProblemUnit.unit_id).where(ProblemUnit.problem_id == problem_id, ProblemUnit.unit_id.is_not(None))
    rows = session.execute(
        select(Person.id, Person.name, Unit.name)
        .join(Membership, Membership.person_id == Person.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Person.active, Person.id != except_for)
        .where(Membership.since <= at, or_(Membership.until.is_(None), Membership.until > at))
        .where(or_(Membership.role.in_(SEES_ALL), Membership.unit_id.in_(units)))
        .order_by(Unit.name, Person.name)
    )
    return tuple({pid: Choice(value=str(pid), label=f"{name}（{unit}）") for pid, name, unit in rows}.values())


def _line(row: CoSignature) -> CoSignatureLine:
    return CoSignatureLine(
        box_name=row.task.name,
        asked_by=row.asked_by.name,
        person=row.person.name,
        question=row.question,
        answered=row.answered_at is not None,
        agreed=row.agreed,
        opinion=row.opinion or "",
        at=row.answered_at or row.asked_at,
    )
