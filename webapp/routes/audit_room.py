"""The audit room: where random audits stand, in one place."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows.queries.audit_room import audit_room
from workflows.queries.audit_room_values import STEPS

bp = Blueprint("audit_room", __name__)


@bp.get("/audits")
@signed_in
def show() -> ResponseReturnValue:
    """Pool, draws and what became of each drawn closure, of one list or of all."""
    list_id = request.args.get("list_id", "")[:100]
    page = audit_room(database.session(), person_id=person_id(), list_id=list_id, at=database.now())
    return render_template("audit_room.html", place="draws", page=page, step_names=STEPS)
