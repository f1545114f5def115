"""The working-day calendar: everybody who sees the whole city may read it, the office corrects it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows.actions import calendars as actions
from workflows.queries import calendars as queries
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("calendars", __name__)


@bp.get("/calendar")
@signed_in
def show() -> ResponseReturnValue:
    """One year by months."""
    return _draw(request.args.get("year", type=int))


@bp.post("/calendar")
@signed_in
def set_day() -> ResponseReturnValue:
    """Mark a day off or worked."""
    try:
        day = actions.set_day(
            database.session(),
            day=request.form.get("day", ""),
            kind=request.form.get("kind", ""),
            reason=request.form.get("reason", ""),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(request.form.get("year", type=int), refusal.problems), 422
    words = actions.KINDS[request.form["kind"]]
    flash(
        f"{day.year} 年 {day.month} 月 {day.day} 日已设为{words}。以后的计算按新的安排，已经发布的公示日期不变。",
        "done",
    )
    return redirect(url_for("calendars.show", year=day.year), 303)


@bp.post("/calendar/years")
@signed_in
def enter_year() -> ResponseReturnValue:
    """State that a whole year is entered."""
    year = request.form.get("year", 0, type=int)
    try:
        new = actions.enter_year(
            database.session(), year=year, source=request.form.get("source", ""), by=person_id(), at=database.now()
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(year, refusal.problems), 422
    flash(f"{year} 年的安排已确认，今后按工作日计算。" if new else f"{year} 年先前已经确认过，没有改动。", "done")
    return redirect(url_for("calendars.show", year=year), 303)


def _draw(year: int | None, problems: Sequence[FieldProblem] = ()) -> str:
    known = year if year is None or queries.FIRST_YEAR <= year <= queries.LAST_YEAR or not problems else None
    page = queries.calendar_page(database.session(), person_id=person_id(), year=known, at=database.now())
    given = request.form if problems else request.args
    return render_template(
        "calendar.html", place="calendar", page=page, problems=problems, given=given, longest=actions.LONGEST
    )
