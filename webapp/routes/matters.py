"""Orders, checks and rounds, each as a list; one of them is shown on the page of its line."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows.queries.matter_pages import matter_page
from workflows.queries.matter_values import MatterPage
from workflows.rules.matters import ORDER, Kind

bp = Blueprint("matters", __name__)


@bp.get("/matters")
@signed_in
def home() -> ResponseReturnValue:
    """The first of the lists."""
    return redirect(url_for("matters.orders"), 303)


@bp.get("/orders")
@signed_in
def orders() -> ResponseReturnValue:
    """Supervision orders."""
    return render_template("orders.html", place="matters", page=_page(ORDER))


def _page(kind: Kind) -> MatterPage:
    return matter_page(
        database.session(),
        kind=kind,
        person_id=person_id(),
        state=request.args.get("state", "")[:20],
        at=database.now(),
    )
