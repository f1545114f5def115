"""The responsible units side by side: what is open, late, sent back, closed, how long closing took, and what audits sent back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func
from sqlalchemy.orm import Session

from workflows.queries import ages, whole_city
from workflows.queries.problem_filters import RUNNING, UNCLOSED, in_state
from workflows.queries.standing_values import Comparison, Lists, UnitRow
from workflows.records import Case, Problem, Unit
from workflows.rules.deadlines import city_day

UNITS_SHOWN = 200
"""Units on one page; the order is worked out over all of them."""
COLUMNS: dict[str, Callable[[UnitRow], Any]] = {
    "name": lambda row: row.name,
    "total": lambda row: row.total,
    "unclosed": lambda row: row.unclosed,
    "late": lambda row: row.late,
    "returned": lambda row: row.returned,
    "share": lambda row: row.share,
    "closed": lambda row: row.closed,
    "days": lambda row: -1.0 if row.days is None else row.days,
    "audit_failed": lambda row: row.audit_failed,
}
"""What the table can be ordered by: the column's name, never a piece of SQL."""


def comparison(session: Session, *, person_id: UUID, list_id: str, sort: str, down: bool, at: datetime) -> Comparison:
    """Ordered by one of COLUMNS, else by lateness. Raises NotVisible to those who do not see the whole city."""
    whole_city.looking(session, person_id, at)
    chosen, sort = whole_city.lists(session, list_id), sort if sort in COLUMNS else "late"
    rows = sorted(_rows(session, chosen, at), key=lambda row: row.name)
    rows.sort(key=COLUMNS[sort], reverse=down)
    return Comparison(today=city_day(at), lists=chosen, sort=sort, down=down, rows=tuple(rows))


def _rows(session: Session, chosen: Lists, at: datetime) -> list[UnitRow]:
    theirs, days = whole_city.responsible(), _days(session, chosen)
    late = and_(in_state(RUNNING), Problem.due_on < city_day(at))
    figures = (in_state(UNCLOSED), late, ages.returned(), in_state("closed"), ages.audit_failed())
    query = (
        whole_city.counted(
            chosen,
            Unit.id,
            func.coalesce(Unit.short_name, Unit.name),
            func.count(Problem.id),
            *(func.sum(case((each, 1), else_=0)) for each in figures),
        )
        .join(theirs, theirs.c.problem_id == Problem.id)
        .join(Unit, Unit.id == theirs.c.unit_id)
        .group_by(Unit.id, Unit.short_name, Unit.name)
    )
    return [
        UnitRow(
            unit_id=unit_id,
            name=name,
            total=total,
            unclosed=unclosed,
            late=behind,
            returned=back,
            closed=closed,
            audit_failed=failed,
            days=median(days[unit_id]) if unit_id in days else None,
        )
        for unit_id, name, total, unclosed, behind, back, closed, failed in session.execute(query)
    ]


def _days(session: Session, chosen: Lists) -> dict[UUID, list[int]]:
    """Calendar days from opening to closure, of everything that is closed; the median is nobody's to count in SQL on both databases."""
    theirs = whole_city.responsible()
    query = (
        whole_city.counted(chosen, theirs.c.unit_id, Case.opened_at, Case.closed_at)
        .join(theirs, theirs.c.problem_id == Problem.id)
        .where(in_state("closed"))
    )
    found: dict[UUID, list[int]] = defaultdict(list)
    for unit_id, opened, closed in session.execute(query):
        found[unit_id].append((city_day(closed) - city_day(opened)).days)
    return found
