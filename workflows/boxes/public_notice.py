"""Opening a public notice, and going on with it after an objection was answered."""

from __future__ import annotations

from sqlalchemy import select

from workflows.boxes.visit import Visit
from workflows.engine import Facts
from workflows.queries import calendars
from workflows.records import PublicNotice
from workflows.rules.deadlines import city_day, deadline_instant
from workflows.rules.notice_days import days_left, notice_span

DAYS = "7"
CALENDAR = "calendar"
MOST_DAYS = 60


def open_public_notice(visit: Visit) -> Facts:
    """Publish that this case is about to be closed; the notice ends at midnight after its last day.

    Where the holidays of a year are not entered, the journal says that Monday to Friday were counted.
    """
    known = calendars.known(visit.session)
    days, calendar = int(visit.parameters.get("days", DAYS)), visit.parameters.get("calendar", CALENDAR)
    span = notice_span(city_day(visit.at), days, calendar, known)
    number, title = visit.problem.number or "", visit.problem.title
    target = visit.problem.target or "按整改方案要求完成整改"
    visit.session.add(
        PublicNotice(
            case_id=visit.case.id,
            opens_on=span.opens_on,
            closes_on=span.closes_on,
            days=span.days,
            calendar=span.calendar,
            title=f"关于问题{number}“{title}”拟销号的公示"[:300],
            text=f"{title}。整改目标：{target}。公示期：{span.words}。",
            opened_at=visit.at,
        )
    )
    visit.journal("notice:opened", words=span.words, closes_on=span.closes_on, warning=span.warning)
    return {"notice_ends_at": deadline_instant(span.closes_on).isoformat()}


def resume_public_notice(visit: Visit) -> Facts:
    """Go on with an interrupted notice for the days it had left when the objection came, counted from tomorrow."""
    notice = visit.session.scalars(
        select(PublicNotice)
        .where(PublicNotice.case_id == visit.case.id, PublicNotice.over_at.is_(None))
        .order_by(PublicNotice.opened_at.desc())
        .limit(1)
    ).one()
    interrupted_on = max(city_day(notice.interrupted_at or visit.at), notice.opens_on)
    known = calendars.known(visit.session)
    left = days_left(notice.closes_on, interrupted_on, notice.calendar, known)
    span = notice_span(city_day(visit.at), min(left, MOST_DAYS), notice.calendar, known)
    notice.closes_on = span.closes_on
    notice.interrupted_at = None
    visit.journal("notice:resumed", closes_on=notice.closes_on, days=left, warning=span.warning)
    return {"notice_ends_at": deadline_instant(notice.closes_on).isoformat()}
