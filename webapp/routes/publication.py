"""What everybody may read, decided by the leading-group office: the public pages as a whole, each list, each exception."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, portal_cache
from webapp.visitor import person_id, signed_in
from workflows.actions import publication as verbs
from workflows.queries import publication
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("publication", __name__)


@bp.get("/publication")
@signed_in
def show() -> ResponseReturnValue:
    """What is public now, and the buttons to change it."""
    page = publication.publication_page(database.session(), person_id=person_id(), at=database.now())
    return render_template("publication.html", place="publication", page=page)


@bp.post("/publication")
@signed_in
def switch() -> ResponseReturnValue:
    """Open or close the public pages."""
    is_open = request.form.get("open") == "1"
    verbs.open_portal(database.session(), is_open=is_open, by=person_id(), at=database.now())
    return _done("公开页面已开放。" if is_open else "公开页面已关闭，任何人都打不开。")


@bp.post("/publication/lists/<uuid:list_id>")
@signed_in
def publish(list_id: UUID) -> ResponseReturnValue:
    """Publish a list, or take it off the public pages."""
    published = request.form.get("published") == "1"
    verbs.publish_list(database.session(), list_id=list_id, published=published, by=person_id(), at=database.now())
    return _done("清单已公开。" if published else "清单已停止公开；此前被下载的收不回来。")


@bp.post("/publication/withheld")
@signed_in
def withhold() -> ResponseReturnValue:
    """Keep a problem off the public pages, by list and number, with a reason."""
    reason = request.form.get("reason", "").strip()
    if not reason:
        raise InvalidInput([FieldProblem(field="reason", label="不公开的原因", message="请填写“不公开的原因”。")])
    session, list_id = database.session(), request.form.get("list_id", type=UUID)
    number = request.form.get("number", "").strip()[:100]
    found = publication.numbered(session, list_id=list_id or UUID(int=0), number=number)
    verbs.withhold(session, problem_id=found, reason=reason, by=person_id(), at=database.now())
    return _done(f"问题 {number} 不再在公开页面显示。")


@bp.post("/publication/withheld/<uuid:problem_id>")
@signed_in
def show_again(problem_id: UUID) -> ResponseReturnValue:
    """Show a withheld problem again."""
    verbs.withhold(database.session(), problem_id=problem_id, reason="", by=person_id(), at=database.now())
    return _done("已恢复在公开页面显示。")


def _done(sentence: str) -> ResponseReturnValue:
    portal_cache.forget()
    flash(sentence, "done")
    return redirect(url_for("publication.show"), 303)
