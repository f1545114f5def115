"""Whose a task is by name: claim it, give it back, take it over from a colleague, hand it to somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, fields, kept_forms, submitted
from webapp.kept_forms import Kept
from webapp.visitor import person_id, signed_in
from workflows import actions, queries
from workflows.actions import Done
from workflows.forms import Form, Values
from workflows.queries import diagrams
from workflows.queries.assignment_values import Assignment
from workflows.queries.values import TaskPage
from workflows.rules.errors import FieldProblem, InvalidInput, NotPermitted

bp = Blueprint("assigning", __name__)


@dataclass(frozen=True, kw_only=True)
class Verb:
    """A verb with a form: the key of the form, its button, its action, whether this person has it, and what is said where not."""

    key: str
    button: str
    does: Callable[..., Done]
    offered: Callable[[Assignment], bool]
    why_not: str


VERBS = {
    "hand-over": Verb(
        key="hand_over",
        button="转办",
        does=actions.hand_over_task,
        offered=lambda assignment: assignment.may_hand_over,
        why_not="这一环节已办结、不由您转办，或者没有别的人能办",
    ),
    "take-over": Verb(
        key="take_over",
        button="接办",
        does=actions.take_over_task,
        offered=lambda assignment: assignment.may_take_over,
        why_not="这一环节已办结、不由您办理，或者现在没有别人承办",
    ),
}
ADDRESS = f"/tasks/<uuid:task_id>/<any({', '.join(repr(name) for name in VERBS)}):hand>"


@bp.post("/tasks/<uuid:task_id>/claim")
@signed_in
def claim(task_id: UUID) -> ResponseReturnValue:
    """Say that one does it, and go on to the form."""
    return _press(task_id, actions.claim_task)


@bp.post("/tasks/<uuid:task_id>/release")
@signed_in
def release(task_id: UUID) -> ResponseReturnValue:
    """Give it back to all who may do it."""
    return _press(task_id, actions.release_task)


@bp.get(ADDRESS)
@signed_in
def show(task_id: UUID, hand: str) -> ResponseReturnValue:
    """The form of a verb, where this person has it now."""
    verb = VERBS[hand]
    _, form = _load(task_id, verb)
    kept = kept_forms.kept(form, person_id())
    return _draw(verb, task_id, kept.values if kept else {}, kept=kept)


@bp.post(ADDRESS)
@signed_in
def act(task_id: UUID, hand: str) -> ResponseReturnValue:
    """Do it. Who hands over goes back to their list, who takes over to the form."""
    verb, values = VERBS[hand], Values()
    _, form = _load(task_id, verb)
    try:
        values = form.read(submitted.items())
        done = verb.does(
            database.session(),
            task_id=task_id,
            values=values,
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(verb, task_id, values, problems=refusal.problems), 422
    submitted.accepted(done.sentence)
    stays = verb.key == "take_over"
    return redirect(url_for("tasks.show", task_id=task_id) if stays else url_for("tasks.mine"), 303)


def _press(task_id: UUID, does: Callable[..., Done]) -> ResponseReturnValue:
    request_id, at = submitted.request_id(), database.now()
    done = does(database.session(), task_id=task_id, request_id=request_id, by=person_id(), at=at)
    submitted.accepted(done.sentence)
    from_list = request.args.get("back") == "list"
    return redirect(url_for("tasks.mine") if from_list else url_for("tasks.show", task_id=task_id), 303)


def _load(task_id: UUID, verb: Verb) -> tuple[TaskPage, Form]:
    page = queries.task_page(database.session(), person_id=person_id(), task_id=task_id, at=database.now())
    return page, diagrams.form(database.session(), page.diagram_id, verb.key)


def _draw(
    verb: Verb, task_id: UUID, values: Values, *, problems: Sequence[FieldProblem] = (), kept: Kept | None = None
) -> str:
    page, form = _load(task_id, verb)
    if not verb.offered(page.assignment):
        raise NotPermitted(why=verb.why_not)
    filled = fields.Filled(values=values, problems=problems, choices=page.choices)
    return render_template(
        "assigning.html",
        place="tasks",
        page=page,
        form=form,
        button=verb.button,
        fields=fields.shown(form, filled),
        problems=problems,
        kept=kept,
        request_id=request.form.get("request_id") or uuid4(),
    )
