"""Moving a demonstration's clock: forward only, for pages, worker and papers alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries import settings
from workflows.rules.deadlines import city_day
from workflows.rules.errors import FieldProblem, InvalidInput

MOST_DAYS = 3650


def move_clock(session: Session, *, days: int, by: UUID, at: datetime) -> datetime:
    """Move the whole application `days` ahead (1–3650 in all); returns the new time. The caller has asked whether the clock may move.

    Raises InvalidInput outside these bounds: time that has passed has been journalled and does not come back.
    """
    actor = who.actor(session, by, at)
    offset = settings.clock_offset(session) + timedelta(days=days)
    if days < 1 or offset.days > MOST_DAYS:
        message = f"演示时钟只能向前拨，每次至少 1 天，累计不超过 {MOST_DAYS} 天。"
        raise InvalidInput([FieldProblem(field="days", label="天数", message=message)])
    settings.write(session, "clock.offset", str(int(offset.total_seconds())))
    moved = at + timedelta(days=days)
    who.note(session, "clock:moved", case=None, by=actor, at=moved, day=city_day(moved), days=days)
    session.flush()
    return moved
