"""Who is working on which problem of a plan. A lock is a courtesy with an end: it is seen, it runs out, and it can be taken over."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries import plan_reviews
from workflows.records import Person, PlanLock
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.errors import Refusal
from workflows.rules.permissions import Actor

HOLDS = timedelta(minutes=5)
"""How long a problem stays with who touched it last."""


class HeldByAnother(Refusal):
    """{who}正在修改这个问题（到 {until} 为止），您的修改没有保存，写的内容还在下面。可以等一等，或与对方商定后选“接手修改”。
    Somebody else is working on this problem; your change was not saved. Wait, or take over.
    """

    code = "held-by-another"


def hold(session: Session, *, review_id: UUID, problem: str, by: Actor, at: datetime, take: bool = False) -> None:
    """Hold a problem for a while. Raises HeldByAnother, unless it is taken over. The caller has locked the plan's row."""
    query = select(PlanLock).where(PlanLock.review_id == review_id, PlanLock.problem == problem)
    lock = session.scalar(query.execution_options(populate_existing=True))
    if lock is None:
        lock = PlanLock(review_id=review_id, problem=problem, person_id=by.person_id, until=at)
        session.add(lock)
    elif lock.person_id != by.person_id and lock.until > at and not take:
        name = session.get_one(Person, lock.person_id).name
        raise HeldByAnother(who=name, until=f"{lock.until.astimezone(CITY_ZONE):%H:%M}")
    lock.person_id, lock.until = by.person_id, at + HOLDS
    session.flush()


def take_up(session: Session, *, review_id: UUID, problem: str, by: UUID, at: datetime, take: bool = False) -> None:
    """Begin, or go on, working on a problem. Raises NotFound, HeldByAnother."""
    actor = who.actor(session, by, at)
    plan_reviews.row(session, actor, review_id, locked=True)
    hold(session, review_id=review_id, problem=problem[:64], by=actor, at=at, take=take)


def let_go(session: Session, *, review_id: UUID, problem: str, by: UUID, at: datetime) -> None:
    """Give a problem free for others; one that is somebody else's stays theirs."""
    plan_reviews.row(session, who.actor(session, by, at), review_id, locked=True)
    own = (PlanLock.review_id == review_id, PlanLock.problem == problem, PlanLock.person_id == by)
    session.execute(delete(PlanLock).where(*own))
