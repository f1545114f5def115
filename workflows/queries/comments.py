"""What people said to each other about a case, and who of them can be called by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from workflows.queries import access, matters, people
from workflows.queries.places import Place, older
from workflows.records import Case, Comment, CommentMention, CommentWithdrawal, Membership, Person, Unit
from workflows.rules.matters import Kind
from workflows.rules.mentions import pieces
from workflows.rules.permissions import SEES_ALL, Actor
from workflows.rules.roles import ADMINISTRATORS

RECENT = 5
MOST = 500
"""Comments shown on their own page; a case with more shows the newest."""
SUGGESTED = 8


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who may see a case, and so may be called: their id, name, and where they sit."""

    id: UUID
    name: str
    place: str


@dataclass(frozen=True, kw_only=True)
class CommentLine:
    """One comment; `pieces` is its text with the names it calls marked, empty once it was taken back."""

    id: UUID
    by: str
    place: str
    at: datetime
    pieces: tuple[tuple[str, bool], ...]
    withdrawn_at: datetime | None
    own: bool


@dataclass(frozen=True, kw_only=True)
class Talk:
    """The newest comments of a case in the order they were written, and how many there are in all."""

    problem_id: UUID
    lines: tuple[CommentLine, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class TalkPage:
    """The page of all comments."""

    number: str
    title: str
    kind: Kind
    talk: Talk
    readers: tuple[Reader, ...]


def talk(session: Session, actor: Actor, case: Case, *, limit: int = RECENT) -> Talk:
    """The comments of a case the actor may see; that they may was asked before."""
    total = session.scalar(select(func.count()).select_from(Comment).where(Comment.case_id == case.id)) or 0
    lines = _newest(session, actor, case, limit)
    return Talk(problem_id=case.problem_id, lines=tuple(reversed(lines)), total=total)


def comments_after(
    session: Session, *, person_id: UUID, problem_id: UUID, after: Place | None, limit: int, at: datetime
) -> Sequence[CommentLine]:
    """Comments newest first, those behind a place in that order. Raises NotFound for a problem the person may not see."""
    actor = people.actor(session, person_id, at)
    case = access.case_of(session, access.problem(session, actor, problem_id).id)
    return _newest(session, actor, case, limit, older(Comment.at, Comment.id, after))


def _newest(
    session: Session, actor: Actor, case: Case, limit: int, behind: Sequence[ColumnElement[bool]] = ()
) -> Sequence[CommentLine]:
    rows = session.execute(
        select(Comment, Person.name, CommentWithdrawal.at)
        .join(Person, Person.id == Comment.person_id)
        .outerjoin(CommentWithdrawal, CommentWithdrawal.comment_id == Comment.id)
        .where(Comment.case_id == case.id, *behind)
        .order_by(Comment.at.desc(), Comment.id)
        .limit(limit)
    ).all()
    names = _mentioned(session, [row.Comment.id for row in rows])
    return [
        CommentLine(
            id=comment.id,
            by=by,
            place=comment.unit_name,
            at=comment.at,
            pieces=() if withdrawn_at else tuple(pieces(comment.text, names[comment.id])),
            withdrawn_at=withdrawn_at,
            own=comment.person_id == actor.person_id,
        )
        for comment, by, withdrawn_at in rows
    ]


def talk_page(session: Session, *, person_id: UUID, problem_id: UUID, at: datetime) -> TalkPage:
    """Every comment of a case. Raises NotFound for a problem the person may not see."""
    actor = people.actor(session, person_id, at)
    problem = access.problem(session, actor, problem_id)
    case = access.case_of(session, problem.id)
    return TalkPage(
        number=problem.number or "",
        title=problem.title,
        kind=matters.kind(session, problem),
        talk=talk(session, actor, case, limit=MOST),
        readers=readers(session, problem_id, at),
    )


def suggested(session: Session, *, person_id: UUID, problem_id: UUID, typed: str, at: datetime) -> tuple[Reader, ...]:
    """Who may be meant by the first letters of a name or a unit. Raises NotFound for a problem the person may not see."""
    access.problem(session, people.actor(session, person_id, at), problem_id)
    known = [each for each in readers(session, problem_id, at) if each.id != person_id]
    first = [each for each in known if each.name.startswith(typed)]
    rest = [each for each in known if each not in first and (typed in each.name or typed in each.place)]
    return tuple([*first, *rest][:SUGGESTED])


def readers(session: Session, problem_id: UUID, at: datetime) -> tuple[Reader, ...]:
    """Everybody active who may see the problem, by name: the people of its units, and those who see the whole city."""
    involved = {unit for units in people.involvement(session, problem_id).values() for unit in units}
    rows = session.execute(
        select(Person.id, Person.name, Unit.short_name, Unit.name)
        .join(Membership, Membership.person_id == Person.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Person.active, Membership.role.not_in(ADMINISTRATORS))
        .where(Membership.since <= at, or_(Membership.until.is_(None), Membership.until > at))
        .where(or_(Membership.role.in_(SEES_ALL), Membership.unit_id.in_(involved)))
        .order_by(Person.name, Person.id, Unit.name)
    )
    places: dict[tuple[UUID, str], dict[str, None]] = defaultdict(dict)
    for person_id, name, short_name, unit_name in rows:
        places[person_id, name][short_name or unit_name] = None
    return tuple(Reader(id=pid, name=name, place="、".join(units)) for (pid, name), units in places.items())


def _mentioned(session: Session, comment_ids: list[UUID]) -> dict[UUID, list[str]]:
    names: dict[UUID, list[str]] = defaultdict(list)
    rows = session.execute(
        select(CommentMention.comment_id, Person.name)
        .join(Person, Person.id == CommentMention.person_id)
        .where(CommentMention.comment_id.in_(comment_ids))
    )
    for comment_id, name in rows:
        names[comment_id].append(name)
    return names
