"""Settings of the site on pages: what could only be set by command before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import paper_settings
from workflows.actions import site_settings as actions
from workflows.queries.site_settings import RETAINED, settings_page
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.roles import HELD

bp = Blueprint("site_settings", __name__)


@bp.get("/settings")
@signed_in
def show() -> ResponseReturnValue:
    """Everything in force, with a form for what this person may change. Raises NotVisible."""
    return _draw()


@bp.post("/settings/papers")
@signed_in
def set_papers() -> ResponseReturnValue:
    """Words and numbers of papers. Raises NotPermitted."""
    given = {key: request.form.get(key, "")[:500] for key in paper_settings.LABELS if key in request.form}
    try:
        count = actions.set_papers(database.session(), values=given, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(given, refusal.problems), 422
    return _kept(f"已更改 {count} 项，从下一份文书起使用；已制发的不变。" if count else "")


@bp.post("/settings/second-factor")
@signed_in
def set_second_factor() -> ResponseReturnValue:
    """Which roles must prove themselves twice. Raises NotPermitted."""
    roles = [each[:64] for each in request.form.getlist("roles")[:50]]
    try:
        changed = actions.set_second_factor(database.session(), roles=roles, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _draw({}, refusal.problems, roles), 422
    return _kept("已保存。还没有启用的人，下一次打开页面时须先启用。" if changed else "")


@bp.post("/settings/retention")
@signed_in
def set_retention() -> ResponseReturnValue:
    """How long print results, messages and the log of what was sent stay. Raises NotPermitted."""
    given = {field: request.form[field].strip()[:20] for field in RETAINED if field in request.form}
    try:
        changed = actions.set_retention(database.session(), values=given, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(given, refusal.problems), 422
    return _kept("已保存。" if changed else "")


def _kept(sentence: str) -> ResponseReturnValue:
    flash(sentence or "没有改动。", "done")
    return redirect(url_for("site_settings.show"), 303)


def _draw(
    given: Mapping[str, str] | None = None, problems: Sequence[FieldProblem] = (), roles: Sequence[str] | None = None
) -> str:
    page = settings_page(database.session(), person_id=person_id(), at=database.now())
    words = paper_settings.read_all(database.session())
    settings = house().settings
    return render_template(
        "site_settings.html", place="settings", page=page, given={**words, **page.keep_days, **(given or {})},
        problems=problems, labels=paper_settings.LABELS, roles=HELD, chosen=page.roles if roles is None else roles,
        settings=settings, longest=paper_settings.LONGEST,
    )  # fmt: skip
