"""Old messages, mails and deliveries are forgotten: they told people of something, and what it was stands in the journal, which is never touched.

Found without the right to write, and forgotten in small heaps, so that nobody who signs waits for it; once a day of the city.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from workflows.queries import settings
from workflows.queries.site_settings import KEEP_DELIVERIES, KEEP_READ, KEEP_UNREAD
from workflows.records import HookDelivery, HookRecipient, Mail, Message, Occurrence
from workflows.rules.deadlines import city_day

AT_ONCE = 500
"""Rows of each kind in one transaction."""
UNTOLD_DAYS = 30
"""How long an occurrence stays that concerns nobody any more."""
CLEANED_ON = "messages.cleaned_on"
MAIL_DONE, DELIVERY_DONE = Mail.state != "waiting", HookDelivery.state != "waiting"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Old:
    """What may be forgotten, by id."""

    messages: Sequence[UUID] = ()
    mails: Sequence[UUID] = ()
    deliveries: Sequence[UUID] = ()
    occurrences: Sequence[UUID] = ()

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(len(each) for each in (self.messages, self.mails, self.deliveries, self.occurrences))


def is_due(session: Session, *, at: datetime) -> bool:
    """Whether nobody has looked today."""
    return settings.read(session, CLEANED_ON) != city_day(at).isoformat()


def old(session: Session, *, at: datetime) -> Old:
    """The next heap of each. What waits to be sent is never old; a setting of 0 days keeps its kind for good."""
    read, unread = _before(session, KEEP_READ, at), _before(session, KEEP_UNREAD, at)
    sent = _before(session, KEEP_DELIVERIES, at)
    never_read = select(Message.id).where(Message.read_at.is_(None), Message.at < unread)
    return Old(
        messages=[*_ids(session, select(Message.id).where(Message.read_at < read)), *_ids(session, never_read)],
        mails=_ids(session, select(Mail.id).where(MAIL_DONE, Mail.created_at < sent)),
        deliveries=_ids(session, select(HookDelivery.id).where(DELIVERY_DONE, HookDelivery.created_at < sent)),
        occurrences=_ids(session, _unreferred().where(Occurrence.told_at < at - timedelta(days=UNTOLD_DAYS))),
    )


def forget(session: Session, found: Old) -> None:
    """Forget it, except what has begun to wait again meanwhile. Nothing that stays refers to what goes."""
    done = select(HookDelivery.id).where(HookDelivery.id.in_(found.deliveries), DELIVERY_DONE)
    session.execute(delete(HookRecipient).where(HookRecipient.delivery_id.in_(done)))
    session.execute(delete(HookRecipient).where(HookRecipient.message_id.in_(found.messages)))
    session.execute(delete(HookDelivery).where(HookDelivery.id.in_(found.deliveries), DELIVERY_DONE))
    session.execute(delete(Message).where(Message.id.in_(found.messages)))
    gone = select(Mail.id).where(Mail.id.in_(found.mails), MAIL_DONE)
    session.execute(update(Message).where(Message.mail_id.in_(gone)).values(mail_id=None))
    session.execute(delete(Mail).where(Mail.id.in_(found.mails), MAIL_DONE))
    session.execute(delete(Occurrence).where(Occurrence.id.in_(found.occurrences)))
    session.flush()


def looked(session: Session, *, at: datetime) -> None:
    """Nothing old is left for today."""
    settings.write(session, CLEANED_ON, city_day(at).isoformat())


def _before(session: Session, key: str, at: datetime) -> datetime:
    """What is older than this goes; nothing is older than the epoch."""
    days = int(settings.read(session, key) or 0)
    return at - timedelta(days=days) if days else EPOCH


def _ids(session: Session, query: Select[UUID]) -> Sequence[UUID]:
    return session.scalars(query.limit(AT_ONCE)).all()


def _unreferred() -> Select[UUID]:
    """Occurrences that no message and no delivery tells of."""
    told = select(Message.id).where(Message.occurrence_id == Occurrence.id).exists()
    sent = select(HookDelivery.id).where(HookDelivery.occurrence_id == Occurrence.id).exists()
    return select(Occurrence.id).where(~told, ~sent)
