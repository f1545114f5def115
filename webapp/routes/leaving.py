"""Handing on the tasks of somebody who moves on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows.actions import leaving as actions
from workflows.queries.leaving import leaving_page
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("leaving", __name__)


@bp.get("/people/<uuid:other_id>/tasks")
@signed_in
def show(other_id: UUID) -> ResponseReturnValue:
    """What hangs on the person. Raises NotFound, NotVisible."""
    return _draw(other_id)


@bp.post("/people/<uuid:other_id>/tasks")
@signed_in
def move(other_id: UUID) -> ResponseReturnValue:
    """Hand on what was chosen, one by one or all to one. Raises NotFound, NotPermitted, ChangedMeanwhile."""
    session, by, at = database.session(), person_id(), database.now()
    page = leaving_page(session, person_id=by, other_id=other_id, at=at)
    everything = request.form.get("all", "")[:40]
    takers = {each.task_id: request.form.get(f"to-{each.task_id}", "")[:40] or everything for each in page.tasks}
    reason = request.form.get("reason", "")[:500]
    try:
        moved = actions.move_tasks(session, other_id=other_id, takers=takers, reason=reason, by=by, at=at)
    except InvalidInput as refusal:
        database.undo()
        return _draw(other_id, refusal.problems), 422
    flash(f"已移交 {moved.given} 项，放回待办 {moved.back} 项，每一项都记入了日志。", "done")
    return redirect(url_for("leaving.show", other_id=other_id), 303)


def _draw(other_id: UUID, problems: Sequence[FieldProblem] = ()) -> str:
    page = leaving_page(database.session(), person_id=person_id(), other_id=other_id, at=database.now())
    return render_template(
        "leaving.html", place="people", page=page, given=request.form if problems else {}, problems=problems,
        longest=actions.LONGEST_REASON,
    )  # fmt: skip
