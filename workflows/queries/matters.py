"""What kind of thing a line of a list is, and which orders stand over a problem."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from workflows.records import Case, Matter, Problem, ProblemList
from workflows.rules import matters
from workflows.rules.matters import Kind


def kind(session: Session, problem: Problem) -> Kind:
    """What a line is; its list is read once per session."""
    return matters.kind_of(session.get_one(ProblemList, problem.list_id).process)


def kind_of_case(session: Session, case: Case) -> Kind:
    """What a case is about."""
    return kind(session, session.get_one(Problem, case.problem_id))


def of_kind(wanted: Kind) -> ColumnElement[bool]:
    """The condition on `ProblemList` that `rules.matters.kind_of` states in Python."""
    own = [process for process, each in matters.PROCESSES.items() if each == wanted]
    return ProblemList.process.in_(own) if own else ProblemList.process.not_in(matters.APART)


def is_open() -> ColumnElement[bool]:
    """The condition on `Case` that something still runs."""
    return Case.closed_at.is_(None) & Case.cancelled_at.is_(None)


def orders(session: Session, problem_ids: Collection[UUID], *, standing: bool) -> dict[UUID, Problem]:
    """The open order over each of some problems, as its own line: those signed when `standing`, else also those that wait for it."""
    query = (
        select(Matter.about_id, Problem)
        .join(Problem, Problem.id == Matter.problem_id)
        .join(Case, Case.problem_id == Problem.id)
        .where(Matter.kind == matters.ORDER.key, Matter.about_id.in_(list(problem_ids)), is_open())
    )
    if standing:
        query = query.where(Matter.in_force_at.is_not(None))
    return {about_id: order for about_id, order in session.execute(query) if about_id is not None}


def order_words(session: Session, problem_id: UUID) -> str:
    """The order that stands over a problem, in words: 2026-1（督办时限 2027-01-20）; empty when there is none."""
    order = orders(session, [problem_id], standing=True).get(problem_id)
    return f"{order.number}（督办时限 {order.due_on}）" if order else ""
