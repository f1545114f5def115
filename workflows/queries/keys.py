"""The keys that sign here, for the office's administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.queries import people
from workflows.records import Person, SigningKey, Unit
from workflows.rules.errors import NotPermitted
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not

KINDS = {"file": "服务器上的密钥文件", "token": "服务器上的密码设备", "outside": "本人保管，在服务器外签名"}
SOON = timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class KeyLine:
    """One key. `state`: in_force, soon (expires soon), expired, revoked."""

    id: UUID
    owner: str
    of_person: bool
    kind: str
    subject: str
    fingerprint: str
    valid_until: datetime
    added_at: datetime
    state: str
    revoked_at: datetime | None
    revoked_by: str
    revoked_reason: str


@dataclass(frozen=True, kw_only=True)
class KeysPage:
    """All keys, those in force first, and whether the person may call one back."""

    keys: tuple[KeyLine, ...]
    may_revoke: bool


def keys_page(session: Session, *, person_id: UUID, at: datetime) -> KeysPage:
    """Raises NotPermitted outside the office."""
    actor = people.actor(session, person_id, at)
    if seat_for_action(actor, "see_keys", {}) is None:
        raise NotPermitted(why=why_not(ACTIONS["see_keys"]))
    may_revoke = seat_for_action(actor, "revoke_key", {}) is not None
    return KeysPage(keys=lines(session, at=at), may_revoke=may_revoke)


def lines(session: Session, *, at: datetime) -> tuple[KeyLine, ...]:
    """Every key that was ever registered."""
    rows = session.scalars(
        select(SigningKey)
        .options(joinedload(SigningKey.unit), joinedload(SigningKey.person), joinedload(SigningKey.revoked_by))
        .order_by(SigningKey.revoked_at.is_not(None), SigningKey.valid_until, SigningKey.id)
    )
    return tuple(_line(row, at) for row in rows)


def owner_name(session: Session, row: SigningKey) -> str:
    """The unit or the person a key belongs to."""
    if row.unit_id is not None:
        return session.get_one(Unit, row.unit_id).name
    return session.get_one(Person, row.person_id).name


def _line(row: SigningKey, at: datetime) -> KeyLine:
    owner = row.unit or row.person
    return KeyLine(
        id=row.id,
        owner=owner.name if owner else "",
        of_person=row.person_id is not None,
        kind=KINDS[row.kind],
        subject=row.subject,
        fingerprint=row.fingerprint,
        valid_until=row.valid_until,
        added_at=row.added_at,
        state=_state(row, at),
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by.name if row.revoked_by else "命令行",
        revoked_reason=row.revoked_reason or "",
    )


def _state(row: SigningKey, at: datetime) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.valid_until <= at:
        return "expired"
    return "soon" if row.valid_until <= at + SOON else "in_force"
