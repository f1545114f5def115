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
STAGES = {"county": "县级公示", "province": "省级公示"}
"""Where a notice is published, in processes that publish twice (Heilongjiang: by the county before applying, by the province before closing)."""


def ends_a_notice(box: str) -> bool:
    """Whether a timer of this name ends a public notice: `notice_over`, and `county_notice_over` where there are two."""
    return box.endswith("notice_over")


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
            title=f"关于问题{number}“{title}”{_purpose(visit)}"[:300],
            text=f"{title}。整改目标：{target}。公示期：{span.words}。",
            opened_at=visit.at,
        )
    )
    visit.journal("notice:opened", words=span.words, closes_on=span.closes_on, warning=span.warning)
    return {"notice_ends_at": deadline_instant(span.closes_on).isoformat()}


def _purpose(visit: Visit) -> str:
    """What the notice announces. The parameter `stage` is written in diagrams that publish twice."""
    stage = visit.parameters.get("stage", "")
    announced = "拟申请销号" if stage == "county" else "拟销号"
    return f"{announced}的公示（{STAGES[stage]}）" if stage else "拟销号的公示"


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
