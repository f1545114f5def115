"""Moving running cases to another version: the dry run, the batch on its way, and taking a move back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.routes.diagrams import may_here
from webapp.visitor import person_id, signed_in
from workflows import actions
from workflows.queries import diagram_pages
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("moves", __name__)


@bp.get("/diagrams/<uuid:diagram_id>/move")
@signed_in
def look(diagram_id: UUID) -> ResponseReturnValue:
    """Which cases could be moved to this version, which cannot, and why. Changes nothing."""
    return _look(diagram_id)


@bp.post("/diagrams/<uuid:diagram_id>/move")
@signed_in
def ask(diagram_id: UUID) -> ResponseReturnValue:
    """Ask for the chosen cases to be moved."""
    chosen = [UUID(each) for each in request.form.getlist("case") if _is_id(each)]
    reason = request.form.get("reason", "")
    try:
        batch = actions.ask_to_move(
            database.session(), to_id=diagram_id, case_ids=chosen, reason=reason, by=person_id(), at=database.now()
        )
    except InvalidInput as refusal:
        database.undo()
        return _look(diagram_id, chosen=chosen, reason=reason, problems=refusal.problems), 422
    return redirect(url_for("moves.show", batch_id=batch), 303)


@bp.get("/diagrams/moves/<uuid:batch_id>")
@signed_in
def show(batch_id: UUID) -> ResponseReturnValue:
    """How far a batch is."""
    may = may_here()
    page = diagram_pages.batch_page(database.session(), batch_id)
    return render_template("moves.html", place="diagrams", page=page, batch_id=batch_id, may=may)


@bp.post("/diagrams/moves/<uuid:move_id>/revert")
@signed_in
def revert(move_id: UUID) -> ResponseReturnValue:
    """Put a case back under the version it came from."""
    done = actions.revert_move(database.session(), move_id=move_id, by=person_id(), at=database.now())
    flash("案件已退回原来的版本，与移动以前完全一样。", "done")
    return redirect(url_for("moves.show", batch_id=done.batch), 303)


def _look(
    diagram_id: UUID, *, chosen: list[UUID] | None = None, reason: str = "", problems: list[FieldProblem] | None = None
) -> str:
    session = database.session()
    found = actions.candidates(session, to_id=diagram_id, by=person_id(), at=database.now())
    return render_template(
        "move_cases.html",
        place="diagrams",
        line=diagram_pages.version_page(session, diagram_id).line,
        able=[each for each in found if not each.why_not],
        unable=[each for each in found if each.why_not],
        chosen=chosen,
        reason=reason,
        problems=problems or [],
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
