"""`xiaohao calendar`: the working days of a year, and correcting them."""

from __future__ import annotations

import click

from webapp.cli.house import opened, transaction
from workflows.actions import calendars as actions
from workflows.queries import calendars as queries
from workflows.queries.calendars import CalendarPage
from workflows.rules.deadlines import city_day
from workflows.rules.work_calendar import unknown_words

HAND = "在命令行上设置"


@click.group()
def calendar() -> None:
    """工作日历（节假日和调休）。"""


@calendar.command("show")
@click.argument("year", type=click.IntRange(queries.FIRST_YEAR, queries.LAST_YEAR))
def show(year: int) -> None:
    """列出一年里与星期不同的日子，以及每月的工作日数。"""
    house = opened()
    with house.sessions() as session:
        page = queries.year_of(session, year, city_day(house.clock.now(session)))
    for line in lines_of(page):
        click.echo(line)


@calendar.command("set")
@click.argument("day", metavar="DATE")
@click.argument("kind", type=click.Choice(["off", "work"]))
@click.option("--reason", default=HAND, help="为什么，例如“国庆节调休上班”")
def set_day(day: str, kind: str, reason: str) -> None:
    """把一天设为休息（off）或上班（work）。日期写成 2026-10-10。"""
    house = opened()
    with transaction(house) as session:
        at = house.clock.now(session)
        when = actions.set_day(session, day=day, kind=kind, reason=reason, by=None, at=at)
    click.echo(f"{when.isoformat()} 已设为{actions.KINDS[kind]}。已经发布的公示日期不变。")


@calendar.command("enter")
@click.argument("year", type=int)
@click.option("--source", required=True, help="依据，例如“国办发明电〔2026〕7号”")
def enter(year: int, source: str) -> None:
    """确认一年的节假日安排已全部录入；此后这一年按工作日计算，不再提示。"""
    house = opened()
    with transaction(house) as session:
        new = actions.enter_year(session, year=year, source=source, by=None, at=house.clock.now(session))
    click.echo(f"{year} 年已确认。" if new else f"{year} 年先前已经确认过，没有改动。")


def lines_of(page: CalendarPage) -> list[str]:
    """A year as a terminal shows it: where it comes from, the days that differ from their weekday, the count of each month."""
    known, unit = bool(page.source), "个工作日" if page.source else "天（周一至周五）"
    head = f"{page.year} 年：{page.working_days} {unit}。" + (f"依据：{page.source}" if known else "")
    unknown = "" if known else f"! {unknown_words([page.year])}：下面只按周一至周五计算，不能当作工作日使用。"
    days = [
        f"  {cell.day.isoformat()} 周{'一二三四五六日'[cell.day.weekday()]} {'休' if cell.mark == 'off' else '班'} {cell.reason}"
        for month in page.months
        for week in month.weeks
        for cell in week
        if cell is not None and cell.mark
    ]
    months = "，".join(f"{month.number} 月 {month.working_days}" for month in page.months)
    return [head, *([unknown] if unknown else []), *days, f"{'各月工作日' if known else '各月周一至周五'}：{months}"]
