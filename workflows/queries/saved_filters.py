"""The views of the problem list that stand above it: one's own, and those the office shares with itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from workflows.queries import people
from workflows.records import SavedFilter
from workflows.rules.permissions import seat_for_action

MOST_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class SavedLine:
    """One view: `where` its filters for the address, `by` who shares it (empty: one's own and not shared)."""

    id: UUID
    name: str
    where: dict[str, str]
    shared: bool
    by: str
    may_forget: bool


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What a person finds above the list."""

    lines: tuple[SavedLine, ...]
    may_share: bool


def saved(session: Session, *, person_id: UUID, at: datetime) -> Saved:
    """One's own views, and the shared ones for those of the office; by name."""
    actor = people.actor(session, person_id, at)
    may_share = seat_for_action(actor, "share_filter", {}) is not None
    mine = SavedFilter.person_id == person_id
    query = select(SavedFilter).where(or_(mine, SavedFilter.shared) if may_share else mine)
    rows = session.scalars(query.options(joinedload(SavedFilter.person)).order_by(SavedFilter.name).limit(MOST_SHOWN))
    lines = tuple(
        SavedLine(
            id=row.id,
            name=row.name,
            where=dict(json.loads(row.filters)),
            shared=row.shared,
            by=row.person.name if row.shared else "",
            may_forget=row.person_id == person_id or may_share,
        )
        for row in rows
    )
    return Saved(lines=lines, may_share=may_share)
