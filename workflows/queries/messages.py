"""A person's messages: how many are unread, for every page and the poll behind it, and the page that lists them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from workflows.queries import people
from workflows.queries.places import Place
from workflows.records import Message, Person, Problem, WebSession
from workflows.rules.deadlines import city_day
from workflows.rules.errors import NotFound
from workflows.rules.message_kinds import kind
from workflows.rules.permissions import Actor, may_see
from workflows.rules.texts import Written, phrase

SHOWN = 50
"""Messages of one page."""
ASKED = ("print", "plan")
"""Facts of an occurrence that name what somebody asked for and no column does."""
LOST = "这条消息涉及的问题，您现在无权查看，内容不再显示"


@dataclass(frozen=True, kw_only=True)
class Unread:
    """How many messages wait, and when the newest came; one or the other changes with every message that comes or is read."""

    count: int = 0
    newest: datetime | None = None

    @property
    def tag(self) -> str:
        """What a page compares to know whether anything has changed."""
        return f"{self.count}-{self.newest.timestamp():.6f}" if self.newest else "0"


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """One message as its person may read it now. `kind`, `about` and the ids say where it leads; `count` of many leads to a list."""

    id: UUID
    kind: str
    kind_name: str
    at: datetime
    unread: bool
    count: int
    said: str
    below: str
    about: Mapping[str, UUID]
    """problem, task, document, and the batch (`print`) or plan that was asked for, where there are any."""
    problem: str = ""
    """Number and title of the problem it is about; empty where it is about none."""
    lost: bool = False
    """Whether it is about what its person may no longer see; then it says so and nothing else."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """The messages of one day of the city, newest first."""

    day: date
    rows: tuple[MessageRow, ...]


@dataclass(frozen=True, kw_only=True)
class MessagePage:
    """Messages by day. `older` continues the list; None at its end."""

    days: tuple[Day, ...]
    unread: int
    only_unread: bool
    older: UUID | None


def unread_of(person_id: UUID | InstrumentedAttribute[UUID]) -> tuple[ScalarSelect[int], ScalarSelect[datetime]]:
    """Count and newest of what a person has not read, as columns of a query about them; both are answered by one small index."""
    mine = (Message.person_id == person_id, Message.read_at.is_(None))
    counted = select(func.count()).select_from(Message).where(*mine).scalar_subquery()
    return counted, select(func.max(Message.at)).where(*mine).scalar_subquery()


def unread_behind(session: Session, *, key: str, idle: timedelta, at: datetime) -> Unread | None:
    """What a page polls, in one query: None when the session of this key is over, idle for too long, or its person was deactivated."""
    count, newest = unread_of(WebSession.person_id)
    query = select(WebSession.seen_at, count, newest).join(Person, Person.id == WebSession.person_id)
    open_now = (WebSession.id == key, WebSession.ends_at > at, WebSession.seen_at > at - idle)
    found = session.execute(query.where(*open_now, Person.active, ~WebSession.awaits_code)).one_or_none()
    return Unread(count=found[1], newest=found[2]) if found else None


def message_page(
    session: Session, *, person_id: UUID, only_unread: bool = False, before: UUID | None = None, at: datetime
) -> MessagePage:
    """The newest messages, or those older than `before`. Raises NotFound when that one is not the person's."""
    actor = people.actor(session, person_id, at)
    last = of_person(session, person_id, before) if before is not None else None
    found = _newest(session, person_id, only_unread, (last.at, last.id) if last else None, SHOWN + 1)
    rows = rows_of(session, actor, found[:SHOWN])
    days = groupby(rows, key=lambda row: city_day(row.at))
    return MessagePage(
        days=tuple(Day(day=day, rows=tuple(those)) for day, those in days),
        unread=session.scalar(select(unread_of(person_id)[0])) or 0,
        only_unread=only_unread,
        older=found[SHOWN - 1].id if len(found) > SHOWN else None,
    )


def messages_after(
    session: Session, *, person_id: UUID, only_unread: bool, after: Place | None, limit: int, at: datetime
) -> list[MessageRow]:
    """Messages newest first, those behind a place (moment and id) in that order."""
    found = _newest(session, person_id, only_unread, after, limit)
    return rows_of(session, people.actor(session, person_id, at), found)


def unread(session: Session, *, person_id: UUID) -> Unread:
    """How many wait for somebody."""
    count, newest = session.execute(select(*unread_of(person_id))).one()
    return Unread(count=count, newest=newest)


def rows_of(session: Session, actor: Actor, found: list[Message]) -> list[MessageRow]:
    """Messages with their occurrences loaded, as this person may read them at this moment."""
    ids = {each.occurrence.problem_id for each in found if each.occurrence.problem_id is not None}
    involved = people.involvements(session, ids)
    problems = {each.id: each for each in session.scalars(select(Problem).where(Problem.id.in_(ids)))}
    seen = {problem_id for problem_id in ids if may_see(actor, involved.get(problem_id, {}))}
    absent = _names(session, {each.for_person_id for each in found if each.for_person_id is not None})
    rows = [_row(each, problems, seen) for each in found]
    return [
        row if row.lost else for_whom(row, absent.get(each.for_person_id))
        for row, each in zip(rows, found, strict=True)
    ]


def for_whom(row: MessageRow, name: str | None) -> MessageRow:
    """The message of whoever stands in for somebody, in the words of the journal: 代某某."""
    return replace(row, said=phrase("{said}（代{person}）", {"said": row.said, "person": name})) if name else row


def _names(session: Session, ids: Collection[UUID]) -> Mapping[UUID | None, str]:
    if not ids:
        return {}
    return {row.id: row.name for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}


def of_person(session: Session, person_id: UUID, message_id: UUID) -> Message:
    """One's own message, with its occurrence. Raises NotFound for anybody else's."""
    found = session.scalar(_of(person_id).where(Message.id == message_id))
    if found is None:
        raise NotFound(what="这条消息")
    return found


def _newest(session: Session, person_id: UUID, only_unread: bool, after: Place | None, limit: int) -> list[Message]:
    query = _of(person_id)
    if only_unread:
        query = query.where(Message.read_at.is_(None))
    if after is not None:
        query = query.where(tuple_(Message.at, Message.id) < after)
    return list(session.scalars(query.order_by(Message.at.desc(), Message.id.desc()).limit(limit)))


def _of(person_id: UUID) -> Select[Message]:
    return select(Message).where(Message.person_id == person_id).options(joinedload(Message.occurrence))


def _row(message: Message, problems: Mapping[UUID, Problem], seen: Collection[UUID]) -> MessageRow:
    told, of = message.occurrence, kind(message.occurrence.kind)
    row = MessageRow(
        id=message.id,
        kind=told.kind,
        kind_name=of.name,
        at=message.at,
        unread=message.read_at is None,
        count=message.count,
        said=LOST,
        below="",
        about={},
    )
    if message.count > 1:
        return replace(row, said=of.said({}, message.count))
    if told.problem_id is not None and told.problem_id not in seen:
        return replace(row, lost=True)
    facts, problem = json.loads(told.text), problems.get(told.problem_id) if told.problem_id is not None else None
    asked = {name: UUID(facts[name]) for name in ASKED if name in facts}
    ids = {"problem": told.problem_id, "task": told.task_id, "document": told.document_id, **asked}
    return replace(
        row,
        said=of.said(facts),
        below=of.below(facts),
        problem=Written(f"{problem.number or ''} {problem.title}".strip()) if problem is not None else "",
        about={key: value for key, value in ids.items() if value is not None},
    )
