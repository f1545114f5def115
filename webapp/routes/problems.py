"""The problem list and the page of one problem."""

from __future__ import annotations

import io
from dataclasses import fields
from uuid import UUID, uuid4

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.places import place_of
from webapp.visitor import person_id, signed_in
from workflows import queries
from workflows.actions.comments import LONGEST
from workflows.actions.exporting import export_list
from workflows.queries.list_values import Filters
from workflows.queries.saved_filters import saved
from workflows.rules.deadlines import city_day

bp = Blueprint("problems", __name__)

TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
FILTERS = tuple(field.name for field in fields(Filters))


@bp.get("/problems")
@signed_in
def listing() -> ResponseReturnValue:
    """All problems this person may see, narrowed by the filters in the address, so that a view can be sent to a colleague."""
    chosen = chosen_filters()
    page = queries.problem_list(
        database.session(),
        person_id=person_id(),
        filters=Filters(**chosen),
        after=request.args.get("after", "")[:500],
        at=database.now(),
    )
    kept = {name: value for name, value in chosen.items() if value}
    named = saved(database.session(), person_id=person_id(), at=database.now())
    return render_template("problems.html", place="problems", page=page, chosen=chosen, kept=kept, saved=named)


@bp.post("/problems/export")
@signed_in
def export() -> ResponseReturnValue:
    """What the list shows now, all pages of it, as a file; who took it is put on record."""
    ending, at = request.form.get("ending", "")[:10], database.now()
    data = export_list(database.session(), filters=Filters(**chosen_filters()), ending=ending, by=person_id(), at=at)
    name = f"问题清单{city_day(at):%Y%m%d}.{ending}"
    return send_file(io.BytesIO(data), mimetype=TYPES[ending], as_attachment=True, download_name=name)


def chosen_filters() -> dict[str, str]:
    """The filters of the address; unknown names are passed over."""
    return {name: request.args.get(name, "").strip()[:100] for name in FILTERS}


@bp.get("/problems/<uuid:problem_id>")
@signed_in
def show(problem_id: UUID) -> ResponseReturnValue:
    """One problem with its whole story."""
    page = queries.problem_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    return render_template(
        "problem_page.html", place=place_of(page.problem.kind), page=page, fresh=uuid4, longest=LONGEST
    )
