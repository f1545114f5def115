"""What the problem list is narrowed to, as conditions of SQL. A filter that cannot be understood narrows nothing."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from workflows.queries import matters
from workflows.queries.list_values import Filters
from workflows.records import Case, Problem, ProblemUnit
from workflows.records.problems import PARTS
from workflows.rules.deadlines import SOON_DAYS
from workflows.rules.matters import STATES, Kind

RUNNING, FINISHED = "running", "finished"
"""States of several kinds: not rectified yet, reopened or not; and rectified, closed or not."""


def conditions(filters: Filters, kind: Kind, today: date, *, with_state: bool = True) -> list[ColumnElement[bool]]:
    """Everything a filter asks of `Problem`, `Case` and `ProblemList`."""
    found: list[ColumnElement[bool]] = [matters.of_kind(kind)]
    if list_id := uuid_of(filters.list_id):
        found.append(Problem.list_id == list_id)
    if unit_id := uuid_of(filters.unit_id):
        found.append(Problem.id.in_(of_unit(unit_id, filters.part)))
    if filters.area:
        found.append(Problem.area == filters.area)
    if filters.text.strip():
        text = filters.text.strip()[:100]
        found.append(
            or_(*(field.contains(text, autoescape=True) for field in (Problem.title, Problem.text, Problem.number)))
        )
    if (since := day_of(filters.since)) is not None:
        found.append(Problem.due_on >= since)
    if (until := day_of(filters.until)) is not None:
        found.append(Problem.due_on <= until)
    if filters.lamp in ("late", "soon"):
        found.append(_lit(filters.lamp, today))
    if with_state and filters.state in (*STATES, RUNNING, FINISHED):
        found.append(in_state(filters.state))
    return found


def in_state(state: str) -> ColumnElement[bool]:
    """The condition that `state_of` states in Python."""
    running = and_(Case.cancelled_at.is_(None), Case.suspended_at.is_(None))
    unrectified = and_(running, Case.closed_at.is_(None), Case.rectified_at.is_(None))
    conditions: dict[str, ColumnElement[bool]] = {
        "cancelled": Case.cancelled_at.is_not(None),
        "suspended": and_(Case.cancelled_at.is_(None), Case.suspended_at.is_not(None)),
        "closed": and_(running, Case.closed_at.is_not(None)),
        "rectified": and_(running, Case.closed_at.is_(None), Case.rectified_at.is_not(None)),
        "reopened": and_(unrectified, Problem.state == "reopened"),
        "open": and_(unrectified, Problem.state != "reopened"),
        RUNNING: unrectified,
        FINISHED: and_(running, or_(Case.closed_at.is_not(None), Case.rectified_at.is_not(None))),
    }
    return conditions[state]


def _lit(lamp: str, today: date) -> ColumnElement[bool]:
    running = and_(in_state(RUNNING), Problem.due_on.is_not(None))
    if lamp == "late":
        return and_(running, Problem.due_on < today)
    return and_(running, Problem.due_on >= today, Problem.due_on <= today + timedelta(days=SOON_DAYS))


def uuid_of(text: str) -> UUID | None:
    """An id from an address; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def of_unit(unit_id: UUID, part: str = "") -> Select[UUID]:
    """The problems a unit takes part in, or those in which it takes this part."""
    query = select(ProblemUnit.problem_id).where(ProblemUnit.unit_id == unit_id)
    return query.where(ProblemUnit.part == part) if part in PARTS else query


def day_of(text: str) -> date | None:
    """A day from an address; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
