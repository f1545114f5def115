"""One's own tokens for the JSON API: make one (the password is asked again, the token is shown once), see them, end one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import sign_in as door
from workflows.actions import tokens as actions
from workflows.queries.personal_tokens import own_tokens
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.sign_in import LockRule
from workflows.rules.tokens import LONGEST, PROPOSED, SCOPES

bp = Blueprint("tokens", __name__)


@bp.get("/account/tokens")
@signed_in
def listing() -> ResponseReturnValue:
    """My tokens, and the form for a new one."""
    return _draw({"days": str(PROPOSED)}, ["read"])


@bp.post("/account/tokens")
@signed_in
def make() -> ResponseReturnValue:
    """Make one and show it, once. A wrong password counts like one at the sign-in."""
    given = {name: request.form.get(name, "")[:200] for name in ("name", "days")}
    scopes = request.form.getlist("scopes")[: len(SCOPES)]
    if refused := _unbelieved():
        return _draw(given, scopes, [FieldProblem(field="password", label="您的密码", message=refused)]), 422
    try:
        text = actions.make_token(database.session(), **given, scopes=scopes, by=person_id(), at=house().clock.real())
    except InvalidInput as refusal:
        return _draw(given, scopes, refusal.problems), 422
    return render_template("token_made.html", place="account", name=given["name"], token=text)


@bp.post("/account/tokens/<uuid:token_id>")
@signed_in
def revoke(token_id: UUID) -> ResponseReturnValue:
    """Let a token be used no more."""
    name = actions.revoke_token(database.session(), token_id=token_id, by=person_id(), at=house().clock.real())
    flash(f"令牌“{name}”已停用，用它的程序从下一次请求起被拒绝。", "done")
    return redirect(url_for("tokens.listing"), 303)


def _unbelieved() -> str:
    """Why the person is not believed to sit there themselves. The attempt is kept, so nothing is undone after it."""
    settings = house().settings
    return door.confirm(
        database.session(),
        person_id=person_id(),
        password=request.form.get("password", "")[:200],
        address=request.remote_addr or "",
        rule=LockRule(
            after=settings.lock_after, minutes=settings.lock_minutes, per_address=settings.lock_address_after
        ),
        at=house().clock.real(),
    )


def _draw(given: Mapping[str, str], scopes: Sequence[str], problems: Sequence[FieldProblem] = ()) -> str:
    lines = own_tokens(database.session(), person_id=person_id(), at=house().clock.real())
    return render_template(
        "tokens.html",
        place="account",
        lines=lines,
        given=given,
        chosen=scopes,
        problems=problems,
        scopes=SCOPES,
        longest=LONGEST.days,
    )
