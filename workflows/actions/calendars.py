"""Keeping the working-day calendar: the arrangement a year came with, and what the office corrects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries.calendars import FIRST_YEAR, LAST_YEAR, forget
from workflows.records import CalendarDay, CalendarYear
from workflows.rules.errors import FieldProblem, InvalidInput

KINDS = {"off": "休息", "work": "上班"}
LONGEST = 100


@dataclass(frozen=True, kw_only=True)
class YearGiven:
    """The arrangement of one year as it was announced: day → (off or work, what for)."""

    year: int
    source: str
    days: Mapping[date, tuple[str, str]]


def seed_calendar(session: Session, years: Iterable[YearGiven], *, at: datetime) -> list[int]:
    """Enter the years that are not known yet; returns them. A day somebody has set by hand stays as it is."""
    known = set(session.scalars(select(CalendarYear.year)))
    new = [each for each in years if each.year not in known]
    for given in new:
        _enter(session, given, at)
    if new:
        named = [each.year for each in new]
        who.note(
            session,
            "calendar:seeded",
            case=None,
            by=None,
            at=at,
            first=min(named),
            last=max(named),
            source=new[0].source,
        )
        session.flush()
        forget(session)
    return [each.year for each in new]


def set_day(session: Session, *, day: str, kind: str, reason: str, by: UUID | None, at: datetime) -> date:
    """Mark a day off or worked; the last word counts. `by` None: somebody at the machine's own command line.

    Raises InvalidInput with every field, NotPermitted when `by` does not sit in the office. Notices already published keep their dates.
    """
    actor = who.actor(session, by, at) if by else None
    if actor is not None:
        who.require(session, actor, "set_calendar")
    when, why = _day(day), reason.strip()
    problems = [*_wrong_day(when), *_wrong_kind(kind), *_wrong_text("reason", "原因", why)]
    if when is None or problems:
        raise InvalidInput(problems)
    row = session.get(CalendarDay, when)
    before = KINDS[row.kind] if row else "按星期"
    if row is None:
        session.add(CalendarDay(day=when, kind=kind, reason=why, set_at=at, set_by_id=by))
    else:
        row.kind, row.reason, row.set_at, row.set_by_id = kind, why, at, by
    who.note(session, "calendar:set", case=None, by=actor, at=at, day=when, kind=KINDS[kind], before=before, reason=why)
    session.flush()
    forget(session)
    return when


def enter_year(session: Session, *, year: int, source: str, by: UUID | None, at: datetime) -> bool:
    """State that the whole arrangement of a year is entered; False when it was known before.

    Raises InvalidInput, NotPermitted. From then on its days are counted without a warning.
    """
    actor = who.actor(session, by, at) if by else None
    if actor is not None:
        who.require(session, actor, "set_calendar")
    problems = _wrong_text("source", "依据", source.strip())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。"
        problems.insert(0, FieldProblem(field="year", label="年份", message=message))
    if problems:
        raise InvalidInput(problems)
    if session.get(CalendarYear, year) is not None:
        return False
    session.add(CalendarYear(year=year, source=source.strip(), entered_at=at, entered_by_id=by))
    who.note(session, "calendar:entered", case=None, by=actor, at=at, year=year, source=source.strip())
    session.flush()
    forget(session)
    return True


def _enter(session: Session, given: YearGiven, at: datetime) -> None:
    by_hand = select(CalendarDay.day).where(CalendarDay.day.in_(list(given.days)))
    kept = set(session.scalars(by_hand))
    session.add(CalendarYear(year=given.year, source=given.source, entered_at=at, entered_by_id=None))
    session.add_all(
        CalendarDay(day=day, kind=kind, reason=reason, set_at=at, set_by_id=None)
        for day, (kind, reason) in given.days.items()
        if day not in kept
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _wrong_day(day: date | None) -> list[FieldProblem]:
    if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
        return []
    message = f"请填写 {FIRST_YEAR} 到 {LAST_YEAR} 年之间的日期，例如 2026-10-10。"
    return [FieldProblem(field="day", label="日期", message=message)]


def _wrong_kind(kind: str) -> list[FieldProblem]:
    return [] if kind in KINDS else [FieldProblem(field="kind", label="安排", message="请选择“休息”或“上班”。")]


def _wrong_text(field: str, label: str, text: str) -> list[FieldProblem]:
    if 2 <= len(text) <= LONGEST and text.isprintable():
        return []
    return [FieldProblem(field=field, label=label, message=f"请写明{label}，2 到 {LONGEST} 个字，写在一行里。")]
