"""Registering the keys people and units sign with, and calling them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries.keys import owner_name
from workflows.records import Person, SigningKey, Unit
from workflows.rules.deadlines import city_day
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet

LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """A key as it is registered: `kind` and `place` as in the record; the certificate in PEM with what it says of itself."""

    kind: str
    place: str
    certificate: str
    fingerprint: str
    subject: str
    valid_from: datetime
    valid_until: datetime


def add_key(session: Session, *, unit: str = "", login: str = "", key: NewKey, at: datetime) -> SigningKey:
    """Register a key of a unit (by its full or short name) or of a person (by login); from the machine's own command line only.

    Raises NotFound, and NotYet for a certificate that is registered already.
    """
    known = session.scalar(select(SigningKey).where(SigningKey.fingerprint == key.fingerprint))
    if known is not None:
        raise NotYet(why=f"这张证书已经登记给{owner_name(session, known)}")
    row = SigningKey(
        unit_id=_unit(session, unit).id if unit else None,
        person_id=_person(session, login).id if not unit else None,
        kind=key.kind,
        place=key.place,
        certificate=key.certificate,
        fingerprint=key.fingerprint,
        subject=key.subject[:500],
        valid_from=key.valid_from,
        valid_until=key.valid_until,
        added_at=at,
    )
    session.add(row)
    session.flush()
    until = city_day(key.valid_until).isoformat()
    who.note(
        session, "key:added", case=None, by=None, at=at, owner=owner_name(session, row), subject=row.subject, until=until,
        fingerprint=row.fingerprint,
    )  # fmt: skip
    return row


def revoke_key(session: Session, *, key_id: UUID, reason: str, by: UUID | None, at: datetime) -> SigningKey:
    """Call a key back: nothing is signed with it any more, and what it signs is called revoked. `by` None: the command line.

    Raises NotFound, NotPermitted, NotYet when it was called back before, InvalidInput without a reason.
    """
    actor = who.actor(session, by, at) if by else None
    if actor is not None:
        who.require(session, actor, "revoke_key")
    row = session.get(SigningKey, key_id, with_for_update=True)
    if row is None:
        raise NotFound(what="这个签名密钥")
    if row.revoked_at is not None:
        raise NotYet(why="这个密钥已经停用")
    text = reason.strip()
    if not 2 <= len(text) <= LONGEST_REASON:
        message = f"请写明停用理由，2 到 {LONGEST_REASON} 个字。"
        raise InvalidInput([FieldProblem(field="reason", label="停用理由", message=message)])
    row.revoked_at, row.revoked_by_id, row.revoked_reason = at, by, text
    facts = {"owner": owner_name(session, row), "subject": row.subject, "reason": text, "fingerprint": row.fingerprint}
    who.note(session, "key:revoked", case=None, by=actor, at=at, **facts)
    session.flush()
    return row


def _unit(session: Session, name: str) -> Unit:
    found = session.scalar(select(Unit).where((Unit.name == name) | (Unit.short_name == name)).order_by(Unit.name))
    if found is None:
        raise NotFound(what=f"名为“{name}”的单位")
    return found


def _person(session: Session, login: str) -> Person:
    found = session.scalar(select(Person).where(Person.login == login))
    if found is None:
        raise NotFound(what=f"账号“{login}”")
    return found
