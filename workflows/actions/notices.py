"""Recording a notice that was published outside this site, with the length it claims."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions.once import Done
from workflows.actions.press import begin
from workflows.queries import calendars
from workflows.records import NoticeElsewhere
from workflows.rules.errors import FieldProblem, InvalidInput, NotYet
from workflows.rules.notice_days import MOST_DAYS, published_span_warning

WEB = ("http://", "https://")


def record_notice(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Keep where and when it was published and what length it claims; says at once where the length is not the counted one.

    Raises InvalidInput for days that cannot be, NotYet for a problem taken off the list.
    """
    press = begin(session, "record_notice", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    if press.case.cancelled_at is not None:
        raise NotYet(why="问题已撤销列入或并入另一问题，不再登记公示")
    press.valid("record_notice", values)
    row = _row(press.case.id, values, by, at)
    session.add(row)
    known = calendars.known(session)
    warning = published_span_warning(row.opens_on, row.closes_on, row.days, row.calendar, known)
    press.note("notice:recorded", published_in=row.published_in, title=row.title, days=row.days, warning=warning)
    return press.done(f"已登记在“{row.published_in}”发布的公示。{warning}")


def _row(case_id: UUID, values: Mapping[str, Any], by: UUID, at: datetime) -> NoticeElsewhere:
    opens_on, closes_on = (date.fromisoformat(str(values[name])) for name in ("opens_on", "closes_on"))
    days, link = str(values["days"]).strip(), str(values.get("link") or "").strip()
    problems = [
        *_days_wrong(days),
        *([] if opens_on <= closes_on else [_wrong("closes_on", "公示截止日期", "早于公示开始日期，请核对公示原文。")]),
        *([] if not link or link.startswith(WEB) else [_wrong("link", "网址", "应以 http:// 或 https:// 开头。")]),
    ]
    if problems:
        raise InvalidInput(problems)
    return NoticeElsewhere(
        case_id=case_id,
        published_in=str(values["published_in"]),
        title=str(values["title"]),
        link=link or None,
        opens_on=opens_on,
        closes_on=closes_on,
        days=int(days),
        calendar=str(values["calendar"]),
        recorded_at=at,
        recorded_by_id=by,
    )


def _days_wrong(days: str) -> list[FieldProblem]:
    if days.isascii() and days.isdecimal() and 1 <= int(days) <= MOST_DAYS:
        return []
    return [_wrong("days", "公示写明的天数", f"应是 1 到 {MOST_DAYS} 的整数。")]


def _wrong(field: str, label: str, message: str) -> FieldProblem:
    return FieldProblem(field=field, label=label, message=f"“{label}”{message}")
