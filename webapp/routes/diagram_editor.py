"""Uploading and editing a diagram with its forms, with the check beside it, until it is deployed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, drafts, fields
from webapp.drafts import Draft
from webapp.routes.diagrams import may_here
from webapp.visitor import person_id, signed_in
from workflows import actions
from workflows.boxes.catalogue import service_kinds
from workflows.engine import DiagramRefused
from workflows.forms import FormRefused, load_form
from workflows.queries import diagrams
from workflows.queries.values import Choice
from workflows.rules.errors import InvalidInput
from workflows.rules.roles import ROLES

bp = Blueprint("editor", __name__)

EXAMPLES = {
    "measures": [Choice(value="1", label="（示例）整改措施一"), Choice(value="2", label="（示例）整改措施二")],
    "units": [Choice(value="1", label="（示例）某县人民政府"), Choice(value="2", label="（示例）市某局")],
    "problem_units": [Choice(value="1", label="（示例）甲县人民政府"), Choice(value="2", label="（示例）乙县人民政府")],
}
"""What a real case would supply to a form, for its preview."""


@bp.get("/diagrams/new")
@signed_in
def choose() -> ResponseReturnValue:
    """Where files are uploaded."""
    return render_template("diagram_upload.html", place="diagrams", may=may_here(), problems=())


@bp.post("/diagrams/new")
@signed_in
def upload() -> ResponseReturnValue:
    """The uploaded files in the editor, with what the check says."""
    may = may_here()
    try:
        draft = drafts.uploaded()
    except InvalidInput as refusal:
        return render_template("diagram_upload.html", place="diagrams", may=may, problems=refusal.problems), 422
    return _editor(draft)


@bp.get("/diagrams/<uuid:diagram_id>/edit")
@signed_in
def edit(diagram_id: UUID) -> ResponseReturnValue:
    """A deployed version in the editor; what comes of it is a new version."""
    may_here()
    session = database.session()
    source = diagrams.diagram_source(session, diagram_id).decode()
    return _editor(Draft(source=source, forms=diagrams.form_texts(session, diagram_id)), diagram_id)


@bp.post("/diagrams/draft")
@signed_in
def check() -> ResponseReturnValue:
    """What the check says about the draft: beside it for a script, with the whole editor for everybody else."""
    may = may_here()
    draft = drafts.sent()
    if request.headers.get("HX-Request") == "true":
        judged = drafts.judge(database.session(), draft)
        return render_template("parts/diagram_check.html", judged=judged, may=may)
    if request.form.get("go") == "deploy":
        return _deploy(draft)
    return _editor(draft)


@bp.post("/diagrams/form-preview")
@signed_in
def preview() -> ResponseReturnValue:
    """A form as people will see it, drawn by the same templates; or what is wrong with it."""
    may_here()
    text = next(
        (text for name, text in request.form.items() if name.startswith(drafts.PREFIX) or name == drafts.NEW), ""
    )
    try:
        form = load_form(text)
    except FormRefused as refusal:
        return render_template("parts/form_preview.html", form=None, findings=refusal.findings, fields=())
    filled = fields.Filled(choices=EXAMPLES)
    return render_template("parts/form_preview.html", form=form, findings=(), fields=fields.shown(form, filled))


def _deploy(draft: Draft) -> ResponseReturnValue:
    try:
        made = actions.deploy_diagram(
            database.session(), source=draft.source.encode(), forms=draft.forms, by=person_id(), at=database.now()
        )
    except (DiagramRefused, FormRefused) as refusal:
        database.undo()
        flash(str(refusal), "bad")
        return _editor(draft), 422
    flash(
        f"“{made.name}”第 {made.version} 版已部署，摘要 {made.digest}。新登记的问题按这一版办理，在办的问题仍按原来的版本。",
        "done",
    )
    return redirect(url_for("diagrams.show", diagram_id=made.id), 303)


def _editor(draft: Draft, diagram_id: UUID | None = None) -> str:
    return render_template(
        "diagram_edit.html",
        place="diagrams",
        draft=draft,
        judged=drafts.judge(database.session(), draft),
        may=may_here(),
        diagram_id=diagram_id,
        titles={key: _title(text) for key, text in draft.forms.items()},
        roles=[[key, role.name] for key, role in ROLES.items()],
        services=sorted(service_kinds()),
    )


def _title(text: str) -> str:
    try:
        return load_form(text).title
    except FormRefused:
        return ""
