"""What is said of a task that is no longer open: who did it, when and how, where the case went, and what is best done next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.queries import access, cases, matters, opinions, people, timeline
from workflows.queries.inbox import next_task
from workflows.queries.inbox_values import TaskRow
from workflows.queries.task_rows import open_tasks, rows_of
from workflows.queries.values import DocumentLine, Opinion
from workflows.records import Case, Person, Problem, Task
from workflows.rules.matters import Kind


@dataclass(frozen=True, kw_only=True)
class TaskDone:
    """`who` is empty where nobody did it: the diagram took another way. `now` says where the case stands, `turns` who is on it."""

    task_id: UUID
    box_name: str
    problem_id: UUID
    number: str
    title: str
    kind: Kind
    who: str
    own: bool
    """Whether the person who looks did it."""
    at: datetime
    opinion: Opinion | None
    now: str
    turns: tuple[TaskRow, ...]
    papers: tuple[DocumentLine, ...]
    """Papers that were issued with it or since."""
    next_task: TaskRow | None


def task_done(session: Session, *, person_id: UUID, task_id: UUID, at: datetime) -> TaskDone | None:
    """None while the task is open. Raises NotFound when it is not there or may not be seen."""
    actor = people.actor(session, person_id, at)
    task = access.task(session, actor, task_id)
    if task.closed_at is None:
        return None
    case = session.get_one(Case, task.case_id)
    problem = session.get_one(Problem, case.problem_id)
    person = session.get(Person, task.closed_by_id) if task.closed_by_id else None
    rows = rows_of(session, actor, open_tasks(session, actor, problem.id), at)
    papers = timeline.documents(session, case.id)
    return TaskDone(
        task_id=task.id,
        box_name=task.name,
        problem_id=problem.id,
        number=problem.number or "",
        title=problem.title,
        kind=matters.kind(session, problem),
        who=person.name if person else "",
        own=task.closed_by_id == person_id,
        at=task.closed_at,
        opinion=_opinion(session, case, task),
        now=cases.where_now(session, case),
        turns=tuple(rows),
        papers=tuple(each for each in papers if each.issued_at >= task.closed_at),
        next_task=next_task(session, person_id=person_id, at=at),
    )


def _opinion(session: Session, case: Case, task: Task) -> Opinion | None:
    signed = [each for each in opinions.of_case(session, case) if each.row.task_id == task.id]
    return opinions.shown(signed[-1]) if signed else None
