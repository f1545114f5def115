"""The form of one task alone: what is needed to read an answer, without the page around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.forms import Form
from workflows.queries import access, diagrams, people
from workflows.records import Case


@dataclass(frozen=True, kw_only=True)
class TaskForm:
    """The form somebody answers, the problem it is about, and whether the task still waits for an answer."""

    problem_id: UUID
    form: Form
    waits: bool


def task_form(session: Session, *, person_id: UUID, task_id: UUID, at: datetime) -> TaskForm:
    """The form of a task, at a third of the page's cost. Raises NotFound when it is not there or may not be seen."""
    task = access.task(session, people.actor(session, person_id, at), task_id)
    case = session.get_one(Case, task.case_id)
    form = diagrams.form_of_box(session, case.diagram_id, task.box)
    return TaskForm(problem_id=case.problem_id, form=form, waits=task.closed_at is None)
