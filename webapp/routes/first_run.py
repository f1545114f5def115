"""The first run of a real city: one page instead of a manual, open only while nobody has an account, and only to who reads the console."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.settings import Settings
from webapp.visitor import visitor
from workflows.actions import founding
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound

bp = Blueprint("first_run", __name__)

FIELDS = (*founding.TEXTS, *founding.LOGINS, "code", "key")


def key_of(settings: Settings) -> str:
    """What the console shows and the page asks for; made from the site's secret, so it need not be kept. 64 bits, three groups."""
    digest = hmac.new(settings.secret_key().encode(), b"first run", hashlib.sha256).hexdigest()
    return "-".join((digest[:5], digest[5:10], digest[10:16]))


@bp.get("/first-run")
def show() -> ResponseReturnValue:
    """The form."""
    _require_empty()
    return _draw({"office_short": "领导小组办公室"})


@bp.post("/first-run")
def found() -> ResponseReturnValue:
    """Found the city and show the two first passwords, once."""
    _require_empty()
    given = {name: request.form.get(name, "").strip()[:200] for name in FIELDS}
    if not hmac.compare_digest(given["key"].lower().encode(), key_of(house().settings).encode()):
        problem = FieldProblem(
            field="key", label="首次设置口令", message="口令不对：请看启动网站的那个窗口里显示的“首次设置口令”。"
        )
        return _draw(given, [problem]), 422
    try:
        accounts = founding.open_city(database.session(), values=given, at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(given, refusal.problems), 422
    return render_template("first_run_done.html", place="sign-in", accounts=accounts)


def _require_empty() -> None:
    visitor()
    if not founding.is_empty(database.session()):
        raise NotFound(what="这个页面")


def _draw(given: Mapping[str, str], problems: Sequence[FieldProblem] = ()) -> str:
    return render_template("first_run.html", place="sign-in", given=given, problems=problems)


def to_first_run() -> ResponseReturnValue | None:
    """Where a stranger is sent while nobody can sign in at all; None once somebody can."""
    return redirect(url_for("first_run.show")) if founding.is_empty(database.session()) else None
