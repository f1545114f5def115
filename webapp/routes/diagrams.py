"""Processes and their versions: what is deployed, how versions differ, retiring; and the source for the viewer and any BPMN editor."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows import actions, queries
from workflows.queries import diagram_pages
from workflows.queries.diagram_values import May

bp = Blueprint("diagrams", __name__)


def may_here() -> May:
    """What the visitor may do with diagrams. Raises NotPermitted for those who may not look."""
    return diagram_pages.may(database.session(), person_id=person_id(), at=database.now())


@bp.get("/diagrams")
@signed_in
def listing() -> ResponseReturnValue:
    """Every process with its versions."""
    may = may_here()
    found = diagram_pages.processes(database.session())
    return render_template("diagrams.html", place="diagrams", processes=found, may=may)


@bp.get("/diagrams/<uuid:diagram_id>")
@signed_in
def show(diagram_id: UUID) -> ResponseReturnValue:
    """One version, beside another where one is chosen; the one before it when nothing else is said."""
    may, session = may_here(), database.session()
    page = diagram_pages.version_page(session, diagram_id)
    other = request.args.get("with", type=UUID)
    older = [line.id for line in page.others if line.version < page.line.version]
    other = other or (older[0] if older else None)
    changes = diagram_pages.changes(session, other, diagram_id) if other else ()
    return render_template("diagram_version.html", place="diagrams", page=page, may=may, other=other, changes=changes)


@bp.post("/diagrams/<uuid:diagram_id>/retire")
@signed_in
def retire(diagram_id: UUID) -> ResponseReturnValue:
    """Let no new case start under it."""
    reason = request.form.get("reason", "")
    done = actions.retire_diagram(
        database.session(), diagram_id=diagram_id, reason=reason, by=person_id(), at=database.now()
    )
    flash(f"“{done.name}”第 {done.version} 版已停用：新登记的问题不再按它办理，已经在办的不受影响。", "done")
    return redirect(url_for("diagrams.show", diagram_id=diagram_id), 303)


@bp.post("/diagrams/<uuid:diagram_id>/reinstate")
@signed_in
def reinstate(diagram_id: UUID) -> ResponseReturnValue:
    """Take it back into use."""
    done = actions.reinstate_diagram(database.session(), diagram_id=diagram_id, by=person_id(), at=database.now())
    flash(f"“{done.name}”第 {done.version} 版已恢复使用。", "done")
    return redirect(url_for("diagrams.show", diagram_id=diagram_id), 303)


@bp.get("/diagrams/<uuid:diagram_id>.bpmn")
@signed_in
def source(diagram_id: UUID) -> ResponseReturnValue:
    """The file exactly as it was deployed; it never changes, so a browser may keep it."""
    answer = Response(queries.diagram_source(database.session(), diagram_id), mimetype="application/xml")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    answer.headers["Content-Disposition"] = f"inline; filename={diagram_id}.bpmn"
    return answer
