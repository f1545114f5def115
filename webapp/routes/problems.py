"""The problem list and the page of one problem."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.places import place_of
from webapp.visitor import person_id, signed_in
from workflows import queries
from workflows.queries.values import Filters

bp = Blueprint("problems", __name__)

FILTERS = ("kind", "list_id", "state", "unit_id", "area", "lamp", "text")


@bp.get("/problems")
@signed_in
def listing() -> ResponseReturnValue:
    """All problems this person may see, narrowed by the filters in the address, so that a view can be sent to a colleague."""
    chosen = {name: request.args.get(name, "").strip()[:100] for name in FILTERS}
    page = queries.problem_list(
        database.session(),
        person_id=person_id(),
        filters=Filters(**chosen),
        after=request.args.get("after", "")[:500],
        at=database.now(),
    )
    kept = {name: value for name, value in chosen.items() if value}
    return render_template("problems.html", place="problems", page=page, chosen=chosen, kept=kept)


@bp.get("/problems/<uuid:problem_id>")
@signed_in
def show(problem_id: UUID) -> ResponseReturnValue:
    """One problem with its whole story."""
    page = queries.problem_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    return render_template("problem_page.html", place=place_of(page.problem.kind), page=page)
