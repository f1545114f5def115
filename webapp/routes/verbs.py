"""What can be done about a problem outside its diagram: ask for a later deadline, decide on that, register an objection, reopen.

Each has a page of its own with the problem beside the form; all work alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, fields, kept_forms, submitted
from webapp.kept_forms import Kept
from webapp.places import place_of
from webapp.problem_verbs import DECIDE, VERBS, Verb, require_decidable
from webapp.visitor import person_id, signed_in
from workflows import queries
from workflows.forms import Form, Values
from workflows.queries import diagrams
from workflows.queries.values import ProblemPage
from workflows.rules.errors import FieldProblem, InvalidInput, NotPermitted

bp = Blueprint("verbs", __name__)


ADDRESS = f"/problems/<uuid:problem_id>/<any({', '.join(repr(name) for name in VERBS)}):verb>"


@bp.get(ADDRESS)
@signed_in
def show(problem_id: UUID, verb: str) -> ResponseReturnValue:
    """The form of a verb, where this person may use it now."""
    found = VERBS[verb]
    _, form = _load(problem_id, found)
    kept = kept_forms.kept(form, person_id())
    return _draw(found, problem_id, kept.values if kept else {}, kept=kept)


@bp.post(ADDRESS)
@signed_in
def act(problem_id: UUID, verb: str) -> ResponseReturnValue:
    """Do it."""
    return _act(VERBS[verb], problem_id, problem_id)


@bp.get("/problems/<uuid:problem_id>/extensions/<uuid:extension_id>")
@signed_in
def show_extension(problem_id: UUID, extension_id: UUID) -> ResponseReturnValue:
    """The office's form to decide about a later deadline."""
    return _draw(DECIDE, problem_id, {}, extension_id=extension_id)


@bp.post("/problems/<uuid:problem_id>/extensions/<uuid:extension_id>")
@signed_in
def decide_extension(problem_id: UUID, extension_id: UUID) -> ResponseReturnValue:
    """Grant or refuse."""
    return _act(DECIDE, problem_id, extension_id)


def _load(problem_id: UUID, verb: Verb) -> tuple[ProblemPage, Form]:
    page = queries.problem_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    if verb is DECIDE:
        return page, diagrams.form(database.session(), page.diagram_id, verb.key)
    if verb.key not in page.forms:
        raise NotPermitted(why="这件事现在不能办，或者不由您办理")
    return page, page.forms[verb.key]


def _act(verb: Verb, problem_id: UUID, about: UUID) -> ResponseReturnValue:
    _, form = _load(problem_id, verb)
    values: Values = {}
    try:
        values = form.read(submitted.items())
        done = verb.does(
            database.session(),
            **{verb.about: about},
            values=values,
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(verb, problem_id, values, problems=refusal.problems, extension_id=about), 422
    submitted.accepted(done.sentence)
    return redirect(url_for("problems.show", problem_id=problem_id), 303)


def _draw(
    verb: Verb,
    problem_id: UUID,
    values: Values,
    *,
    problems: Sequence[FieldProblem] = (),
    extension_id: UUID | None = None,
    kept: Kept | None = None,
) -> str:
    page, form = _load(problem_id, verb)
    extension = next((each for each in page.extensions if each.id == extension_id), None)
    if verb is DECIDE:
        require_decidable(extension)
    return render_template(
        "verb.html",
        place=place_of(page.problem.kind),
        page=page,
        form=form,
        button=verb.button,
        extension=extension,
        fields=fields.shown(
            form, fields.Filled(values=values or page.first_values(form), problems=problems, choices=page.choices)
        ),
        problems=problems,
        kept=kept,
        request_id=request.form.get("request_id") or uuid4(),
    )
