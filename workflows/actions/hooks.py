"""Endpoints: set up, changed and switched off by the system administrator; addresses and secrets come here sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.records import Hook, HookDelivery, Occurrence, Unit
from workflows.records.hooks import SHAPES
from workflows.rules.canonical import canonical
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound
from workflows.rules.message_kinds import TEST
from workflows.rules.permissions import Actor

OVERLAP = timedelta(hours=24)
"""How long both secrets sign after a change."""
LONGEST_NAME = 60
MOST = 50


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """What the administrator typed, the address judged and sealed: `host` is the part that may be shown."""

    name: str
    shape: str
    host: str
    sealed_address: str
    sealed_secret: str
    unit: str = ""


def add_hook(session: Session, *, endpoint: Endpoint, by: UUID, at: datetime) -> Hook:
    """Set up an endpoint. Raises NotPermitted, InvalidInput with every field."""
    actor = _administrator(session, by, at)
    name = endpoint.name.strip()
    unit, problems = _unit(session, endpoint.unit), []
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        problems.append(FieldProblem(field="name", label="名称", message=f"请写一个名称，最多 {LONGEST_NAME} 字。"))
    elif session.scalar(select(Hook.id).where(Hook.name == name)) is not None:
        problems.append(FieldProblem(field="name", label="名称", message=f"已有名为“{name}”的端点，请换一个名称。"))
    if endpoint.shape not in SHAPES:
        problems.append(FieldProblem(field="shape", label="种类", message="请选择种类。"))
    if endpoint.unit and unit is None:
        problems.append(FieldProblem(field="unit", label="只发给", message="没有这个单位，请重新选择。"))
    if problems:
        raise InvalidInput(problems)
    hook = Hook(
        name=name,
        shape=endpoint.shape,
        host=endpoint.host,
        sealed_address=endpoint.sealed_address,
        sealed_secret=endpoint.sealed_secret,
        unit_id=unit,
        created_at=at,
        created_by_id=by,
    )
    session.add(hook)
    session.flush()
    _note(session, "hook:added", hook, actor, at)
    return hook


def change_secret(session: Session, *, hook_id: UUID, sealed: str, by: UUID, at: datetime) -> Hook:
    """Give an endpoint another secret; the one before signs beside it for a day. Raises NotPermitted, NotFound."""
    hook, actor = hook_of(session, hook_id), _administrator(session, by, at)
    hook.sealed_before, hook.before_until, hook.sealed_secret = hook.sealed_secret, at + OVERLAP, sealed
    _note(session, "hook:secret-changed", hook, actor, at)
    session.flush()
    return hook


def see_secret(session: Session, *, hook_id: UUID, by: UUID, at: datetime) -> Hook:
    """Look at a secret, which is noted. Raises NotPermitted, NotFound."""
    hook, actor = hook_of(session, hook_id), _administrator(session, by, at)
    _note(session, "hook:secret-seen", hook, actor, at)
    session.flush()
    return hook


def switch(session: Session, *, hook_id: UUID, on: bool, by: UUID, at: datetime) -> Hook:
    """Switch an endpoint on or off. What waits for one that is off goes on when it is on again. Raises NotPermitted, NotFound."""
    hook, actor = hook_of(session, hook_id), _administrator(session, by, at)
    if hook.active != on:
        hook.active, hook.failing_since, hook.failures = on, None, 0
        hook.off_reason = None if on else f"由{actor.name}停用"
        _note(session, "hook:on" if on else "hook:off", hook, actor, at)
    session.flush()
    return hook


def try_hook(session: Session, *, hook_id: UUID, by: UUID, at: datetime) -> HookDelivery:
    """Send a test message. Raises NotPermitted, NotFound."""
    hook = hook_of(session, hook_id)
    _administrator(session, by, at)
    told = Occurrence(kind=TEST.key, at=at, actor_id=by, person_id=by, text=canonical({}), told_at=at)
    session.add(told)
    session.flush()
    delivery = HookDelivery(hook_id=hook.id, occurrence_id=told.id, state="waiting", due_at=at, created_at=at)
    session.add(delivery)
    session.flush()
    return delivery


def retry_delivery(session: Session, *, delivery_id: UUID, by: UUID, at: datetime) -> HookDelivery:
    """Try what was given up, or waits, at once. Raises NotPermitted, NotFound for what was delivered."""
    delivery = session.get(HookDelivery, delivery_id)
    if delivery is None or delivery.state not in ("dead", "waiting"):
        raise NotFound(what="这次没有送达的发送")
    _administrator(session, by, at)
    delivery.state, delivery.due_at, delivery.tries = "waiting", at, 0
    session.flush()
    return delivery


def hook_of(session: Session, hook_id: UUID) -> Hook:
    """The endpoint. Raises NotFound."""
    found = session.get(Hook, hook_id)
    if found is None:
        raise NotFound(what="这个端点")
    return found


def _administrator(session: Session, by: UUID, at: datetime) -> Actor:
    actor = who.actor(session, by, at)
    who.require(session, actor, "manage_delivery")
    return actor


def _unit(session: Session, text: str) -> UUID | None:
    try:
        return session.scalar(select(Unit.id).where(Unit.id == UUID(text), Unit.active))
    except ValueError:
        return None


def _note(session: Session, what: str, hook: Hook, actor: Actor, at: datetime) -> None:
    who.note(session, what, case=None, by=actor, at=at, name=hook.name, host=hook.host)
