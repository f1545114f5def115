"""Proving oneself twice: enrolling, codes on paper, and doing without again. Part of one's own account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from reports.qr import qr_svg
from webapp import database
from webapp.house import house
from webapp.second_proof import sealing, site_name
from webapp.visitor import Visitor, person_id, signed_in
from workflows.actions import second_factor as actions
from workflows.queries.directory import own_account
from workflows.queries.second_factors import is_required, own_factor
from workflows.rules import one_time
from workflows.rules.errors import FieldProblem, InvalidInput

bp = Blueprint("second_factor", __name__)


@bp.get("/account/second-factor")
@signed_in
def show() -> ResponseReturnValue:
    """How it stands; the picture to photograph while a key waits to be confirmed."""
    return _draw()


@bp.post("/account/second-factor")
@signed_in
def begin() -> ResponseReturnValue:
    """Make a key. Raises NotYet where one is in force."""
    actions.begin(database.session(), by=person_id(), sealing=sealing(), at=_now())
    return redirect(url_for("second_factor.show"), 303)


@bp.post("/account/second-factor/confirm")
@signed_in
def confirm() -> ResponseReturnValue:
    """Put it in force and show the recovery codes, once."""
    try:
        codes = actions.confirm(database.session(), code=_code(), by=person_id(), sealing=sealing(), at=_now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(refusal.problems), 422
    return render_template("recovery_codes.html", place="account", codes=codes)


@bp.post("/account/second-factor/codes")
@signed_in
def renew() -> ResponseReturnValue:
    """New recovery codes instead of the old."""
    try:
        codes = actions.renew_codes(database.session(), code=_code(), by=person_id(), sealing=sealing(), at=_now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(refusal.problems), 422
    return render_template("recovery_codes.html", place="account", codes=codes)


@bp.post("/account/second-factor/off")
@signed_in
def turn_off() -> ResponseReturnValue:
    """Do without again, where one's role allows it."""
    try:
        actions.turn_off(database.session(), code=_code(), by=person_id(), sealing=sealing(), at=_now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(refusal.problems), 422
    flash("两步验证已停用，今后登录只需密码。", "done")
    return redirect(url_for("account.show"), 303)


@bp.post("/people/<uuid:other_id>/second-factor")
@signed_in
def reset(other_id: UUID) -> ResponseReturnValue:
    """Take somebody else's away. Raises NotPermitted, NotFound, NotYet."""
    person = actions.reset(database.session(), person_id=other_id, by=person_id(), at=database.now())
    flash(f"已重置{person.name}的两步验证，其登录已全部结束；角色要求的，下次登录时须重新启用。", "done")
    return redirect(url_for("directory.person", other_id=other_id), 303)


def _code() -> str:
    return request.form.get("code", "").strip()[:40]


def _now() -> datetime:
    return house().clock.real()


def _draw(problems: Sequence[FieldProblem] = ()) -> str:
    session, at = database.session(), _now()
    account = own_account(session, person_id=person_id(), here="", at=at)
    factor = own_factor(session, person_id())
    key = actions.opened(factor.sealed_key, sealing()) if factor.sealed_key else None
    return render_template(
        "second_factor.html", place="account", page=factor, problems=problems, required=_required(),
        letters=one_time.in_letters(key) if key else "",
        picture=_picture(key, account.login) if key else "",
    )  # fmt: skip


def _picture(key: bytes, login: str) -> str:
    return qr_svg(
        one_time.address(key, login=login, site=site_name()), title="两步验证的二维码，请用手机上的验证器扫描"
    )


def _required() -> bool:
    visitor: Visitor = g.visitor
    return is_required(database.session(), visitor.roles)
