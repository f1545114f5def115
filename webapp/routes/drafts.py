"""Drafts kept as they are typed. The answer is empty: the page says by itself when it was kept."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from webapp import kept_forms
from webapp.visitor import person_id, signed_in

bp = Blueprint("drafts", __name__)


@bp.post("/drafts")
@signed_in
def keep() -> ResponseReturnValue:
    """Keep the fields of a form for its page. 413 where they are too many; what is kept is read by that page alone."""
    if not kept_forms.keep(person_id(), _path()):
        abort(413)
    return Response(status=204)


@bp.post("/drafts/discard")
@signed_in
def discard() -> ResponseReturnValue:
    """Throw a draft away, and show its page as if nothing had been typed."""
    path = _path()
    kept_forms.drop(person_id(), path)
    return redirect(path, 303)


def _path() -> str:
    """The page a draft is for: a path of this site."""
    path = request.form.get("draft_path", "")
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path and path.isprintable()
    if not ours or len(path) > 500:
        abort(400)
    return path
