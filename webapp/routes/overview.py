"""The home of the leading-group office: the state of the lists at a glance."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows import queries

bp = Blueprint("overview", __name__)


@bp.get("/overview")
@signed_in
def show() -> ResponseReturnValue:
    """Figures, units, deadlines and decisions, of one list or of all."""
    list_id = request.args.get("list_id", "")[:100]
    page = queries.overview(database.session(), person_id=person_id(), list_id=list_id, at=database.now())
    return render_template("overview.html", place="overview", page=page)
