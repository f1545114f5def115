"""The page on which the office decides what everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows.queries import matters, people, settings
from workflows.records import Problem, ProblemList
from workflows.rules.errors import NotFound, NotVisible
from workflows.rules.matters import PROBLEM
from workflows.rules.permissions import Actor, seat_for_action

MOST_WITHHELD = 200


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """A list that could be published."""

    id: UUID
    name: str
    problems: int
    published_at: datetime | None
    published_by: str


@dataclass(frozen=True, kw_only=True)
class WithheldLine:
    """A problem that is kept off the public pages."""

    id: UUID
    number: str
    title: str
    list_name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PublicationPage:
    """Whether the public pages are open, the lists, what is withheld (the first 200); whether this person decides or only withholds."""

    is_open: bool
    may_publish: bool
    lists: tuple[ListLine, ...]
    withheld: tuple[WithheldLine, ...]


def publication_page(session: Session, *, person_id: UUID, at: datetime) -> PublicationPage:
    """Raises NotVisible to those who may neither publish nor withhold."""
    actor = people.actor(session, person_id, at)
    if not _may(actor, "withhold"):
        raise NotVisible(why="信息公开由领导小组办公室办理")
    return PublicationPage(
        is_open=bool(settings.read(session, "portal.open")),
        may_publish=_may(actor, "publish"),
        lists=_lists(session),
        withheld=_withheld(session),
    )


def numbered(session: Session, *, list_id: UUID, number: str) -> UUID:
    """The problem of a list with this number; the first where the plan numbers two alike. Raises NotFound."""
    query = select(Problem.id).join(ProblemList, ProblemList.id == Problem.list_id).where(matters.of_kind(PROBLEM))
    found = session.scalar(
        query.where(Problem.list_id == list_id, Problem.number == number).order_by(Problem.position).limit(1)
    )
    if found is None:
        raise NotFound(what=f"这份清单里编号为“{number}”的问题")
    return found


def _may(actor: Actor, action: str) -> bool:
    return seat_for_action(actor, action, {}) is not None


def _lists(session: Session) -> tuple[ListLine, ...]:
    count = select(func.count()).where(Problem.list_id == ProblemList.id).scalar_subquery()
    query = select(ProblemList, count).options(joinedload(ProblemList.published_by)).where(matters.of_kind(PROBLEM))
    return tuple(
        ListLine(
            id=row.id,
            name=row.name,
            problems=number,
            published_at=row.published_at,
            published_by=row.published_by.name if row.published_by else "",
        )
        for row, number in session.execute(query.order_by(ProblemList.created_at.desc()))
    )


def _withheld(session: Session) -> tuple[WithheldLine, ...]:
    query = (
        select(Problem, ProblemList.name)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(Problem.withheld.is_not(None))
        .order_by(ProblemList.created_at.desc(), Problem.position)
        .limit(MOST_WITHHELD)
    )
    return tuple(
        WithheldLine(id=row.id, number=row.number or "", title=row.title, list_name=name, reason=row.withheld or "")
        for row, name in session.execute(query)
    )
