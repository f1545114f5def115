"""By which ways a message goes out beside the page: with a mail at once, with the day's digest, to the endpoints of the city.

A mail that waits takes in what comes until it is tried: twenty messages of a morning are one digest, five of a minute one mail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import calendars
from workflows.queries.message_choices import Preference, preferences
from workflows.records import Hook, HookDelivery, HookRecipient, Mail, Message
from workflows.rules.message_times import GATHERED, may_disturb_at, next_digest_at


def route(session: Session, messages: Collection[Message], *, mailing: bool, at: datetime) -> None:
    """Put messages on their way, by what their people chose. `mailing`: whether this site has a mail server at all."""
    known = preferences(session, {each.person_id for each in messages}, at=at)
    if mailing:
        waiting = _waiting(session, known)
        for message in messages:
            if mail := _mail(session, waiting, known.get(message.person_id), message, at):
                message.mail_id = mail.id
    _deliveries(session, [each for each in messages if each.person_id in known], known, at)
    session.flush()


def _waiting(session: Session, person_ids: Iterable[UUID]) -> dict[tuple[UUID, bool], Mail]:
    """Mails that were not tried yet and so can still take something in, by person and whether they are digests."""
    query = select(Mail).where(Mail.person_id.in_(list(person_ids)), Mail.state == "waiting", Mail.tries == 0)
    return {(each.person_id, each.digest): each for each in session.scalars(query.with_for_update(skip_locked=True))}


def _mail(
    session: Session, waiting: dict[tuple[UUID, bool], Mail], told: Preference | None, message: Message, at: datetime
) -> Mail | None:
    """The mail a message goes with; None where its person wants none."""
    if told is None or not told.address:
        return None
    choice = told.of(message.occurrence.kind).mail
    if choice == "never":
        return None
    key = (told.person_id, choice == "digest")
    if key not in waiting:
        waiting[key] = Mail(
            person_id=told.person_id,
            digest=key[1],
            state="waiting",
            due_at=_due_at(session, told, digest=key[1], at=at),
            created_at=at,
        )
        session.add(waiting[key])
        session.flush()
    return waiting[key]


def _due_at(session: Session, told: Preference, *, digest: bool, at: datetime) -> datetime:
    if digest:
        return next_digest_at(told.hours, at, calendars.known(session))
    return may_disturb_at(told.hours, at + GATHERED)


def _deliveries(session: Session, messages: Iterable[Message], known: dict[UUID, Preference], at: datetime) -> None:
    """One delivery for each endpoint, occurrence and time: those who are not to be disturbed yet get one of their own, later."""
    hooks = session.scalars(select(Hook).where(Hook.active)).all()
    heaps: dict[tuple[UUID, UUID, datetime], list[Message]] = defaultdict(list)
    for message in messages if hooks else ():
        told = known[message.person_id]
        if told.of(message.occurrence.kind).hook:
            due = may_disturb_at(told.hours, at)
            for hook in hooks:
                if hook.unit_id is None or hook.unit_id in told.units:
                    heaps[hook.id, message.occurrence_id, due].append(message)
    for (hook_id, occurrence_id, due), those in heaps.items():
        delivery = HookDelivery(
            hook_id=hook_id, occurrence_id=occurrence_id, state="waiting", due_at=due, created_at=at
        )
        session.add(delivery)
        session.flush()
        session.add_all([HookRecipient(delivery_id=delivery.id, message_id=each.id) for each in those])
