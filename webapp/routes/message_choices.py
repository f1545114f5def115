"""How one wants to be told, and the reason why one would not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database, smtp
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import choosing
from workflows.queries.message_choices import Preference, preference
from workflows.rules.errors import FieldProblem, InvalidInput
from workflows.rules.message_times import clock_of

bp = Blueprint("message_choices", __name__)

LONGEST = 300
"""Characters of a field that are looked at."""
MAILS = {"at_once": "马上", "digest": "随汇总", "never": "不发"}
DAYS = {"working": "每个工作日", "daily": "每天", "monday": "每周一"}


@bp.get("/account/messages")
@signed_in
def show() -> ResponseReturnValue:
    """My address, my hours, and each kind of message."""
    return _draw({})


@bp.post("/account/messages")
@signed_in
def choose() -> ResponseReturnValue:
    """Keep all of it."""
    given = {name: value[:LONGEST] for name, value in request.form.items()}
    try:
        choosing.choose(database.session(), values=given, by=person_id(), at=database.now())
    except InvalidInput as refusal:
        database.undo()
        return _draw(given, refusal.problems), 422
    flash("已保存。今后的消息按新的选择发送；已经排队等着汇总的，发送时也按新的选择。", "done")
    return redirect(url_for("message_choices.show"), 303)


def _draw(given: Mapping[str, str], problems: Sequence[FieldProblem] = ()) -> str:
    told = preference(database.session(), person_id(), at=database.now())
    return render_template(
        "message_choices.html",
        place="account",
        told=told,
        values=given or _kept(told),
        problems=problems,
        mails=MAILS,
        days=DAYS,
        mailing=smtp.is_set_up(house().settings),
    )


def _kept(told: Preference) -> dict[str, str]:
    """The fields of the page as they stand."""
    hours = told.hours
    values = {
        "address": told.address,
        "mobile": told.mobile,
        "quiet_from": clock_of(hours.quiet_from),
        "quiet_until": clock_of(hours.quiet_until),
        "digest_at": clock_of(hours.digest_at),
        "digest_days": hours.digest_days,
    }
    for kind in told.kinds:
        chosen = told.of(kind.key)
        values |= {f"mail-{kind.key}": chosen.mail, f"hook-{kind.key}": "yes" if chosen.hook else ""}
    return values
