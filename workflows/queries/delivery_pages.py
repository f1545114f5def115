"""What the system administrator looks at: mails that did not go out, endpoints, and what was sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.queries import people
from workflows.records import Hook, HookDelivery, HookRecipient, Mail, Occurrence, Person, Unit
from workflows.rules.errors import NotFound, NotVisible
from workflows.rules.message_kinds import kind
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not_seen

SHOWN = 50
LATE = timedelta(minutes=30)
"""A mail that should have gone out so long ago is a sign that nobody sends them."""


@dataclass(frozen=True, kw_only=True)
class MailRow:
    """A mail that is not out: whose, how often it was tried, and why it failed last."""

    id: UUID
    person: str
    state: str
    tries: int
    error: str
    due_at: datetime
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class HookRow:
    """An endpoint as it is doing."""

    id: UUID
    name: str
    shape: str
    host: str
    unit: str
    active: bool
    off_reason: str
    failures: int
    failing_since: datetime | None
    waiting: int
    both_until: datetime | None = None
    """Until when the secret before the present one signs too."""


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """One delivery of an endpoint's log."""

    id: UUID
    kind: str
    people: int
    state: str
    tries: int
    status: int | None
    error: str
    due_at: datetime
    created_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """Mail and endpoints in numbers, for the page and the doctor."""

    mails: dict[str, int]
    late: int
    """Mails that are due for longer than half an hour."""
    hooks: int
    hooks_off: int
    hooks_failing: int
    deliveries_dead: int


@dataclass(frozen=True, kw_only=True)
class DeliveryPage:
    """The page of all: numbers, the mails that wait or were given up, the endpoints, and the units one can be set up for."""

    traffic: Traffic
    stuck: tuple[MailRow, ...]
    hooks: tuple[HookRow, ...]
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class HookPage:
    """One endpoint with its log, newest first."""

    hook: HookRow
    log: tuple[DeliveryRow, ...]
    more: bool


def traffic(session: Session, *, at: datetime) -> Traffic:
    """The numbers; a few small counts."""
    counted = {row[0]: row[1] for row in session.execute(select(Mail.state, func.count()).group_by(Mail.state))}
    late = select(func.count()).where(Mail.state == "waiting", Mail.due_at <= at - LATE)
    hooks = session.scalars(select(Hook)).all()
    dead = select(func.count()).where(HookDelivery.state == "dead")
    return Traffic(
        mails=counted,
        late=session.scalar(late) or 0,
        hooks=len(hooks),
        hooks_off=sum(not each.active and each.failing_since is not None for each in hooks),
        hooks_failing=sum(each.active and each.failing_since is not None for each in hooks),
        deliveries_dead=session.scalar(dead) or 0,
    )


def delivery_page(session: Session, *, person_id: UUID, at: datetime) -> DeliveryPage:
    """Raises NotVisible for everybody but the system administrator."""
    _require(session, person_id, at)
    query = select(Mail, Person.name).join(Person, Person.id == Mail.person_id)
    stuck = query.where((Mail.state == "dead") | ((Mail.state == "waiting") & (Mail.tries > 0)))
    rows = session.execute(stuck.order_by(Mail.created_at.desc(), Mail.id).limit(SHOWN))
    units = session.execute(select(Unit.id, Unit.name).where(Unit.active).order_by(Unit.name, Unit.id))
    return DeliveryPage(
        traffic=traffic(session, at=at),
        stuck=tuple(_mail(mail, name) for mail, name in rows),
        hooks=tuple(_hook(session, each, at) for each in session.scalars(select(Hook).order_by(Hook.name))),
        units=tuple((str(unit_id), name) for unit_id, name in units),
    )


def hook_page(session: Session, *, person_id: UUID, hook_id: UUID, at: datetime) -> HookPage:
    """Raises NotVisible, NotFound."""
    hook = session.get(Hook, hook_id)
    if hook is None:
        raise NotFound(what="这个端点")
    _require(session, person_id, at)
    told = select(func.count()).where(HookRecipient.delivery_id == HookDelivery.id).scalar_subquery()
    query = select(HookDelivery, Occurrence.kind, told).join(Occurrence, Occurrence.id == HookDelivery.occurrence_id)
    newest = query.where(HookDelivery.hook_id == hook_id).order_by(HookDelivery.created_at.desc(), HookDelivery.id)
    rows = session.execute(newest.limit(SHOWN + 1)).all()
    log = tuple(_delivery(*row) for row in rows[:SHOWN])
    return HookPage(hook=_hook(session, hook, at), log=log, more=len(rows) > SHOWN)


def _require(session: Session, person_id: UUID, at: datetime) -> None:
    if seat_for_action(people.actor(session, person_id, at), "manage_delivery", {}) is None:
        raise NotVisible(why=why_not_seen(ACTIONS["manage_delivery"]))


def _mail(mail: Mail, name: str) -> MailRow:
    return MailRow(
        id=mail.id,
        person=name,
        state=mail.state,
        tries=mail.tries,
        error=mail.error or "",
        due_at=mail.due_at,
        created_at=mail.created_at,
    )


def _hook(session: Session, hook: Hook, at: datetime) -> HookRow:
    waiting = select(func.count()).where(HookDelivery.hook_id == hook.id, HookDelivery.state == "waiting")
    unit = session.get(Unit, hook.unit_id) if hook.unit_id else None
    return HookRow(
        id=hook.id,
        name=hook.name,
        shape=hook.shape,
        host=hook.host,
        unit=unit.name if unit else "",
        active=hook.active,
        off_reason=hook.off_reason or "",
        failures=hook.failures,
        failing_since=hook.failing_since,
        waiting=session.scalar(waiting) or 0,
        both_until=hook.before_until if hook.before_until and hook.before_until > at else None,
    )


def _delivery(delivery: HookDelivery, key: str, told: int) -> DeliveryRow:
    return DeliveryRow(
        id=delivery.id,
        kind=kind(key).name,
        people=told,
        state=delivery.state,
        tries=delivery.tries,
        status=delivery.status,
        error=delivery.error or "",
        due_at=delivery.due_at,
        created_at=delivery.created_at,
        done_at=delivery.done_at,
    )
