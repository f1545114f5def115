"""My tasks, and the page on which one is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from webapp import database, fields, kept_forms, submitted, uploads
from webapp.house import house
from webapp.kept_forms import Kept
from webapp.visitor import person_id, signed_in
from workflows import actions, queries
from workflows.actions.comments import LONGEST
from workflows.forms import Form, Values
from workflows.queries.inbox_values import Whose
from workflows.queries.task_done import TaskDone, task_done
from workflows.queries.task_form import TaskForm, task_form
from workflows.queries.values import TaskPage
from workflows.rules.errors import AlreadyDone, FieldProblem, InvalidInput

bp = Blueprint("tasks", __name__)

WHOSE: dict[str, Whose] = {"mine": "mine", "unclaimed": "unclaimed"}


@bp.get("/")
@signed_in
def mine() -> ResponseReturnValue:
    """What is to be done, by urgency, and what waits for others."""
    whose = WHOSE.get(request.args.get("whose", ""), "all")
    found = queries.inbox(database.session(), person_id=person_id(), at=database.now(), whose=whose)
    return render_template("inbox.html", place="tasks", inbox=found, fresh=uuid4)


@bp.get("/tasks/<uuid:task_id>")
@signed_in
def show(task_id: UUID) -> ResponseReturnValue:
    """The task with everything needed to decide beside the form."""
    if (done := _done(task_id)) is not None:
        return _draw_done(done)
    page = _load(task_id)
    kept = kept_forms.kept(page.form, person_id())
    return _draw(page, kept.values if kept else page.values, kept=kept)


@bp.post("/tasks/<uuid:task_id>")
@signed_in
def act(task_id: UUID) -> ResponseReturnValue:
    """Complete the task. The other buttons only keep a draft, upload files or add rows, and show the form again as it was filled."""
    asked = _form(task_id)
    try:
        values = asked.form.read(submitted.items())
    except InvalidInput as refusal:
        return _again(task_id, {}, refusal.problems)
    go = request.form.get("go", "submit")
    if go == "more":
        return _draw(_load(task_id), values, spare=fields.SPARE_ROWS + 3)
    if asked.waits:  # else only say what became of it: a second press of the button brings its files again
        uploads.keep_all(problem_id=asked.problem_id, task_id=task_id)
    if go == "draft":
        kept_forms.keep(person_id(), request.path)
        flash("草稿已保存，还没有提交。下次打开这项任务会自动取回。", "done")
        return redirect(url_for("tasks.show", task_id=task_id), 303)
    if go == "upload":
        return _draw(_load(task_id), values)
    with kept_forms.kept_when_refused(person_id()):
        return _complete(asked, task_id, values)


@bp.get("/tasks/<uuid:task_id>/evidence")
@signed_in
def evidence_list(task_id: UUID) -> ResponseReturnValue:
    """The files of the case as they stand now, for the upload script."""
    return _listed(task_id)


@bp.post("/tasks/<uuid:task_id>/evidence")
@signed_in
def add_evidence(task_id: UUID) -> ResponseReturnValue:
    """Files in one piece, for whoever sends them without the protocol of `uploads`; the answer is the list of files."""
    uploads.keep_all(problem_id=_form(task_id).problem_id, task_id=task_id)
    return _listed(task_id)


def _listed(task_id: UUID) -> Response:
    page = _load(task_id)
    answer = make_response(render_template("parts/evidence.html", evidence=page.evidence, problem_id=page.problem.id))
    answer.headers["X-Form-Token"] = generate_csrf()  # for a page that outlived its session
    return answer


def _complete(asked: TaskForm, task_id: UUID, values: Values) -> ResponseReturnValue:
    try:
        done = actions.complete_task(
            database.session(),
            task_id=task_id,
            values=values,
            request_id=submitted.request_id(),
            by=person_id(),
            at=database.now(),
        )
    except InvalidInput as refusal:
        return _again(task_id, values, refusal.problems)
    except AlreadyDone as refusal:
        database.undo()
        return _too_late(asked, task_id, values, refusal), 409
    submitted.accepted(done.sentence)
    return redirect(url_for("tasks.show", task_id=task_id), 303)


def _too_late(asked: TaskForm, task_id: UUID, values: Values, refusal: AlreadyDone) -> str:
    """Somebody was faster, or this is an old page: who and when, and what was typed, to be taken along."""
    typed = [
        (each.label, str(values[each.name])) for each in asked.form.fields
        if each.widget in ("text", "paragraphs") and values.get(each.name)
    ]  # fmt: skip
    done = _done(task_id)
    if done is None:
        raise refusal
    return _draw_done(done, refused=str(refusal), english=refusal.english, typed=typed)


def _done(task_id: UUID) -> TaskDone | None:
    return task_done(database.session(), person_id=person_id(), task_id=task_id, at=database.now())


def _draw_done(done: TaskDone, **more: Any) -> str:
    return render_template("task_done.html", place="tasks", done=done, **more)


def _again(task_id: UUID, values: Values, problems: Sequence[FieldProblem]) -> ResponseReturnValue:
    database.undo()
    return _draw(_load(task_id), values, problems=problems), 422


def _missing(form: Form, values: Values) -> dict[str, str]:
    """The fields that must still be filled in, by name and label, in the order of the page."""
    labels = {each.name: each.label for each in form.fields}
    wrong = (problem.field.split("-")[0] for problem in form.validate(values))
    return {name: labels[name] for name in wrong if name in labels}


def _form(task_id: UUID) -> TaskForm:
    """What is asked, without the page around it: an answer that is accepted shows no page."""
    return task_form(database.session(), person_id=person_id(), task_id=task_id, at=database.now())


def _load(task_id: UUID) -> TaskPage:
    return queries.task_page(database.session(), person_id=person_id(), task_id=task_id, at=database.now())


def _draw(
    page: TaskPage,
    values: Values,
    *,
    problems: Sequence[FieldProblem] = (),
    spare: int = fields.SPARE_ROWS,
    kept: Kept | None = None,
) -> str:
    filled = fields.Filled(values=values, problems=problems, choices=page.choices, spare=spare)
    return render_template(
        "task.html",
        place="tasks",
        page=page,
        fields=fields.shown(page.form, filled),
        problems=problems,
        missing=_missing(page.form, values),
        kept=kept,
        now=house().clock.real(),
        evidence=page.evidence,
        asks_evidence=any(each.widget == "evidence" for each in page.form.fields),
        upload=uploads.target(page.task_id),
        problem_id=page.problem.id,
        request_id=request.form.get("request_id") or uuid4(),
        assign_id=uuid4(),
        fresh=uuid4,
        longest=LONGEST,
    )
