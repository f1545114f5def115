"""The chart of deadlines, for the screen and for the wall."""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows.queries.timetable import timetable
from workflows.queries.timetable_values import Asked

bp = Blueprint("timetable", __name__)


@bp.get("/deadlines")
@signed_in
def show() -> ResponseReturnValue:
    """Months across, a row for each problem, narrowed by the filters in the address."""
    kept = {each.name: said for each in fields(Asked) if (said := request.args.get(each.name, "").strip()[:100])}
    page = timetable(
        database.session(),
        person_id=person_id(),
        asked=Asked(**kept),
        after=request.args.get("after", "")[:300],
        at=database.now(),
    )
    return render_template("timetable.html", place="overview", page=page, kept=kept, sheet=request.args.get("sheet"))
