"""Plans: uploading one, and the pages on which it is looked through before it is registered."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import FileWrapper

from webapp import database, plan_files, submitted
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import plan_reviews as actions
from workflows.actions.plan_accepting import stop_opening
from workflows.plans import MOST_BYTES
from workflows.plans.errors import PlanUnreadable
from workflows.plans.review import TAKES_LINES
from workflows.queries import plan_pages
from workflows.queries.plan_review_page import Asked, review_page
from workflows.queries.plan_values import PlanLine, ReviewPage
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound

bp = Blueprint("plans", __name__)

MEGABYTE = 1024 * 1024


@bp.get("/plans")
@signed_in
def listing() -> ResponseReturnValue:
    """Every plan that was uploaded, and where a further one is."""
    return _listing(())


@bp.post("/plans")
@signed_in
def upload() -> ResponseReturnValue:
    """Take a file or pasted text in; what cannot be read is said beside the field, and nothing is kept."""
    upload_id, replaces = submitted.request_id(), request.form.get("replaces", "")
    try:
        made = plan_files.take_in(upload_id, _id(replaces) if replaces else None)
    except PlanUnreadable as refusal:
        database.undo()
        field = "file" if request.files.get("file") else "text"
        return _listing([FieldProblem(field=field, label="方案文件", message=str(refusal))]), 422
    except InvalidInput as refusal:
        database.undo()
        return _listing(refusal.problems), 422
    return redirect(url_for("plans.show", review_id=made.id), 303)


@bp.get("/plans/<uuid:review_id>")
@signed_in
def show(review_id: UUID) -> ResponseReturnValue:
    """The original beside the problem in hand; or how far the reading, or the registering, is."""
    plan = _line(review_id)
    partial = request.headers.get("HX-Request") == "true"
    if partial or plan.status != "reviewing":
        return render_template(
            "parts/plan_state.html" if partial else "plan_state.html",
            place="plans",
            plan=plan,
            partial=partial,
            said=request.args.get("said", type=int),
        )
    return render_template(
        "plan.html", place="plans", page=page_of(review_id), request_id=uuid4, typed=None, takes=TAKES_LINES
    )


@bp.get("/plans/<uuid:review_id>/file")
@signed_in
def file(review_id: UUID) -> ResponseReturnValue:
    """The file as it came. Always a download: what somebody else wrote is never opened as a page of ours."""
    plan, store = _line(review_id), house().store
    answer = Response(FileWrapper(store.open(plan.digest)), mimetype="application/octet-stream")
    answer.content_length = store.size(plan.digest)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(plan.file_name, safe='')}"
    return answer


@bp.post("/plans/<uuid:review_id>/drop")
@signed_in
def drop(review_id: UUID) -> ResponseReturnValue:
    """Put a plan aside, with a reason."""
    reason = request.form.get("reason", "")[:500]
    actions.drop_plan(database.session(), review_id=review_id, reason=reason, by=person_id(), at=database.now())
    flash("已放弃这份方案，没有登记。文件和已作的决定都还保留。", "done")
    return redirect(url_for("plans.listing"), 303)


@bp.post("/plans/<uuid:review_id>/stop")
@signed_in
def stop(review_id: UUID) -> ResponseReturnValue:
    """Stop a register that is being opened, before anything of it is in place."""
    stop_opening(database.session(), review_id=review_id, by=person_id(), at=database.now())
    flash("已停止登记，什么都没有放进清单；核对时作的决定都还在。", "done")
    return redirect(url_for("plans.show", review_id=review_id), 303)


def page_of(review_id: UUID) -> ReviewPage:
    """The page for what the address asks to see."""
    given = request.args if request.method == "GET" else request.form
    around = given.get("around", "")
    asked = Asked(
        problem=given.get("problem", "")[:64],
        doubt=given.get("doubt", "")[:600] if request.method == "GET" else "",
        field=given.get("field", "")[:64],
        around=int(around) if around.isdigit() and len(around) < 9 else 0,
    )
    return review_page(
        database.session(), house().store, person_id=person_id(), review_id=review_id, asked=asked, at=database.now()
    )


def _line(review_id: UUID) -> PlanLine:
    return plan_pages.plan_line(database.session(), person_id=person_id(), review_id=review_id, at=database.now())


def _listing(problems: object) -> str:
    page = plan_pages.plans_page(database.session(), person_id=person_id(), at=database.now())
    return render_template(
        "plans.html",
        place="plans",
        page=page,
        problems=problems,
        request_id=uuid4(),
        limit_mb=MOST_BYTES // MEGABYTE,
        limit=MOST_BYTES,
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(what="所选的问题清单") from None
