"""The notice before a closure, and its result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from reports.dossiers import Reception
from workflows.queries import settings
from workflows.queries.dossiers import case_parts
from workflows.queries.dossiers.occasion import Maker, Occasion
from workflows.records import PublicNotice

_KEYS = ("office.phone", "office.email", "office.address", "papers.basis")


def _row(occasion: Occasion) -> PublicNotice | None:
    query = select(PublicNotice).where(PublicNotice.case_id == occasion.of_case.id)
    return occasion.session.scalar(query.order_by(PublicNotice.opened_at.desc()).limit(1))


def _notice_text(occasion: Occasion) -> dict[str, Any]:
    kept, done = settings.read_all(occasion.session, _KEYS), occasion.last("rectify")
    return {
        "title": f"关于“{occasion.short_title()}”问题拟销号的公示",
        "addressee": "",
        "notice": case_parts.notice_of(occasion.session, occasion.of_case.id),
        "reception": Reception(
            office=occasion.office.name,
            phone=kept["office.phone"],
            email=kept["office.email"],
            address=kept["office.address"],
        ),
        "done": case_parts.opinion_of(done) if done else None,
        "basis": kept["papers.basis"],
    }


def _notice_result(occasion: Occasion) -> dict[str, Any]:
    notice = case_parts.notice_of(occasion.session, occasion.of_case.id)
    return {
        "title": f"关于“{occasion.short_title()}”问题拟销号公示结果的公告",
        "addressee": "",
        "notice": notice,
        "ended_early": notice is not None and any(each.upheld for each in notice.objections),
    }


def _none(occasion: Occasion) -> str:
    return "" if _row(occasion) else "还没有开始公示"


def _running(occasion: Occasion) -> str:
    row = _row(occasion)
    if row is None:
        return "还没有开始公示"
    over = row.over_at is not None or (row.interrupted_at is None and row.closes_on < occasion.today)
    return "" if over else f"公示到{row.closes_on.month}月{row.closes_on.day}日期满，期满后才有结果"


def _basis(occasion: Occasion) -> UUID | None:
    row = _row(occasion)
    return row.id if row else None


NOTICE_TEXT = Maker(fill=_notice_text, missing=_none, basis=_basis)
NOTICE_RESULT = Maker(fill=_notice_result, missing=_running, basis=_basis)
