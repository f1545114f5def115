"""The photographs of a case side by side: who may bring evidence pairs them, everybody who sees the case compares them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, submitted
from webapp.places import place_of
from webapp.visitor import person_id, signed_in
from workflows.actions import photo_pairs
from workflows.queries import photo_pages
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("photographs", __name__)


@bp.get("/problems/<uuid:problem_id>/photographs")
@signed_in
def show(problem_id: UUID) -> ResponseReturnValue:
    """Pairs to compare, and single photographs to pair."""
    return _draw(problem_id)


@bp.post("/problems/<uuid:problem_id>/photographs")
@signed_in
def pair(problem_id: UUID) -> ResponseReturnValue:
    """Put two photographs side by side."""
    try:
        done = photo_pairs.set_pair(
            database.session(),
            problem_id=problem_id,
            before_id=_chosen("before"),
            after_id=_chosen("after"),
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(problem_id, refusal.problems), 422
    submitted.accepted(done.sentence)
    return redirect(url_for("photographs.show", problem_id=problem_id), 303)


@bp.post("/problems/<uuid:problem_id>/photographs/<uuid:pair_id>/dissolve")
@signed_in
def dissolve(problem_id: UUID, pair_id: UUID) -> ResponseReturnValue:
    """Take a pair apart."""
    photo_pairs.dissolve_pair(
        database.session(),
        problem_id=problem_id,
        pair_id=pair_id,
        request_id=submitted.request_id(),
        by=person_id(),
        at=database.now(),
    )
    return redirect(url_for("photographs.show", problem_id=problem_id), 303)


def _chosen(name: str) -> UUID | None:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None


def _draw(problem_id: UUID, problems: Sequence[FieldProblem] = ()) -> str:
    page = photo_pages.photo_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    chosen = tuple(_chosen(name) for name in ("before", "after")) if request.method == "POST" else page.suggested
    return render_template(
        "photographs.html",
        place=place_of(page.kind),
        page=page,
        chosen=chosen,
        problems=problems,
        request_id=uuid4(),
        fresh=uuid4,
    )
