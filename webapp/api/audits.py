"""The audit room: what waits and why not, the draws with their steps, what became of each drawn closure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from webapp import database
from webapp.api.models import Shown
from webapp.api.office import ListQuery
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.queries.audit_room import audit_room


class Outside(Shown):
    """Rectified cases that do not wait for a draw, by the reason."""

    reason: str
    count: int


class RoomDraw(Shown):
    """A draw; `state` frozen, due, drawn, finished or withdrawn. `done` of its five steps are over."""

    id: UUID
    list_name: str
    state: str
    done: int
    frozen_at: datetime
    seed_source: str
    seed_at: datetime | None
    size: int
    drawn: int
    passed: int
    failed: int


class DrawnCheck(Shown):
    """A drawn closure; `state` open, passed or failed. `said`: what the auditors found, or why they sent it back."""

    problem_id: UUID
    number: str
    title: str
    unit: str
    drawn_on: date
    auditors: tuple[str, ...]
    state: str
    checked_on: date | None
    by: str
    said: str


class AuditRoom(Shown):
    """The room on one day; the twenty newest draws with their checks."""

    today: date
    name: str
    pool_total: int
    outside: tuple[Outside, ...]
    draws: tuple[RoomDraw, ...]
    checks: tuple[DrawnCheck, ...]


@operation("GET", "/audits", tag="draws", scope="read", gives=AuditRoom, query=ListQuery)
def show_audits(*, query: ListQuery) -> dict[str, Any]:
    """查看抽查的进展和结果
    Where random audits stand: the pool, the draws, and what became of each drawn closure.
    """
    page = audit_room(database.session(), person_id=person_id(), list_id=str(query.list_id), at=database.now())
    return {**vars(page), "name": page.lists.name}
