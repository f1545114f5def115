"""One's own account: another password, and where one is signed in."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.language import back_to
from webapp.visitor import COOKIE, person_id, signed_in
from workflows.actions import accounts
from workflows.actions.sign_in import key_of
from workflows.queries.directory import own_account
from workflows.queries.second_factors import own_factor
from workflows.queries.substitutions import standing_in
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("account", __name__)


@bp.get("/account")
@signed_in
def show() -> ResponseReturnValue:
    """Who I am here, my password, my sessions."""
    return _draw()


@bp.post("/account/password")
@signed_in
def change() -> ResponseReturnValue:
    """Another password; it ends the sessions on other machines."""
    given = {name: request.form.get(name, "")[:500] for name in ("old", "new", "again")}
    try:
        ended = accounts.change_password(
            database.session(), **given, by=person_id(), keep=_here(), at=house().clock.real()
        )
    except InvalidInput as refusal:
        database.undo()
        return _draw(refusal.problems), 422
    flash(f"密码已更改。{f'其他 {ended} 处登录已结束。' if ended else ''}", "done")
    return redirect(url_for("account.show"), 303)


@bp.post("/account/language")
@signed_in
def speak() -> ResponseReturnValue:
    """My pages in another language from now on, on whatever machine I sign in at."""
    accounts.choose_language(database.session(), language=request.form.get("language", "")[:10], by=person_id())
    return redirect(back_to(request.referrer), 303)


@bp.post("/account/sessions/<key>")
@signed_in
def end(key: str) -> ResponseReturnValue:
    """End one of my sessions."""
    accounts.end_session(database.session(), key=key[:64], by=person_id(), at=house().clock.real())
    flash("已结束那一处登录。", "done")
    return redirect(url_for("account.show"), 303)


def _here() -> str:
    return key_of(request.cookies.get(COOKIE, ""))


def _draw(problems: Sequence[FieldProblem] = ()) -> str:
    page = own_account(database.session(), person_id=person_id(), here=_here(), at=house().clock.real())
    factor = own_factor(database.session(), person_id())
    standing = standing_in(database.session(), person_id=person_id(), at=database.now())
    return render_template(
        "account.html", place="account", page=page, factor=factor, standing=standing, problems=problems
    )
