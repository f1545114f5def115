"""One's own tokens, as their owner sees them. The token itself is nowhere to be read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.records import PersonalToken
from workflows.rules.tokens import PREFIX, SCOPES

SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class TokenLine:
    """A token in the list; `state` usable, expired or revoked, `written` how it begins and ends."""

    id: UUID
    name: str
    written: str
    scopes: tuple[str, ...]
    created_at: datetime
    ends_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    state: str


def own_tokens(session: Session, *, person_id: UUID, at: datetime) -> tuple[TokenLine, ...]:
    """The usable ones first, then the newest; at most a hundred."""
    query = select(PersonalToken).where(PersonalToken.person_id == person_id)
    rows = session.scalars(query.order_by(PersonalToken.created_at.desc(), PersonalToken.id).limit(SHOWN))
    lines = [_line(row, at) for row in rows]
    return tuple(sorted(lines, key=lambda line: line.state != "usable"))


def _line(row: PersonalToken, at: datetime) -> TokenLine:
    over = "revoked" if row.revoked_at else "expired" if row.ends_at <= at else "usable"
    return TokenLine(
        id=row.id,
        name=row.name,
        written=f"{PREFIX}…{row.ending}",
        scopes=tuple(SCOPES[key][0] for key in row.scopes.split()),
        created_at=row.created_at,
        ends_at=row.ends_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
        state=over,
    )
