"""Who needs a second proof at sign-in, and who has one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.queries import settings
from workflows.records import RecoveryCode, SecondFactor

ROLES_ASKED = "security.second_factor_roles"


@dataclass(frozen=True, kw_only=True)
class OwnFactor:
    """One's own second proof: in force since, how many recovery codes are left; `sealed_key` while it waits to be confirmed."""

    confirmed_at: datetime | None = None
    codes_left: int = 0
    sealed_key: str = ""


def required_roles(session: Session) -> frozenset[str]:
    """The roles that may not go without."""
    return frozenset(filter(None, settings.read(session, ROLES_ASKED).split(",")))


def is_required(session: Session, roles: Collection[str]) -> bool:
    """Whether somebody with these roles may not go without."""
    return bool(required_roles(session) & set(roles))


def is_in_force(session: Session, person_id: UUID) -> bool:
    """Whether the person is asked for a code."""
    query = select(SecondFactor.person_id).where(SecondFactor.person_id == person_id)
    return session.scalar(query.where(SecondFactor.confirmed_at.is_not(None))) is not None


def own_factor(session: Session, person_id: UUID) -> OwnFactor:
    """How it stands with one's own."""
    row = session.get(SecondFactor, person_id)
    if row is None:
        return OwnFactor()
    left = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    sealed = "" if row.confirmed_at else row.sealed_key
    return OwnFactor(confirmed_at=row.confirmed_at, codes_left=session.scalar(left) or 0, sealed_key=sealed)
