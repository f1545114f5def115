"""Letting time pass: the clock looks at the cases that are due, one transaction each, and at no others."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, reminding, who
from workflows.boxes.public_notice import ends_a_notice
from workflows.queries import cases, matters
from workflows.records import Case, Problem, PublicNotice
from workflows.rules.deadlines import city_day


def due_cases(session: Session, *, at: datetime, limit: int = 500) -> list[UUID]:
    """The cases the clock must look at now, longest due first."""
    return list(session.scalars(select(Case.id).where(Case.due_at <= at).order_by(Case.due_at, Case.id).limit(limit)))


def pass_time(session: Session, *, case_id: UUID, at: datetime) -> list[str]:
    """Fire what is due in one case; returns the names of the boxes that fired. Does nothing when somebody was faster."""
    case = cases.locked(session, case_id)
    if case.due_at is None or case.due_at > at:
        return []
    run = advance.load(session, case)
    fired = run.pass_time(at=at)
    problem = session.get_one(Problem, case.problem_id)
    for notice in _ended_notices(session, case, fired):
        notice.over_at = at
        who.note(session, "notice:over", case=case, by=None, at=at, title=notice.title)
    advance.settle(session, case, run, at=at)
    _mark_late(session, case, problem, at)
    current = reminding.follow(session, case, problem, at=at)
    reminding.remind(session, case, problem, current, at=at)
    case.due_at = advance.wake_at(session, case, problem, run, current, at=at)
    session.flush()
    return fired


def _ended_notices(session: Session, case: Case, fired: list[str]) -> list[PublicNotice]:
    if not any(ends_a_notice(box) for box in fired):
        return []
    query = select(PublicNotice).where(PublicNotice.case_id == case.id, PublicNotice.over_at.is_(None))
    return list(session.scalars(query))


def _mark_late(session: Session, case: Case, problem: Problem, at: datetime) -> None:
    """A deadline may pass after its timer is gone (an extension granted late, a box after rectifying): it is noted all the same."""
    rectified = case.closed_at is not None or case.rectified_at is not None
    if rectified or case.overdue_since is not None or problem.due_on is None or problem.due_on >= city_day(at):
        return
    case.overdue_since = at
    who.note(session, matters.kind(session, problem).late, case=case, by=None, at=at, due_on=problem.due_on)
