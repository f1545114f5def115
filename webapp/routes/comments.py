"""Comments on a case: read and written by whoever may see it, taken back by who wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, kept_forms, submitted
from webapp.places import place_of
from webapp.visitor import person_id, signed_in
from workflows.actions import comments
from workflows.actions.comments import LONGEST, WhichOne
from workflows.queries import comments as talks
from workflows.queries.comments import Reader
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("comments", __name__)

WHICH = "which-"
"""Fields that say which person of several with one name is meant: `which-周敏`."""
MOST_TYPED = 20


@bp.get("/problems/<uuid:problem_id>/comments")
@signed_in
def listing(problem_id: UUID) -> ResponseReturnValue:
    """Every comment, and the form for another."""
    return _draw(problem_id, text=kept_forms.kept_text(person_id(), "text"))


@bp.post("/problems/<uuid:problem_id>/comments")
@signed_in
def add(problem_id: UUID) -> ResponseReturnValue:
    """Say something. A name several people have is asked about on the page, with what was typed."""
    try:
        done = comments.add_comment(
            database.session(),
            problem_id=problem_id,
            text=request.form.get("text", ""),
            chosen=_chosen(),
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        asked = refusal.asked if isinstance(refusal, WhichOne) else {}
        text = request.form.get("text", "")
        return _draw(problem_id, text=text, problems=refusal.problems, asked=asked), 422
    submitted.accepted(done.sentence)
    return redirect(_back(problem_id), 303)


@bp.post("/problems/<uuid:problem_id>/comments/<uuid:comment_id>/withdraw")
@signed_in
def withdraw(problem_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Take one's own comment back."""
    done = comments.withdraw_comment(
        database.session(),
        problem_id=problem_id,
        comment_id=comment_id,
        request_id=submitted.request_id(),
        by=person_id(),
        at=database.now(),
    )
    submitted.accepted(done.sentence)
    return redirect(_back(problem_id), 303)


@bp.get("/problems/<uuid:problem_id>/readers")
@signed_in
def suggest(problem_id: UUID) -> ResponseReturnValue:
    """Who may be meant by what was typed behind @: people who may see the case, no others."""
    typed = request.args.get("typed", "")[:MOST_TYPED]
    found = talks.suggested(
        database.session(), person_id=person_id(), problem_id=problem_id, typed=typed, at=database.now()
    )
    return jsonify([{"name": each.name, "place": each.place} for each in found])


def _chosen() -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for name, value in request.form.items():
        if name.startswith(WHICH):
            try:
                found[name.removeprefix(WHICH)] = UUID(value)
            except ValueError:
                continue
    return found


def _back(problem_id: UUID) -> str:
    """Where the form stood: the page of a task, or the comments."""
    try:
        return url_for("tasks.show", task_id=UUID(request.args.get("task", ""))) + "#comments"
    except ValueError:
        return url_for("comments.listing", problem_id=problem_id) + "#comments"


def _draw(
    problem_id: UUID,
    *,
    text: str = "",
    problems: Sequence[FieldProblem] = (),
    asked: Mapping[str, Sequence[Reader]] | None = None,
) -> str:
    page = talks.talk_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    return render_template(
        "comments.html",
        place=place_of(page.kind),
        page=page,
        text=text,
        problems=problems,
        asked=asked or {},
        longest=LONGEST,
        request_id=request.form.get("request_id") or uuid4(),
        fresh=uuid4,
    )
