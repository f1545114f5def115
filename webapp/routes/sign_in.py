"""Signing in and out."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from webapp import database, demonstration
from webapp.house import house
from webapp.routes.first_run import to_first_run
from webapp.second_proof import sealing
from webapp.visitor import COOKIE, drop_cookie, keep_cookie, visitor
from workflows.actions import second_factor
from workflows.actions import sign_in as door
from workflows.queries import people
from workflows.queries.to_do_first import is_new
from workflows.rules.roles import ADMINISTRATORS
from workflows.rules.sign_in import LockRule

bp = Blueprint("sign_in", __name__)

OFFICE = frozenset({"office", "office_leader"})


@bp.get("/sign-in")
def show() -> ResponseReturnValue:
    """The form; somebody who is signed in already goes on to what they wanted."""
    if visitor() is not None:
        return redirect(_back())
    return to_first_run() or _page()


@bp.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Check the password. A wrong one is a page with status 401, a locked name 429: both attempts are kept."""
    login = request.form.get("login", "").strip()[:200]
    result = _try(login, request.form.get("password", "")[:200])
    if result.refused:
        visitor()
        return _page(login=login, refused=result.refused), 429 if result.locked else 401
    form_session.clear()  # a new form token for a new person
    target = (
        url_for("sign_in.ask_code", next=_back("") or None) if result.awaits_code else _back(_home(result.person_id))
    )
    return keep_cookie(make_response(redirect(target, 303)), result.token)


@bp.get("/sign-in/code")
def ask_code() -> ResponseReturnValue:
    """The second step. Who has not done the first is led there."""
    visitor()
    if door.half_way(database.session(), token=_token(), at=house().clock.real()) is None:
        return redirect(url_for("sign_in.show", next=_back("") or None))
    return _code_page()


@bp.post("/sign-in/code")
def enter_code() -> ResponseReturnValue:
    """Check the code; refusals have the statuses of a wrong password."""
    at, settings = house().clock.real(), house().settings
    code = request.form.get("code", "").strip()[:40]
    result = door.enter_code(
        database.session(),
        token=_token(),
        check=partial(second_factor.check, database.session(), code=code, sealing=sealing(), at=at),
        address=request.remote_addr or "",
        rule=_rule(),
        lasts=settings.session_length,
        at=at,
    )
    if result is None:
        flash("两步验证的时间已过，请重新输入密码。", "notice")
        return redirect(url_for("sign_in.show", next=_back("") or None), 303)
    if result.refused:
        visitor()
        return _code_page(refused=result.refused), 429 if result.locked else 401
    form_session.clear()
    return keep_cookie(make_response(redirect(_back(_home(result.person_id)), 303)), result.token)


@bp.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End the session on the server too, so that a copied cookie is worth nothing."""
    door.sign_out(database.session(), token=_token(), at=house().clock.real())
    form_session.clear()
    return drop_cookie(make_response(redirect(url_for("sign_in.show"), 303)))


def _try(login: str, password: str) -> door.SignInResult:
    settings = house().settings
    return door.sign_in(
        database.session(),
        login=login,
        password=password,
        address=request.remote_addr or "",
        rule=_rule(),
        lasts=settings.session_length,
        at=house().clock.real(),
    )


def _rule() -> LockRule:
    settings = house().settings
    return LockRule(after=settings.lock_after, minutes=settings.lock_minutes, per_address=settings.lock_address_after)


def _token() -> str:
    return request.cookies.get(COOKIE, "")


def _code_page(refused: str = "") -> str:
    return render_template("sign_in_code.html", place="sign-in", refused=refused, back=_back(""))


def _home(person: UUID | None) -> str:
    """The office begins with the overview, administrators with the directory (of a new city with what is left to do), all others with their tasks."""
    seats = people.actor(database.session(), person, house().clock.real()).seats if person else ()
    roles = {seat.role for seat in seats}
    if roles & ADMINISTRATORS:
        return url_for("roles.setup" if is_new(database.session()) else "directory.people")
    return url_for("overview.show" if roles & OFFICE else "tasks.mine")


def _page(*, login: str = "", refused: str = "") -> str:
    shown = demonstration.introduced() if house().settings.demo else []
    return render_template(
        "sign_in.html",
        place="sign-in",
        login=login,
        refused=refused,
        back=_back(""),
        accounts=shown,
        password=demonstration.PASSWORD,
    )


def _back(otherwise: str = "/") -> str:
    """Where the person wanted to go: only a path of this site, never another one (`//evil`, `https:`, a backslash)."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    return wanted if ours and "\\" not in wanted and wanted.isprintable() else otherwise
