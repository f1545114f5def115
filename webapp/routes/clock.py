"""Moving the clock of a demonstration forward. Only where the installation was started with a movable clock."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, words
from webapp.house import house
from webapp.ticking import tick
from webapp.visitor import person_id, signed_in
from workflows import actions
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("clock", __name__)

FURTHEST = 366


@bp.get("/clock")
@signed_in
def show() -> ResponseReturnValue:
    """What time the demonstration thinks it is."""
    _require_movable()
    return render_template("clock.html", place="clock", now=database.now(), furthest=FURTHEST)


@bp.post("/clock")
@signed_in
def move() -> ResponseReturnValue:
    """Move ahead by whole days, and let everything that became due happen."""
    _require_movable()
    days = request.form.get("days", 0, type=int)
    if not 1 <= days <= FURTHEST:
        raise InvalidInput([FieldProblem(field="days", label="天数", message=f"请填写 1 到 {FURTHEST} 之间的整数")])
    moved = actions.move_clock(database.session(), days=days, by=person_id(), at=database.now())
    database.session().commit()  # the cases below have transactions of their own
    ticked = tick(house())
    flash(f"演示时间已前进 {days} 天，现在是 {words.moment(moved)}，处理了 {ticked.moved} 件到期的事项。", "done")
    for problem in ticked.problems:
        flash(problem, "bad")
    return redirect(url_for("clock.show"), 303)


def _require_movable() -> None:
    if not house().clock.movable:
        abort(404)
