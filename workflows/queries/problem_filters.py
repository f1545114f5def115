"""What the problem list is narrowed to, as conditions of SQL. A filter that cannot be understood narrows nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from workflows.queries import ages, matters
from workflows.queries.list_values import Filters
from workflows.records import Case, Problem, ProblemUnit
from workflows.records.problems import PARTS
from workflows.rules.deadlines import SOON_DAYS
from workflows.rules.matters import STATES, Kind

RUNNING, FINISHED, UNCLOSED, LISTED = "running", "finished", "unclosed", "listed"
"""States of several kinds: not rectified yet, reopened or not; rectified, closed or not; not closed, rectified or not; all that count."""
STATES_TOGETHER = {
    RUNNING: "还没有完成整改",
    FINISHED: "已完成整改，销号或待销号",
    UNCLOSED: "还没有销号",
    LISTED: "不含撤销和并案的",
}
MARKS = {"returned": "被退回过", "audit_failed": "抽查不合格过"}


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
    if filters.lamp in ("late", "soon", "on_time"):
        found.append(_lit(filters.lamp, today))
    if with_state and filters.state in (*STATES, *STATES_TOGETHER):
        found.append(in_state(filters.state))
    return [*found, *_passed(filters, today)]


def _passed(filters: Filters, today: date) -> Iterator[ColumnElement[bool]]:
    """What the way of the case tells: where it stands, for how long, and what happened to it."""
    if filters.stage:
        yield Case.stage == filters.stage
    if (bucket := ages.BY_KEY.get(filters.box_days)) is not None:
        yield ages.aged(ages.in_box_since(), bucket, today)
    if (bucket := ages.BY_KEY.get(filters.age_days)) is not None:
        yield ages.aged(Case.opened_at, bucket, today)
    if filters.mark in MARKS:
        yield ages.returned() if filters.mark == "returned" else ages.audit_failed()


def in_words(filters: Filters, stage_name: str) -> tuple[str, ...]:
    """The filters that have no field on the page."""
    found = [f"停在“{stage_name}”"] if filters.stage else []
    if (bucket := ages.BY_KEY.get(filters.box_days)) is not None:
        found.append(f"在现环节 {ages.bucket_words(bucket)}")
    if (bucket := ages.BY_KEY.get(filters.age_days)) is not None:
        found.append(f"列入清单 {ages.bucket_words(bucket)}")
    if filters.state in STATES_TOGETHER:
        found.append(STATES_TOGETHER[filters.state])
    return tuple(found + ([MARKS[filters.mark]] if filters.mark in MARKS else []))


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
        LISTED: Case.cancelled_at.is_(None),
        UNCLOSED: and_(running, Case.closed_at.is_(None)),
        FINISHED: and_(running, or_(Case.closed_at.is_not(None), Case.rectified_at.is_not(None))),
    }
    return conditions[state]


def _lit(lamp: str, today: date) -> ColumnElement[bool]:
    if lamp == "on_time":
        return and_(in_state(RUNNING), or_(Problem.due_on.is_(None), Problem.due_on >= today))
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
