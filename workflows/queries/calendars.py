"""The working-day calendar: for counting, and as the page on which the office corrects it."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import extract, select
from sqlalchemy.orm import Session

from workflows.queries import people, settings
from workflows.records import CalendarDay, CalendarYear, Person
from workflows.rules.deadlines import RED_AFTER, Counting, city_day
from workflows.rules.errors import NotFound
from workflows.rules.permissions import seat_for_action
from workflows.rules.work_calendar import WorkCalendar

FIRST_YEAR, LAST_YEAR = 2004, 2099
MEMORY = "working days"
RED_AFTER_DAYS = "lamps.red_after_days"


@dataclass(frozen=True, kw_only=True)
class DayCell:
    """One day of a month: off or work where the calendar says other than its weekday, with the reason; `today` for the city's day."""

    day: date
    working: bool
    mark: str = ""
    reason: str = ""
    today: bool = False


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month in weeks from Monday to Sunday; None for the days of its neighbours."""

    number: int
    weeks: tuple[tuple[DayCell | None, ...], ...]
    working_days: int


@dataclass(frozen=True, kw_only=True)
class ChangedDay:
    """A day somebody set by hand."""

    day: date
    kind: str
    reason: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True, kw_only=True)
class CalendarPage:
    """A year of the calendar. `source` is empty where nothing is known of the year."""

    year: int
    years: tuple[int, ...]
    source: str
    entered_by: str
    months: tuple[Month, ...]
    working_days: int
    changed: tuple[ChangedDay, ...]
    may_set: bool


def known(session: Session) -> WorkCalendar:
    """Everything the city knows about its working days; read once in the life of a session."""
    if MEMORY not in session.info:
        session.info[MEMORY] = _known(session)
    found: WorkCalendar = session.info[MEMORY]
    return found


def forget(session: Session) -> None:
    """Read the calendar anew: somebody has changed it in this session."""
    session.info.pop(MEMORY, None)


def _known(session: Session) -> WorkCalendar:
    rows = session.execute(select(CalendarDay.day, CalendarDay.kind)).all()
    return WorkCalendar(
        days_off=frozenset(day for day, kind in rows if kind == "off"),
        worked=frozenset(day for day, kind in rows if kind == "work"),
        known_years=frozenset(session.scalars(select(CalendarYear.year))),
    )


def counting(session: Session) -> Counting:
    """How this city counts lateness."""
    return Counting(known=known(session), red_after=days_until_red(settings.read(session, RED_AFTER_DAYS)))


def days_until_red(text: str) -> int:
    """The setting as a number; one that is not a number from 1 to 3650 counts as the default."""
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:5]) <= 3650 else RED_AFTER


def calendar_page(session: Session, *, person_id: UUID, year: int | None, at: datetime) -> CalendarPage:
    """One year, by default this one. Raises NotFound for a year outside 2004–2099."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    return year_of(session, year or today.year, today, may_set=seat_for_action(actor, "set_calendar", {}) is not None)


def year_of(session: Session, year: int, today: date, *, may_set: bool = False) -> CalendarPage:
    """The page of a year, for the screen and the command line."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound(what=f"{year} 年的日历")
    calendar, days = known(session), _days(session, year)
    entered = session.execute(
        select(CalendarYear.source, Person.name)
        .outerjoin(Person, Person.id == CalendarYear.entered_by_id)
        .where(CalendarYear.year == year)
    ).one_or_none()
    return CalendarPage(
        year=year,
        years=tuple(sorted({*calendar.known_years, today.year, today.year + 1, year})),
        source=entered[0] if entered else "",
        entered_by=(entered[1] or "") if entered else "",
        months=tuple(_month(year, number, calendar, days, today) for number in range(1, 13)),
        working_days=calendar.count(date(year, 1, 1), date(year, 12, 31)),
        changed=_changed(session, year),
        may_set=may_set,
    )


def _days(session: Session, year: int) -> dict[date, tuple[str, str]]:
    query = select(CalendarDay.day, CalendarDay.kind, CalendarDay.reason)
    rows = session.execute(query.where(extract("year", CalendarDay.day) == year))
    return {day: (kind, reason) for day, kind, reason in rows}


def _month(year: int, number: int, known: WorkCalendar, days: dict[date, tuple[str, str]], today: date) -> Month:
    weeks = Calendar().monthdatescalendar(year, number)
    cells = tuple(
        tuple(_cell(day, known, days, today) if day.month == number else None for day in week) for week in weeks
    )
    return Month(
        number=number,
        weeks=cells,
        working_days=sum(cell.working for week in cells for cell in week if cell is not None),
    )


def _cell(day: date, known: WorkCalendar, days: dict[date, tuple[str, str]], today: date) -> DayCell:
    kind, reason = days.get(day, ("", ""))
    return DayCell(day=day, working=known.is_working(day), mark=kind, reason=reason, today=day == today)


def _changed(session: Session, year: int) -> tuple[ChangedDay, ...]:
    rows = session.execute(
        select(CalendarDay, Person.name)
        .join(Person, Person.id == CalendarDay.set_by_id)
        .where(extract("year", CalendarDay.day) == year)
        .order_by(CalendarDay.set_at.desc(), CalendarDay.day)
        .limit(100)
    )
    return tuple(
        ChangedDay(day=row.day, kind=row.kind, reason=row.reason, set_by=name, set_at=row.set_at) for row, name in rows
    )
