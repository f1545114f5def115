"""One's messages: the list, marking them read, and the poll behind the count on every page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.message_links import path
from webapp.visitor import COOKIE, person_id, signed_in
from workflows.actions import reading
from workflows.actions.sign_in import key_of
from workflows.queries import messages as queries

bp = Blueprint("messages", __name__)


@bp.get("/messages")
@signed_in
def listing() -> ResponseReturnValue:
    """Newest first, by days."""
    only = request.args.get("only") == "unread"
    before = request.args.get("before", type=UUID)
    at = database.now()
    page = queries.message_page(database.session(), person_id=person_id(), only_unread=only, before=before, at=at)
    return render_template("messages.html", place="messages", page=page, path=path, drawn_at=at, first=before is None)


@bp.get("/messages/unread")
def unread() -> ResponseReturnValue:
    """How many are unread; 304 without a body while nothing has changed, 401 once the sign-in is over.

    Asked every half minute by every open page. So it is one query; it is not noted as a sign of life, or nobody would ever be signed out for
    doing nothing.
    """
    settings, key = house().settings, key_of(request.cookies.get(COOKIE, ""))
    found = queries.unread_behind(database.session(), key=key, idle=settings.idle, at=house().clock.real())
    if found is None:
        return make_response("", 401)
    answer = jsonify(unread=found.count)
    answer.set_etag(found.tag)
    return answer.make_conditional(request)


@bp.post("/messages/read")
@signed_in
def read_all() -> ResponseReturnValue:
    """Mark everything read that the page has shown, or that was older."""
    now = database.now()
    count = reading.read_all(database.session(), until=_shown_at(now), by=person_id(), at=now)
    flash(f"已将 {count} 条消息标为已读。" if count else "没有未读的消息。", "done")
    return redirect(url_for("messages.listing"), 303)


@bp.post("/messages/<uuid:message_id>/read")
@signed_in
def read_one(message_id: UUID) -> ResponseReturnValue:
    """Mark one read, and go where it leads, or stay at the list."""
    row = reading.read_one(database.session(), message_id=message_id, by=person_id(), at=database.now())
    target = url_for("messages.listing") if "stay" in request.form else path(row.kind, row.about)
    return redirect(target, 303)


def _shown_at(now: datetime) -> datetime:
    """When the page was drawn; now, where that cannot be read or lies ahead."""
    try:
        shown = datetime.fromisoformat(request.form.get("until", ""))
    except ValueError:
        return now
    return min(shown, now) if shown.tzinfo is not None else now
