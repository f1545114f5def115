"""The lists about a plan under review: all problems, doubts, the lines nobody took, what was decided."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.queries import plan_tabs as queries

bp = Blueprint("plan_tabs", __name__)


@bp.get("/plans/<uuid:review_id>/problems")
@signed_in
def problems(review_id: UUID) -> ResponseReturnValue:
    """All problems of the plan, in pages."""
    only = request.args.get("only", "")
    page = queries.problems_tab(
        database.session(), house().store, person_id=person_id(), review_id=review_id, only=only, page=_page(), at=database.now()
    )  # fmt: skip
    return render_template("plan_problems.html", place="plans", page=page, only=only)


@bp.get("/plans/<uuid:review_id>/doubts")
@signed_in
def doubts(review_id: UUID) -> ResponseReturnValue:
    """What is still doubtful, by kind."""
    code = request.args.get("code", "")[:64]
    page = queries.doubts_tab(
        database.session(), house().store, person_id=person_id(), review_id=review_id, code=code, page=_page(), at=database.now()
    )  # fmt: skip
    return render_template("plan_doubts.html", place="plans", page=page, code=code, request_id=uuid4)


@bp.get("/plans/<uuid:review_id>/outside")
@signed_in
def outside(review_id: UUID) -> ResponseReturnValue:
    """The lines that are in no problem, of which one can be made."""
    page = queries.outside_tab(
        database.session(), house().store, person_id=person_id(), review_id=review_id, page=_page(), at=database.now()
    )
    return render_template("plan_outside.html", place="plans", page=page, request_id=uuid4)


@bp.get("/plans/<uuid:review_id>/steps")
@signed_in
def steps(review_id: UUID) -> ResponseReturnValue:
    """Everything that was decided, latest first."""
    page = queries.steps_tab(
        database.session(), house().store, person_id=person_id(), review_id=review_id, page=_page(), at=database.now()
    )
    return render_template("plan_steps.html", place="plans", page=page)


def _page() -> int:
    text = request.args.get("page", "1")
    return int(text) if text.isdigit() and len(text) < 7 else 1
