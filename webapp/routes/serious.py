"""A serious matter that a unit reported: the office takes note of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, submitted
from webapp.visitor import person_id, signed_in
from workflows import queries
from workflows.actions import serious as actions
from workflows.queries import serious
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("serious", __name__)


@bp.get("/serious/<uuid:serious_id>")
@signed_in
def show(serious_id: UUID) -> ResponseReturnValue:
    """What was reported, with its problem beside it."""
    return _draw(serious_id)


@bp.post("/serious/<uuid:serious_id>")
@signed_in
def note(serious_id: UUID) -> ResponseReturnValue:
    """Take note."""
    try:
        done = actions.note_serious(
            database.session(),
            serious_id=serious_id,
            answer=request.form.get("answer", ""),
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(serious_id, refusal.problems), 422
    submitted.accepted(done.sentence)
    return redirect(url_for("tasks.mine"), 303)


def _draw(serious_id: UUID, problems: Sequence[FieldProblem] = ()) -> str:
    line = serious.one(database.session(), person_id=person_id(), serious_id=serious_id, at=database.now())
    page = queries.problem_page(
        database.session(), person_id=person_id(), problem_id=line.problem_id, at=database.now()
    )
    return render_template(
        "serious.html",
        place="problems",
        line=line,
        page=page,
        problems=problems,
        given=request.form,
        longest=actions.LONGEST,
        request_id=request.form.get("request_id") or uuid4(),
    )
