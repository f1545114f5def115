"""A delivery's way to an endpoint: taken, sent outside any transaction, and recorded; as with mails, at least once and under one id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from workflows.actions import telling
from workflows.queries import people
from workflows.queries.message_choices import preferences
from workflows.queries.messages import MessageRow, rows_of
from workflows.records import Hook, HookDelivery, HookRecipient, Message, Occurrence, Person
from workflows.rules.message_kinds import TEST
from workflows.rules.message_times import HOOK_PAUSES, LEASE, OFF_AFTER, next_try_at

LONGEST_ERROR = 500
GONE = 410
"""An endpoint that answers this wants no more (Standard Webhooks)."""


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """One of those a delivery is for."""

    name: str
    login: str
    mobile: str


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What is to be sent, and with what it is sealed. `row` is None for a test."""

    delivery_id: UUID
    shape: str
    sealed_address: str
    sealed_secrets: tuple[str, ...]
    row: MessageRow | None
    people: tuple[Addressee, ...]
    at: datetime


def due_deliveries(session: Session, *, at: datetime, limit: int = 50) -> list[UUID]:
    """What must be tried now at endpoints that are on, longest due first. An endpoint that hangs holds up nobody longer than one round."""
    query = select(HookDelivery.id).join(Hook, Hook.id == HookDelivery.hook_id)
    due = query.where(HookDelivery.state == "waiting", HookDelivery.due_at <= at, Hook.active)
    return list(session.scalars(due.order_by(HookDelivery.due_at, HookDelivery.id).limit(limit)))


def take(session: Session, *, delivery_id: UUID, at: datetime) -> Parcel | None:
    """Take a due delivery; None when somebody else has it, or nobody is left whom it may tell."""
    due = (HookDelivery.id == delivery_id, HookDelivery.state == "waiting", HookDelivery.due_at <= at)
    moved = update(HookDelivery).where(*due).values(due_at=at + LEASE, tries=HookDelivery.tries + 1, tried_at=at)
    delivery = session.scalar(moved.returning(HookDelivery).execution_options(populate_existing=True))
    if delivery is None:
        return None
    test = session.get_one(Occurrence, delivery.occurrence_id).kind == TEST.key
    told = [] if test else _told(session, delivery, at)
    if not told and not test:
        delivery.state = "dropped"
        session.flush()
        return None
    hook = session.get_one(Hook, delivery.hook_id)
    overlap = hook.sealed_before if hook.before_until is not None and at < hook.before_until else None
    return Parcel(
        delivery_id=delivery.id,
        shape=hook.shape,
        sealed_address=hook.sealed_address,
        sealed_secrets=tuple(filter(None, (hook.sealed_secret, overlap))),
        row=told[0][0] if told else None,
        people=tuple(person for _, person in told),
        at=at,
    )


def delivered(session: Session, *, delivery_id: UUID, status: int, at: datetime) -> None:
    """The endpoint has taken it."""
    delivery, hook = _both(session, delivery_id)
    delivery.state, delivery.status, delivery.error, delivery.done_at = "done", status, None, at
    hook.failing_since, hook.failures = None, 0
    session.flush()


def not_delivered(session: Session, *, delivery_id: UUID, status: int | None, why: str, at: datetime) -> None:
    """Try again later, or give it up; an endpoint that failed for days, or wants no more, is switched off and its administrators are told."""
    delivery, hook = _both(session, delivery_id)
    again = next_try_at(HOOK_PAUSES, delivery.tries, at)
    delivery.state, delivery.due_at = "waiting" if again else "dead", again or delivery.due_at
    delivery.status, delivery.error = status, why[:LONGEST_ERROR]
    hook.failing_since, hook.failures = hook.failing_since or at, hook.failures + 1
    if hook.active and (status == GONE or at - hook.failing_since >= OFF_AFTER):
        _switch_off(session, hook, status, why, at)
    session.flush()


def _switch_off(session: Session, hook: Hook, status: int | None, why: str, at: datetime) -> None:
    days = OFF_AFTER.days
    hook.active = False
    hook.off_reason = (
        "对方答复不再接收（410）" if status == GONE else f"连续 {days} 天没有一次送达：{why}"[:LONGEST_ERROR]
    )
    facts = {"what": f"消息端点“{hook.name}”已自动停用", "reason": hook.off_reason}
    telling.tell(session, "system", at=at, facts=facts)


def _told(session: Session, delivery: HookDelivery, at: datetime) -> list[tuple[MessageRow, Addressee]]:
    """Who of its people is still there, still wants it so, has not read it, and may still see it."""
    carried = select(HookRecipient.message_id).where(HookRecipient.delivery_id == delivery.id)
    query = select(Message).where(Message.id.in_(carried), Message.read_at.is_(None))
    query = query.order_by(
        Message.for_person_id.is_not(None), Message.person_id
    )  # a group reads of the task, not for whom
    messages = session.scalars(query.options(joinedload(Message.occurrence))).all()
    known = preferences(session, [each.person_id for each in messages], at=at)
    found = []
    for message in messages:
        told = known.get(message.person_id)
        if told is None or not told.of(message.occurrence.kind).hook:
            continue
        [row] = rows_of(session, people.actor(session, told.person_id, at), [message])
        login = session.get_one(Person, told.person_id).login
        if not row.lost:
            found.append((row, Addressee(name=told.name, login=login, mobile=told.mobile)))
    return found


def _both(session: Session, delivery_id: UUID) -> tuple[HookDelivery, Hook]:
    fresh = {"populate_existing": True}
    delivery = session.scalars(
        select(HookDelivery).where(HookDelivery.id == delivery_id).execution_options(**fresh)
    ).one()
    hook = select(Hook).where(Hook.id == delivery.hook_id).with_for_update().execution_options(**fresh)
    return delivery, session.scalars(hook).one()
