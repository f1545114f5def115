"""Giving a view of the problem list a name, and taking it away again. A convenience, so it is not journalled."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries import people
from workflows.queries.list_values import Filters
from workflows.records import SavedFilter
from workflows.rules.canonical import canonical
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound
from workflows.rules.permissions import seat_for_action

MOST = 30
"""Views of one person."""
LONGEST = 40
"""Characters of a name."""


def save_filter(session: Session, *, name: str, filters: Filters, shared: bool, by: UUID, at: datetime) -> SavedFilter:
    """Keep these filters under a name; the same name again takes the new ones.

    Raises InvalidInput for a name or filters that say nothing and for one view too many, NotPermitted when `by` may not share.
    """
    actor, name = people.actor(session, by, at), " ".join(name.split())
    if shared:
        who.require(session, actor, "share_filter")
    kept = session.scalar(select(SavedFilter).where(SavedFilter.person_id == by, SavedFilter.name == name))
    chosen = {key: value for key, value in asdict(filters).items() if value}
    if problems := _problems(session, name, chosen, by, new=kept is None):
        raise InvalidInput(problems)
    if kept is None:
        kept = SavedFilter(person_id=by, name=name, created_at=at)
        session.add(kept)
    kept.filters, kept.shared = canonical(chosen), shared
    session.flush()
    return kept


def forget_filter(session: Session, *, filter_id: UUID, by: UUID, at: datetime) -> str:
    """Delete a view of one's own, or a shared one where one may share; returns its name. Raises NotFound for any other."""
    actor = people.actor(session, by, at)
    found = session.get(SavedFilter, filter_id)
    shares = found is not None and found.shared and seat_for_action(actor, "share_filter", {}) is not None
    if found is None or not (found.person_id == by or shares):
        raise NotFound(what="这个常用筛选")
    session.delete(found)
    session.flush()
    return found.name


def _problems(session: Session, name: str, chosen: dict[str, str], by: UUID, *, new: bool) -> list[FieldProblem]:
    count = session.scalar(select(func.count(SavedFilter.id)).where(SavedFilter.person_id == by)) or 0
    messages = [
        "请给这组筛选条件起一个名称。" if not name else "",
        f"名称最多 {LONGEST} 个字，现在 {len(name)} 个字。" if len(name) > LONGEST else "",
        "请先选择筛选条件，再保存。" if not chosen else "",
        f"最多保存 {MOST} 组，请先删去不用的。" if new and count >= MOST else "",
    ]
    return [FieldProblem(field="name", label="名称", message=each) for each in messages if each]
