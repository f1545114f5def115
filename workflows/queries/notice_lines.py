"""The public notices of a case, those of this site and those recorded from elsewhere, each with what is to be looked at in it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.queries import timeline
from workflows.queries.notice_values import NoticeLine
from workflows.records import NoticeElsewhere, Objection, PublicNotice
from workflows.rules.deadlines import CITY_ZONE, Counting
from workflows.rules.notice_days import UNITS, claimed_span_warning, published_span_warning
from workflows.rules.work_calendar import WorkCalendar


def of_case(session: Session, case_id: UUID, counting: Counting, *, named: bool) -> tuple[NoticeLine, ...]:
    """Every notice, ours first, the newest of each first. Who objected is told where `named`: to the office, not to whom they object to."""
    return (*_ours(session, case_id, counting, named=named), *_elsewhere(session, case_id, counting))


def _elsewhere(session: Session, case_id: UUID, counting: Counting) -> tuple[NoticeLine, ...]:
    query = select(NoticeElsewhere).where(NoticeElsewhere.case_id == case_id)
    rows = session.scalars(
        query.options(joinedload(NoticeElsewhere.recorded_by)).order_by(NoticeElsewhere.recorded_at.desc())
    )
    known = counting.known or WorkCalendar()
    return tuple(
        NoticeLine(
            id=row.id,
            title=row.title,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            words=f"{_day(row.opens_on)}至{_day(row.closes_on)}，写明 {row.days} {UNITS[row.calendar]}，{row.recorded_by.name}登记",
            warning=published_span_warning(row.opens_on, row.closes_on, row.days, row.calendar, known),
            published_in=row.published_in,
            link=row.link or "",
        )
        for row in rows
    )


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _ours(session: Session, case_id: UUID, counting: Counting, *, named: bool) -> tuple[NoticeLine, ...]:
    rows = session.scalars(
        select(PublicNotice)
        .where(PublicNotice.case_id == case_id)
        .options(selectinload(PublicNotice.objections))
        .order_by(PublicNotice.opened_at.desc())
    ).all()
    rested = bool(rows) and timeline.happened(session, case_id, "case:resumed")
    return tuple(
        NoticeLine(
            id=row.id,
            title=row.title,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            words=_notice_words(row),
            objections=tuple(_objection(each, named=named) for each in row.objections),
            warning=claimed_span_warning(
                row.opens_on,
                row.closes_on,
                row.days,
                row.calendar,
                counting.known or WorkCalendar(),
                interrupted=bool(row.objections) or rested,
            ),
        )
        for row in rows
    )


def _notice_words(row: PublicNotice) -> str:
    length = f"共 {row.days} {'个工作日' if row.calendar == 'working' else '天'}"
    if row.interrupted_at is not None and row.over_at is None:
        return f"{length}，因异议中止"
    return f"{length}，{'已结束' if row.over_at is not None else '公示中'}"


def _objection(row: Objection, *, named: bool) -> str:
    day = row.received_at.astimezone(CITY_ZONE).date()
    outcome = "待答复" if row.answered_at is None else ("成立" if row.upheld else "不成立，已答复")
    by = "、".join(filter(None, (row.by_name or "匿名", row.contact))) if named else "异议"
    return f"{day.month} 月 {day.day} 日 {by}：{row.text}（{outcome}）"
