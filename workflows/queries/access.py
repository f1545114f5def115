"""*May be seen*, said in SQL: an object is always loaded through these functions, never by its id alone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from workflows.records import Case, Document, Evidence, Problem, ProblemUnit, Task
from workflows.rules.errors import NotFound
from workflows.rules.permissions import Actor


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Problem` that `permissions.may_see` states in Python."""
    if actor.sees_all:
        return true()
    mine = select(ProblemUnit.problem_id).where(ProblemUnit.unit_id.in_(actor.units_seen))
    return Problem.id.in_(mine)


def problem(session: Session, actor: Actor, problem_id: UUID) -> Problem:
    """The problem, if the actor may see it. Raises NotFound otherwise: existence is not told either."""
    found = session.scalar(select(Problem).where(Problem.id == problem_id, visible(actor)))
    if found is None:
        raise NotFound(what="这个问题")
    return found


def task(session: Session, actor: Actor, task_id: UUID) -> Task:
    """The task of a problem the actor may see. Raises NotFound otherwise."""
    found = session.scalar(
        select(Task)
        .join(Case, Case.id == Task.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .where(Task.id == task_id, visible(actor))
    )
    if found is None:
        raise NotFound(what="这项任务")
    return found


def document(session: Session, actor: Actor, document_id: UUID) -> Document:
    """The paper of a problem the actor may see; one about the whole city for who sees the whole city. Raises NotFound otherwise."""
    found = session.scalar(
        select(Document)
        .outerjoin(Case, Case.id == Document.case_id)
        .outerjoin(Problem, Problem.id == Case.problem_id)
        .where(Document.id == document_id, visible(actor))
    )
    if found is None:
        raise NotFound(what="这份文书")
    return found


def visible_papers(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Document` for lists; papers about the whole city are for who sees the whole city."""
    if actor.sees_all:
        return true()
    seen = select(Case.id).join(Problem, Problem.id == Case.problem_id).where(visible(actor))
    return Document.case_id.in_(seen)


def evidence(session: Session, actor: Actor, evidence_id: UUID) -> Evidence:
    """The file of a problem the actor may see. Raises NotFound otherwise."""
    found = session.scalar(
        select(Evidence)
        .join(Case, Case.id == Evidence.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .where(Evidence.id == evidence_id, visible(actor))
    )
    if found is None:
        raise NotFound(what="这份佐证材料")
    return found


def case_of(session: Session, problem_id: UUID, *, for_update: bool = False) -> Case:
    """The case of a problem. `for_update` locks the row where the database can, so that no engine work is done twice."""
    query = select(Case).where(Case.problem_id == problem_id)
    found = session.scalar(query.with_for_update() if for_update else query)
    if found is None:
        raise NotFound(what="这个问题的办理记录")
    return found
