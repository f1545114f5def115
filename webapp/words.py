"""How dates, sizes and counts are written on a page. All instants are shown in the city's zone."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from reports.dossiers import PAPERS
from workflows.rules.deadlines import CITY_ZONE

WEEKDAYS = "一二三四五六日"


def register(app: Flask) -> None:
    """Make the filters known to templates."""
    app.jinja_env.filters.update(
        day=day, short_day=short_day, moment=moment, size=size, weekday=weekday, short=short, paper_name=paper_name
    )


def day(value: date | None) -> str:
    """2026 年 11 月 25 日; a dash for no date."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日" if value else "—"


def short_day(value: date) -> str:
    """11 月 25 日."""
    return f"{value.month} 月 {value.day} 日"


def weekday(value: date) -> str:
    """星期六."""
    return f"星期{WEEKDAYS[value.weekday()]}"


def moment(value: datetime | None) -> str:
    """2026 年 11 月 15 日 16:20 in the city's zone."""
    if value is None:
        return "—"
    local = value.astimezone(CITY_ZONE)
    return f"{day(local.date())} {local:%H:%M}"


def paper_name(kind: str) -> str:
    """What a kind of paper is called."""
    return PAPERS[kind].name if kind in PAPERS else kind


def size(count: int) -> str:
    """12.6 MB."""
    if count < 1024:
        return f"{count} 字节"
    if count < 1024 * 1024:
        return f"{count / 1024:.0f} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def short(digest: str) -> str:
    """7f3a…c91e, for a digest that stands in full elsewhere."""
    return f"{digest[:4]}…{digest[-4:]}" if len(digest) > 12 else digest
