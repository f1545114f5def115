"""The office's home: how many problems stand where, whose they are, what is late, and what waits for a decision.

A fixed number of queries, whatever the size of the city: everything is counted by the database.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from workflows.queries import calendars, decisions, matters, people, whole_city
from workflows.queries.overview_values import AuditState, Figures, LateBand, LateLine, MonthBar, Overview, UnitBar
from workflows.queries.problem_filters import FINISHED, RUNNING, in_state
from workflows.records import AuditDraw, AuditPoolEntry, Case, Problem, ProblemList, ProblemUnit, Unit
from workflows.rules.deadlines import CITY_ZONE, SOON_DAYS, city_day, lamp_for
from workflows.rules.errors import NotVisible
from workflows.rules.matters import PETITION

UNITS_SHOWN, LATE_SHOWN = 30, 5
MONTHS = 12
WEEK = timedelta(days=7)
BANDS = (("7 天以内", 1, 7), ("8 至 30 天", 8, 30), ("31 至 90 天", 31, 90), ("超过 90 天", 91, None))
"""Calendar days late, from and to."""


def overview(session: Session, *, person_id: UUID, list_id: str = "", at: datetime) -> Overview:
    """Everything at a glance; an unknown list counts as all. Raises NotVisible to those who do not see the whole city."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    if not actor.sees_all:
        raise NotVisible(why="总览供领导小组办公室和市级复核人员查看；本单位的情况请看“我的任务”和“问题清单”")
    chosen = whole_city.lists(session, list_id)
    here = whole_city.of_list(chosen)
    waiting, units = decisions.waiting(session, actor, here), _units(session, here, today)
    return Overview(
        today=today,
        name=chosen.choices[0].label if len(chosen.choices) == 1 else chosen.name,
        list_id=chosen.list_id,
        lists=chosen.choices,
        figures=_figures(session, here, at),
        units=units[:UNITS_SHOWN],
        more_units=max(0, len(units) - UNITS_SHOWN),
        months=_months(session, here, today),
        bands=_bands(session, here, today),
        longest_late=_longest_late(session, here, today),
        decisions=waiting[: decisions.SHOWN],
        more_decisions=max(0, len(waiting) - decisions.SHOWN),
        audit=_audit(session, here, at),
    )


def _select(what: Any, here: ColumnElement[bool]) -> Select[Any]:
    """From the problems that count: whatever was taken off the list does not."""
    columns = what if isinstance(what, tuple) else (what,)
    return (
        select(*columns)
        .select_from(Problem)
        .join(Case, Case.problem_id == Problem.id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(here, Case.cancelled_at.is_(None))
    )


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)


def _late(today: date) -> ColumnElement[bool]:
    return and_(in_state(RUNNING), Problem.due_on < today)


def _figures(session: Session, here: ColumnElement[bool], at: datetime) -> Figures:
    today, week_ago = city_day(at), at - WEEK
    soon = and_(in_state(RUNNING), Problem.due_on >= today, Problem.due_on <= today + timedelta(days=SOON_DAYS))
    counted = (
        func.count(Problem.id),
        _count(in_state(FINISHED)),
        _count(Case.closed_at.is_not(None)),
        _count(_late(today)),
        _count(soon),
        _count(Case.rectified_at > week_ago),
        _count(Case.closed_at > week_ago),
        func.min(case((_late(today), Problem.due_on))),
    )
    row = session.execute(_select(counted, here)).one()
    petitions = session.scalar(_select(func.count(Problem.id), matters.of_kind(PETITION))) or 0
    longest = row[7]
    lamp = lamp_for(longest, today, counting=calendars.counting(session)) if longest else None
    return Figures(
        problems=row[0],
        petitions=petitions,
        rectified=row[1],
        closed=row[2],
        late=row[3],
        soon=row[4],
        rectified_this_week=row[5],
        closed_this_week=row[6],
        longest_late=lamp.words.partition(" · 超期 ")[2] if lamp else "",
        extensions_asked=decisions.extensions_asked(session, here),
    )


