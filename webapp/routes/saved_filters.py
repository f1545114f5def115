"""Naming a view of the problem list, and forgetting it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.routes.problems import chosen_filters
from webapp.visitor import person_id, signed_in
from workflows.actions import saved_filters as actions
from workflows.queries.list_values import Filters
from workflows.rules.errors import InvalidInput

bp = Blueprint("saved_filters", __name__)


@bp.post("/problems/filters")
@signed_in
def save() -> ResponseReturnValue:
    """Keep the filters of the address under the name that was typed; what is wrong with it is said above the list."""
    chosen = chosen_filters()
    name, shared = request.form.get("name", "")[:200], request.form.get("shared") == "yes"
    try:
        kept = actions.save_filter(
            database.session(), name=name, filters=Filters(**chosen), shared=shared, by=person_id(), at=database.now()
        )
    except InvalidInput as refusal:
        database.undo()
        flash("".join(each.message for each in refusal.problems), "bad")
    else:
        flash(f"已存为常用筛选“{kept.name}”。", "done")
    where: dict[str, Any] = {key: value for key, value in chosen.items() if value}
    return redirect(url_for("problems.listing", **where), 303)


@bp.post("/problems/filters/<uuid:filter_id>/forget")
@signed_in
def forget(filter_id: UUID) -> ResponseReturnValue:
    """Delete a view; the problems in it are not touched."""
    name = actions.forget_filter(database.session(), filter_id=filter_id, by=person_id(), at=database.now())
    flash(f"已删去常用筛选“{name}”。", "done")
    return redirect(url_for("problems.listing"), 303)
