"""Which of several units that do a box side by side have answered, and which not."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from workflows.queries import people
from workflows.records import Case, SignOff, Task, Unit, Withdrawal
from workflows.rules.roles import ROLES


def side_by_side(session: Session, case: Case) -> list[Task]:
    """The open tasks of single units, where the part has several units; empty where one unit alone, or whoever the role says, is asked."""
    query = select(Task).where(Task.case_id == case.id, Task.closed_at.is_(None), Task.unit_id.is_not(None))
    tasks = list(session.scalars(query.order_by(Task.opened_at, Task.unit_id)))
    involved = people.involvement(session, case.problem_id) if tasks else {}
    return [task for task in tasks if len(involved.get(ROLES[task.role].part or "", ())) > 1]


def of_unit(session: Session, case: Case, unit_id: UUID) -> Task | None:
    """The open task of one of several units; None when it is asked nothing now."""
    return next((task for task in side_by_side(session, case) if task.unit_id == unit_id), None)


def named(session: Session, tasks: Sequence[Task], most: int = 5) -> str:
    """The units of some tasks by name, the first few of many; empty where a single unit, or none, is asked."""
    ids = [task.unit_id for task in tasks if task.unit_id is not None]
    if len(ids) < 2:
        return ""
    names = list(session.scalars(select(Unit.name).where(Unit.id.in_(ids)).order_by(Unit.name).limit(most)))
    return "、".join(names) + (f"等 {len(ids)} 个单位" if len(ids) > len(names) else "")


def own_answer(session: Session, case: Case, person_id: UUID) -> SignOff | None:
    """The newest answer of this person that stands while other units are still asked; None once all have answered, or the unit was relieved."""
    open_one = aliased(Task)
    others = exists().where(
        open_one.case_id == Task.case_id, open_one.token == Task.token, open_one.closed_at.is_(None)
    )
    query = (
        select(SignOff, Task)
        .join(Task, Task.id == SignOff.task_id)
        .where(SignOff.case_id == case.id, SignOff.person_id == person_id, Task.unit_id.is_not(None), others)
        .where(~exists().where(Withdrawal.sign_off_id == SignOff.id))
        .order_by(SignOff.at.desc(), SignOff.id)
        .limit(1)
    )
    found = session.execute(query).first()
    if found is None:
        return None
    sign_off, task = found
    takes_part = people.involvement(session, case.problem_id).get(ROLES[task.role].part or "", frozenset())
    return sign_off if task.unit_id in takes_part else None
