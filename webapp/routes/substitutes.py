"""Who stands in for whom while somebody is away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from webapp.words import short_day
from workflows.actions import substituting
from workflows.queries.substitutions import substitution_page
from workflows.rules.deadlines import city_day
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("substitutes", __name__)

FIELDS = ("absent", "substitute", "first", "last", "reason")


@bp.get("/substitutes")
@signed_in
def show() -> ResponseReturnValue:
    """My arrangements, those I may make, and the form for another."""
    return _draw({})


@bp.post("/substitutes")
@signed_in
def add() -> ResponseReturnValue:
    """Make one. Raises NotPermitted, NotFound."""
    given = {name: request.form.get(name, "").strip()[:300] for name in FIELDS}
    try:
        row = substituting.set_substitute(database.session(), values=given, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(given, refusal.problems), 422
    flash(f"已安排代办，{short_day(city_day(row.since))}起生效，到期自动结束；双方都能在这里看到。", "done")
    return redirect(url_for("substitutes.show"), 303)


@bp.post("/substitutes/<uuid:substitution_id>/end")
@signed_in
def end(substitution_id: UUID) -> ResponseReturnValue:
    """End one now. Raises NotFound, NotYet."""
    substituting.end_substitution(
        database.session(), substitution_id=substitution_id, by=person_id(), at=database.now()
    )
    flash("代办已结束。", "done")
    return redirect(url_for("substitutes.show"), 303)


def _draw(given: Mapping[str, str], problems: Sequence[FieldProblem] = ()) -> str:
    page = substitution_page(database.session(), person_id=person_id(), at=database.now())
    today = city_day(database.now()).isoformat()
    filled = {"absent": str(page.person_id), "first": today, **given}
    return render_template(
        "substitutes.html", place="account", page=page, given=filled, problems=problems,
        most=substituting.LONGEST_DAYS, longest=substituting.LONGEST_REASON,
    )  # fmt: skip
