"""Having papers made, declaring one void, and the register of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, submitted
from webapp.visitor import person_id, signed_in
from workflows import actions, queries
from workflows.queries.paper_pages import offer_page, register
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("papers", __name__)


@bp.get("/problems/<uuid:problem_id>/papers")
@signed_in
def offers(problem_id: UUID) -> ResponseReturnValue:
    """What the office can have made of this problem now, and why not the rest."""
    page = offer_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    return render_template("papers.html", place="problems", page=page, request_id=uuid4())


@bp.post("/problems/<uuid:problem_id>/papers")
@signed_in
def make(problem_id: UUID) -> ResponseReturnValue:
    """Issue one. Raises NotPermitted, NotYet with the reason, NotFound for a kind nobody asks for."""
    done = actions.issue_paper(
        database.session(),
        problem_id=problem_id,
        kind=request.form.get("kind", "")[:64],
        request_id=submitted.request_id(),
        by=person_id(),
        at=database.now(),
    )
    flash(done.sentence, "done")
    return redirect(url_for("papers.offers", problem_id=problem_id), 303)


@bp.get("/documents/<uuid:document_id>/void")
@signed_in
def ask_reason(document_id: UUID) -> ResponseReturnValue:
    """The form to declare a paper void."""
    return _void_page(document_id)


@bp.post("/documents/<uuid:document_id>/void")
@signed_in
def void(document_id: UUID) -> ResponseReturnValue:
    """Declare it void. Raises NotPermitted, AlreadyDone."""
    try:
        document = actions.void_paper(
            database.session(), document_id=document_id, values=request.form, by=person_id(), at=database.now()
        )
    except InvalidInput as refusal:
        database.undo()
        return _void_page(document_id, refusal.problems), 422
    flash(f"{document.number} 已作废，文号不再使用，理由已记入文号登记簿。", "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@bp.get("/documents/numbers")
@signed_in
def numbers() -> ResponseReturnValue:
    """The register: every number of a year with its paper."""
    year = request.args.get("year", type=int)
    page = register(database.session(), person_id=person_id(), year=year, at=database.now())
    return render_template("numbers.html", place="documents", page=page)


def _void_page(document_id: UUID, problems: Sequence[FieldProblem] = ()) -> str:
    paper = queries.paper(database.session(), person_id=person_id(), document_id=document_id, at=database.now()).line
    reason = request.form.get("reason", "")
    return render_template("paper_void.html", place="documents", paper=paper, problems=problems, reason=reason)
