"""Drafts of forms: what somebody typed and has not sent, kept on the server until it is.

Kept as they type, and when a form arrives whose sender was signed out meanwhile; one person's, for one page. Times are the machine's own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workflows.records import FormDraft
from workflows.rules.canonical import canonical

LONGEST = 400_000
"""Characters of a draft in all; a form that is longer is not kept, and the page says so."""
MOST = 200
"""Drafts of one person; beyond them the oldest makes room."""
KEPT = timedelta(days=30)

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What was typed: names and values in the order of the page, and when it was kept."""

    fields: tuple[tuple[str, str], ...]
    saved_at: datetime

    def values(self) -> dict[str, list[str]]:
        """The values by name, as a sent form has them."""
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found


def keep_draft(session: Session, *, person_id: UUID, path: str, fields: Fields, real: datetime) -> bool:
    """Keep this instead of what was kept for the page before; False for one that is too long. Empty fields are not kept."""
    text = canonical([[name, value] for name, value in fields if value])
    if len(text) > LONGEST or len(path) > 500:
        return False
    row = _find(session, person_id, path)
    if row is None:
        _make_room(session, person_id)
        row = FormDraft(person_id=person_id, path=path)
        session.add(row)
    row.fields, row.saved_at = text, real
    session.flush()
    return True


def kept_draft(session: Session, *, person_id: UUID, path: str) -> Draft | None:
    """What this person has typed on the page and not sent."""
    row = _find(session, person_id, path)
    if row is None:
        return None
    return Draft(fields=tuple((name, value) for name, value in json.loads(row.fields)), saved_at=row.saved_at)


def drop_draft(session: Session, *, person_id: UUID, path: str) -> None:
    """Forget it: it was sent, or is not wanted."""
    session.execute(delete(FormDraft).where(FormDraft.person_id == person_id, FormDraft.path == path))


def any_old(session: Session, *, real: datetime) -> bool:
    """Whether there is something to forget."""
    return session.scalar(select(FormDraft.id).where(FormDraft.saved_at < real - KEPT).limit(1)) is not None


def drop_old(session: Session, *, real: datetime) -> int:
    """Forget drafts nobody came back for; how many."""
    old = list(session.scalars(select(FormDraft.id).where(FormDraft.saved_at < real - KEPT).limit(500)))
    session.execute(delete(FormDraft).where(FormDraft.id.in_(old)))
    return len(old)


def _find(session: Session, person_id: UUID, path: str) -> FormDraft | None:
    return session.scalar(select(FormDraft).where(FormDraft.person_id == person_id, FormDraft.path == path))


def _make_room(session: Session, person_id: UUID) -> None:
    mine = select(FormDraft.id).where(FormDraft.person_id == person_id)
    if (session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST:
        oldest = session.scalar(mine.order_by(FormDraft.saved_at).limit(1))
        session.execute(delete(FormDraft).where(FormDraft.id == oldest))
