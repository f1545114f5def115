"""The source of a deployed diagram, for the viewer in the browser and for any BPMN editor."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import signed_in
from workflows import queries

bp = Blueprint("diagrams", __name__)


@bp.get("/diagrams/<uuid:diagram_id>.bpmn")
@signed_in
def source(diagram_id: UUID) -> ResponseReturnValue:
    """The file exactly as it was deployed; it never changes, so a browser may keep it."""
    answer = Response(queries.diagram_source(database.session(), diagram_id), mimetype="application/xml")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    answer.headers["Content-Disposition"] = f"inline; filename={diagram_id}.bpmn"
    return answer
