"""Registering a petition that an inspection handed over."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, fields, submitted
from webapp.visitor import person_id, signed_in
from workflows import actions
from workflows.forms import Values
from workflows.queries.petitions import petition_page
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("petitions", __name__)


@bp.get("/petitions/new")
@signed_in
def show() -> ResponseReturnValue:
    """The form, for the office."""
    return _draw({"received_on": database.now().date().isoformat()})


@bp.post("/petitions/new")
@signed_in
def register() -> ResponseReturnValue:
    """Put it on the list and go to its page."""
    values: Values = {}
    try:
        values = petition_page(database.session(), person_id=person_id(), at=database.now()).form.read(
            submitted.items()
        )
        done = actions.register_petition(
            database.session(), values=values, request_id=submitted.request_id(), by=person_id(), at=database.now()
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(values, problems=refusal.problems), 422
    submitted.accepted(done.sentence)
    return redirect(url_for("problems.show", problem_id=done.problem_id), 303)


def _draw(values: Values, *, problems: Sequence[FieldProblem] = ()) -> str:
    page = petition_page(database.session(), person_id=person_id(), at=database.now())
    return render_template(
        "petition.html",
        place="problems",
        form=page.form,
        fields=fields.shown(page.form, fields.Filled(values=values, problems=problems, choices=page.choices)),
        problems=problems,
        request_id=request.form.get("request_id") or uuid4(),
    )
