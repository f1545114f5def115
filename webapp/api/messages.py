"""One's own messages: the list, how many are unread (304 while nothing has changed), marking them read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from webapp import database
from webapp.api import paging
from webapp.api.models import Given, Page, Paged, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.actions import reading
from workflows.queries import messages as queries
from workflows.queries.messages import MessageRow

TAG = "messages"


class Message(Shown):
    """A message as its person may read it now. `lost`: it is about what they may no longer see, and says so and nothing else."""

    id: UUID
    kind: str
    kind_name: str
    at: datetime
    unread: bool
    count: int = Field(description="合并为一条的件数 · how many it stands for")
    said: str
    below: str
    problem: str
    problem_id: UUID | None
    task_id: UUID | None
    document_id: UUID | None
    lost: bool


class Messages(Page[Message]):
    """Messages, newest first."""


class MessageQuery(Paged):
    """All of them, or what is unread."""

    unread: bool = Field(False, description="只要未读的 · only what is unread")


class Unread(Shown):
    """How many are unread, and when the newest of them came."""

    count: int
    newest: datetime | None


class Until(Given):
    """Everything that had come by then; so none is lost that came after the list was read."""

    until: paging.Moment


@operation("GET", "/messages", tag=TAG, scope="messages", gives=Messages, query=MessageQuery)
def list_messages(*, query: MessageQuery) -> dict[str, Any]:
    """列出本人的消息
    One's own messages, newest first.
    """
    rows = queries.messages_after(
        database.session(),
        person_id=person_id(),
        only_unread=query.unread,
        after=paging.place_in_time(query.after),
        limit=query.limit + 1,
        at=database.now(),
    )
    return paging.part([_message(each) for each in rows], limit=query.limit, keys=lambda each: (each.at, each.id))


@operation("GET", "/messages/unread", tag=TAG, scope="messages", gives=Unread)
def count_messages() -> object:
    """查看有几条未读消息
    How many are unread. Ask with If-None-Match: 304 while nothing has changed.
    """
    return queries.unread(database.session(), person_id=person_id())


@operation("POST", "/messages/read", tag=TAG, scope="messages", gives=Unread, body=Until)
def read_messages(*, body: Until) -> object:
    """把消息全部标为已读
    Mark everything read that had come by a moment.
    """
    reading.read_all(database.session(), until=body.until, by=person_id(), at=database.now())
    return queries.unread(database.session(), person_id=person_id())


@operation("POST", "/messages/<uuid:message_id>/read", tag=TAG, scope="messages", gives=Message)
def read_message(*, message_id: UUID) -> object:
    """把一条消息标为已读
    Mark one message read.
    """
    return _message(reading.read_one(database.session(), message_id=message_id, by=person_id(), at=database.now()))


def _message(row: MessageRow) -> Message:
    ids = {f"{name}_id": row.about.get(name) for name in ("problem", "task", "document")}
    plain = {name: getattr(row, name) for name in Message.model_fields if name not in ids}
    return Message.model_validate({**plain, **ids})
