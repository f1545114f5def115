"""Open tasks as one list, page by page, for programs; the page of a person has them in groups (`inbox`)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.queries import people
from workflows.queries.inbox_values import TaskRow
from workflows.queries.task_rows import Found, open_tasks, rows_of

Place = tuple[str, int, str]
"""Where a task stands in the list: its day (those without one last), the position of its problem, its id."""


def task_rows(
    session: Session, *, person_id: UUID, whose: str, after: Place | None, limit: int, at: datetime
) -> tuple[list[TaskRow], Place | None]:
    """A page of open tasks and the place of its last one, None when nothing follows. `whose`: mine (may act), others, all."""
    actor = people.actor(session, person_id, at)
    found = sorted(open_tasks(session, actor), key=_place)
    rows = rows_of(session, actor, found, at)
    kept = [
        (row, place)
        for row, place in zip(rows, map(_place, found), strict=True)
        if whose == "all" or row.may_act == (whose == "mine")
    ]
    rest = [each for each in kept if after is None or each[1] > after]
    return [row for row, _ in rest[:limit]], rest[limit - 1][1] if len(rest) > limit else None


def _place(found: Found) -> Place:
    day = found.task.due_on or date.max
    return day.isoformat(), found.problem.position, str(found.task.id)
