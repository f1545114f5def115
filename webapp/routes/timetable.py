"""The chart of deadlines, for the screen and for the wall."""

from __future__ import annotations

import io
from dataclasses import fields

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.routes.problems import TYPES
from webapp.visitor import person_id, signed_in
from workflows.actions.exporting import export_deadlines
from workflows.queries.timetable import timetable
from workflows.queries.timetable_values import Asked
from workflows.rules.deadlines import city_day

bp = Blueprint("timetable", __name__)


@bp.get("/deadlines")
@signed_in
def show() -> ResponseReturnValue:
    """Months across, a row for each problem, narrowed by the filters in the address."""
    kept = _kept()
    page = timetable(
        database.session(),
        person_id=person_id(),
        asked=Asked(**kept),
        after=request.args.get("after", "")[:300],
        at=database.now(),
    )
    return render_template("timetable.html", place="overview", page=page, kept=kept, sheet=request.args.get("sheet"))


@bp.post("/deadlines/export")
@signed_in
def export() -> ResponseReturnValue:
    """What the chart shows, all pages of it, as a file; who took it is put on record."""
    ending, at = request.form.get("ending", "")[:10], database.now()
    data = export_deadlines(database.session(), asked=Asked(**_kept()), ending=ending, by=person_id(), at=at)
    name = f"整改时限{city_day(at):%Y%m%d}.{ending}"
    return send_file(io.BytesIO(data), mimetype=TYPES[ending], as_attachment=True, download_name=name)


def _kept() -> dict[str, str]:
    """What the chart is narrowed to in the address."""
    return {each.name: said for each in fields(Asked) if (said := request.args.get(each.name, "").strip()[:100])}
