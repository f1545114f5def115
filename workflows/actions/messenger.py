"""From what occurred to each person's messages: a short transaction after the one in which it occurred.

Who is told was read before (`queries.recipients`), so that the lock is held for the writing alone. What two workers find at once is written by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions.routing import route
from workflows.records import Message, Occurrence
from workflows.rules.message_kinds import HEAP

AT_ONCE = 200
"""Occurrences told in one transaction."""


def untold(session: Session, *, limit: int = AT_ONCE) -> list[Occurrence]:
    """What waits to be told, in the order in which it occurred."""
    waiting = select(Occurrence).where(Occurrence.told_at.is_(None)).order_by(Occurrence.at, Occurrence.id)
    return list(session.scalars(waiting.limit(limit)))


def deliver(
    session: Session, told: Mapping[UUID, Mapping[UUID, UUID | None]], *, mailing: bool = False, at: datetime
) -> list[Message]:
    """Make the messages of these occurrences and put them on their way, and mark them as told; those told meanwhile are left alone.

    `told`: of each occurrence, who is told and for whom they stand in.
    """
    query = select(Occurrence).where(Occurrence.id.in_(told), Occurrence.told_at.is_(None))
    rows = session.scalars(query.order_by(Occurrence.at, Occurrence.id).with_for_update(skip_locked=True)).all()
    heaps: dict[tuple[UUID, UUID | None, str], list[Occurrence]] = defaultdict(list)
    for row in rows:
        row.told_at = at
        for person_id, absent in told[row.id].items():
            heaps[person_id, absent, row.kind].append(row)
    messages = [
        each for (person_id, absent, _), heap in heaps.items() for each in _messages(person_id, absent, heap, at)
    ]
    session.add_all(messages)
    session.flush()
    route(session, messages, mailing=mailing, at=at)
    return messages


def _messages(person_id: UUID, absent: UUID | None, heap: list[Occurrence], at: datetime) -> Iterator[Message]:
    """One each, or one for all of a heap."""
    if len(heap) > HEAP:
        yield Message(occurrence=heap[0], person_id=person_id, for_person_id=absent, count=len(heap), at=at)
        return
    for each in heap:
        yield Message(occurrence=each, person_id=person_id, for_person_id=absent, count=1, at=at)
