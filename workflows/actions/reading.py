"""Taking note of one's messages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from workflows.queries import messages
from workflows.queries.messages import MessageRow
from workflows.queries.people import actor
from workflows.records import Message


def read_one(session: Session, *, message_id: UUID, by: UUID, at: datetime) -> MessageRow:
    """Mark one of one's own messages as read; returns it, so that it can be followed. Raises NotFound for anybody else's."""
    found = messages.of_person(session, by, message_id)
    if found.read_at is None:
        found.read_at = at
    session.flush()
    return messages.rows_of(session, actor(session, by, at), [found])[0]


def read_all(session: Session, *, until: datetime, by: UUID, at: datetime) -> int:
    """Mark every message that had come by `until` as read, so that none is lost that came after the page was drawn; returns how many."""
    mine = (Message.person_id == by, Message.read_at.is_(None), Message.at <= until)
    return len(session.execute(update(Message).where(*mine).values(read_at=at).returning(Message.id)).all())
