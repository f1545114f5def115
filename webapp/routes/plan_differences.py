"""An uploaded plan beside the version its list was accepted from: what changed, what a person decides, and taking it in."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, submitted
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions.plan_accepting import DoubtsLeft
from workflows.actions.plan_revisions import Revised, accept_revision
from workflows.actions.plan_updates import SamePlan, Undecided, Updated
from workflows.queries.plan_differences import difference_page
from workflows.rules.errors import FieldProblem, InvalidInput, Refusal

bp = Blueprint("plan_differences", __name__)

PREFIX = "row-"
LONGEST_REASON = 2_000


@bp.get("/plans/<uuid:review_id>/difference")
@signed_in
def show(review_id: UUID) -> ResponseReturnValue:
    """Side by side, word by word; what must be decided comes first."""
    return _page(review_id, ())


@bp.post("/plans/<uuid:review_id>/difference")
@signed_in
def accept(review_id: UUID) -> ResponseReturnValue:
    """Take the plan in as it was decided, all of it or nothing."""
    given = request.form
    revised = Revised(
        id=submitted.request_id(),
        base=_number(given.get("base", "")),
        seen=_number(given.get("rev", "")),
        reason=given.get("reason", "")[: LONGEST_REASON + 1],
        decisions={name.removeprefix(PREFIX): choice[:20] for name, choice in given.items() if name.startswith(PREFIX)},
        leave_rest=given.get("leave_rest") == "yes",
    )
    try:
        done = accept_revision(
            database.session(), house().store, review_id=review_id, revised=revised, by=person_id(), at=database.now()
        )
    except (InvalidInput, Undecided, SamePlan, DoubtsLeft) as refusal:
        database.undo()
        return _page(review_id, _told(refusal)), 422
    submitted.accepted(_sentence(done))
    if done.left:
        return render_template("plan_updated.html", place="plans", done=done, review_id=review_id)
    return redirect(url_for("plans.show", review_id=review_id), 303)


def _page(review_id: UUID, problems: object) -> str:
    page = difference_page(
        database.session(), house().store, person_id=person_id(), review_id=review_id, at=database.now()
    )
    given = request.form if request.method == "POST" else {}
    return render_template(
        "plan_difference.html", place="plans", page=page, problems=problems, given=given, request_id=uuid4()
    )


def _told(refusal: Refusal) -> list[FieldProblem]:
    if isinstance(refusal, InvalidInput):
        return refusal.problems
    field = "leave_rest" if isinstance(refusal, DoubtsLeft) else "rows"
    return [FieldProblem(field=field, label="更新清单", message=str(refusal))]


def _sentence(done: Updated) -> str:
    if done.repeated:
        return f"清单已按这份方案更新为第 {done.version} 版，没有重复更新。"
    said = f"清单已更新为第 {done.version} 版：改动 {done.changed} 个，新增 {done.added} 个，撤销 {done.cancelled} 个。"
    return f"{said}有 {len(done.left)} 处没有自动更改，请逐处决定。" if done.left else said


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