def _units(session: Session, here: ColumnElement[bool], today: date) -> tuple[UnitBar, ...]:
    """Responsible units, the one with most lateness first. A unit that is printed twice on a problem counts once."""
    of_unit = (
        select(ProblemUnit.unit_id, ProblemUnit.problem_id)
        .where(ProblemUnit.part == "responsible", ProblemUnit.unit_id.is_not(None))
        .distinct()
        .subquery()
    )
    late = _late(today)
    states = (
        _count(Case.closed_at.is_not(None)),
        _count(in_state("rectified")),
        _count(in_state(RUNNING), or_(Problem.due_on.is_(None), ~late)),
        _count(late),
    )
    query = (
        _select((Unit.id, func.coalesce(Unit.short_name, Unit.name), *states), here)
        .join(of_unit, of_unit.c.problem_id == Problem.id)
        .join(Unit, Unit.id == of_unit.c.unit_id)
        .group_by(Unit.id, Unit.short_name, Unit.name)
        .order_by(_count(late).desc(), func.count(Problem.id).desc(), Unit.name)
    )
    return tuple(
        UnitBar(unit_id=unit_id, name=name, closed=closed, rectified=rectified, running=running, late=behind)
        for unit_id, name, closed, rectified, running, behind in session.execute(query)
    )


def _longest_late(session: Session, here: ColumnElement[bool], today: date) -> tuple[LateLine, ...]:
    """The problems that have been late for longest, so that the figure leads to what happened in one step."""
    query = _select((Problem.id, Problem.number, Problem.title, Problem.due_on), here).where(_late(today))
    rows = session.execute(query.order_by(Problem.due_on, Problem.id).limit(LATE_SHOWN))
    return tuple(
        LateLine(problem_id=key, number=number or "", title=title, due_on=due_on, days=(today - due_on).days)
        for key, number, title, due_on in rows
    )


def _months(session: Session, here: ColumnElement[bool], today: date) -> tuple[MonthBar, ...]:
    """Deadlines still to come by month, this month and the eleven after it; the last line is what has no day."""
    firsts = [_month_after(today, number) for number in range(MONTHS + 1)]
    spans = [
        _count(in_state(RUNNING), Problem.due_on >= max(first, today), Problem.due_on < after)
        for first, after in pairwise(firsts)
    ]
    row = session.execute(_select((*spans, _count(in_state(RUNNING), Problem.due_on.is_(None))), here)).one()
    bars = [
        MonthBar(first=first, due=due, since=max(first, today), until=after - timedelta(days=1))
        for (first, after), due in zip(pairwise(firsts), row[:-1], strict=True)
    ]
    return (*bars, MonthBar(first=None, due=row[-1]))


def _month_after(today: date, number: int) -> date:
    years, month = divmod(today.month - 1 + number, 12)
    return date(today.year + years, month + 1, 1)


def _bands(session: Session, here: ColumnElement[bool], today: date) -> tuple[LateBand, ...]:
    spans = [
        (today - timedelta(days=last) if last else None, today - timedelta(days=first)) for _, first, last in BANDS
    ]
    counts = [
        _count(in_state(RUNNING), Problem.due_on <= until, *([Problem.due_on >= since] if since else []))
        for since, until in spans
    ]
    row = session.execute(_select(tuple(counts), here)).one()
    return tuple(
        LateBand(words=words, count=count, since=since, until=until)
        for (words, _, _), (since, until), count in zip(BANDS, spans, row, strict=True)
    )


def _audit(session: Session, here: ColumnElement[bool], at: datetime) -> AuditState:
    waiting = (
        select(func.count(AuditPoolEntry.case_id.distinct()))
        .join(Case, Case.id == AuditPoolEntry.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(here, AuditPoolEntry.selected.is_(None), AuditPoolEntry.draw_id.is_(None))
        .where(Case.cancelled_at.is_(None), Case.suspended_at.is_(None))
    )
    undrawn = (
        select(AuditDraw)
        .join(ProblemList, ProblemList.id == AuditDraw.list_id)
        .where(here, AuditDraw.drawn_at.is_(None), AuditDraw.withdrawn_at.is_(None))
        .order_by(AuditDraw.seed_at)
    )
    frozen = list(session.scalars(undrawn))
    first = frozen[0] if frozen else None
    return AuditState(
        pool=session.scalar(waiting) or 0,
        frozen=len(frozen),
        seed_words=_seed_words(first, at) if first else "",
        digest=first.population_digest if first else "",
    )


def _seed_words(draw: AuditDraw, at: datetime) -> str:
    if draw.seed_at is None:
        return f"种子取自{draw.seed_source}"
    day = draw.seed_at.astimezone(CITY_ZONE)
    state = "尚未产生" if draw.seed_at > at else "应已产生，请录入"
    return f"种子取自 {day.month} 月 {day.day} 日 {day:%H:%M} 的{draw.seed_source}，{state}"
