"""Deadlines across the months: a bounded page of problems in the order of their days, with the days of their measures."""

from __future__ import annotations

import base64
import binascii
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from workflows.queries import calendars, deadlines, whole_city
from workflows.queries.problem_facts import lamp_of
from workflows.queries.problem_filters import LISTED, UNCLOSED, in_state, of_unit, uuid_of
from workflows.queries.problem_list import responsible_units
from workflows.queries.standing_values import Lists
from workflows.queries.timetable_values import Asked, Due, TimeRow, Timetable, Window, month_after
from workflows.queries.unit_choices import city_units
from workflows.records import Case, Measure, Problem
from workflows.rules.deadlines import Counting, city_day
from workflows.rules.matters import PROBLEM

PAGE, MANY, WHOLE = 40, 200, 20_000
"""Rows of a page, of a long one, and of a file: far more than a city has problems."""
BEFORE = -2
"""Months before this one with which the chart begins unless another month is asked for."""
STATES = {"": UNCLOSED, LISTED: LISTED}
_NO_DAY = date(9999, 12, 31)
"""What has no deadline comes last."""


def timetable(
    session: Session, *, person_id: UUID, asked: Asked, after: str = "", limit: int = 0, at: datetime
) -> Timetable:
    """A page, of `limit` rows where that is given; an `after` that is not ours means the first one.

    Raises NotVisible to those who do not see the whole city.
    """
    whole_city.looking(session, person_id, at)
    lists, today = whole_city.lists(session, asked.list_id), city_day(at)
    window, size = (
        Window(first=_month(asked.first) or month_after(today, BEFORE)),
        limit or (MANY if asked.many else PAGE),
    )
    found = _rows(session, lists, asked, after, size)
    return Timetable(
        today=today,
        asked=asked,
        lists=lists,
        units=city_units(session),
        window=window,
        today_x=window.x(today),
        rows=_drawn(session, found[:size], asked, window, today),
        total=session.scalar(_narrowed(lists, asked, func.count(Problem.id))) or 0,
        next=_key(found[size - 1][0]) if len(found) > size else "",
    )


def is_place(after: str) -> bool:
    """Whether this names a place in the chart; the empty text names its beginning. A person's page forgives, a program is told."""
    return not after or _place(after) is not None


def whole_timetable(
    session: Session, *, person_id: UUID, asked: Asked, at: datetime
) -> tuple[Lists, tuple[TimeRow, ...]]:
    """Every row of the chart, page after page, for a file. Raises as `timetable`."""
    whole_city.looking(session, person_id, at)
    lists, today = whole_city.lists(session, asked.list_id), city_day(at)
    found = _rows(session, lists, asked, "", WHOLE)
    return lists, _drawn(session, found[:WHOLE], asked, Window(first=month_after(today, BEFORE)), today)


def _narrowed(lists: Lists, asked: Asked, *columns: Any) -> Select[Any]:
    query = whole_city.counted(lists, *columns).where(in_state(STATES.get(asked.state, UNCLOSED)))
    unit_id = uuid_of(asked.unit_id)
    return query.where(Problem.id.in_(of_unit(unit_id, "responsible"))) if unit_id else query


def _rows(session: Session, lists: Lists, asked: Asked, after: str, size: int) -> list[Any]:
    day = func.coalesce(Problem.due_on, _NO_DAY)
    query = _narrowed(lists, asked, Problem, Case).order_by(day, Problem.id).limit(size + 1)
    if (place := _place(after)) is not None:
        query = query.where(tuple_(day, Problem.id) > tuple_(*place))
    return list(session.execute(query).all())


def _drawn(session: Session, found: Sequence[Any], asked: Asked, window: Window, today: date) -> tuple[TimeRow, ...]:
    ids = [problem.id for problem, _ in found]
    units, counting = responsible_units(session, ids), calendars.counting(session)
    hopeless = deadlines.hopeless(session, [case.id for _, case in found])
    measures = _measures(session, ids) if asked.measures else {}
    return tuple(
        _row(problem, case, units, window, today, counting, measures, hopeless=case.id in hopeless)
        for problem, case in found
    )


def _row(
    problem: Problem,
    case: Case,
    units: Mapping[UUID, str],
    window: Window,
    today: date,
    counting: Counting,
    measures: Mapping[UUID, Sequence[Measure]],
    *,
    hopeless: bool,
) -> TimeRow:
    due_on, done_on = problem.due_on, city_day(case.rectified_at) if case.rectified_at else None
    late = due_on is not None and done_on is None and due_on < today and case.suspended_at is None
    return TimeRow(
        problem_id=problem.id,
        number=problem.number or "",
        title=problem.title,
        unit=units.get(problem.id, ""),
        due_on=due_on,
        raw=problem.deadline_raw or "",
        lamp=lamp_of(problem, case, today, counting, hopeless=hopeless, kind=PROBLEM),
        plan=window.span(city_day(case.opened_at), due_on or window.last),
        behind=window.span(due_on, today) if due_on and late else None,
        due=window.x(due_on) if due_on else None,
        done=window.x(done_on) if done_on else None,
        done_on=done_on,
        measures=tuple(
            _due(each, each.due_on, window, late=done_on is None and each.due_on < today)
            for each in measures.get(problem.id, ())
            if each.due_on
        ),
        opened_on=city_day(case.opened_at),
        rectified_on=done_on,
    )


def _due(measure: Measure, due_on: date, window: Window, *, late: bool) -> Due:
    return Due(text=measure.text, due_on=due_on, x=window.x(due_on), late=late)


def _measures(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Measure]]:
    query = select(Measure).where(Measure.problem_id.in_(ids), Measure.due_on.is_not(None))
    found: dict[UUID, list[Measure]] = defaultdict(list)
    for each in session.scalars(query.order_by(Measure.problem_id, Measure.due_on, Measure.position)):
        found[each.problem_id].append(each)
    return found


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if 1950 < found.year < 9000 else None


def _key(problem: Problem) -> str:
    place = [(problem.due_on or _NO_DAY).isoformat(), str(problem.id)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _place(after: str) -> tuple[date, UUID] | None:
    try:
        day, problem_id = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        return date.fromisoformat(day), UUID(problem_id)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return None
