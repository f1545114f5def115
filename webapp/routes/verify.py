"""The public page that says whether a paper is genuine. Nothing that is uploaded here is kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.security import PAPER_LIMIT
from webapp.settings import MEGABYTE
from webapp.verifying import Busy, TooOften, count, verdict_on
from webapp.visitor import visitor
from workflows import queries
from workflows.rules.errors import Refusal, Unreadable

bp = Blueprint("verify", __name__)

UNKNOWN = "没有与所填核验码（和文号）相符的文书。请对照文书末页逐字核对；如仍查不到，这份文书不是由本站签发的。"


@bp.get("/verify")
def show() -> ResponseReturnValue:
    """The two ways to verify; with a code in the address (the QR code on the paper has number and code) the answer at once."""
    number, code = request.args.get("number", "").strip()[:100], request.args.get("code", "").strip()[:40]
    if not code:
        visitor()
        return _page(number=number, code=code)
    try:
        count()
    except TooOften as refusal:
        return _later(refusal, number=number, code=code)
    visitor()
    found = queries.registered(database.session(), code=code, number=number)
    if found is None:
        return _page(number=number, code=code, refused=UNKNOWN), 404
    return _page(number=number, code=code, looked_up=found)


@bp.post("/verify")
def check() -> ResponseReturnValue:
    """The verdict on an uploaded file. A file that is no PDF is told so with 422, who comes too often with 429.

    The database is asked only in short turns before and after, so that a file that takes long holds up nobody's work.
    """
    try:
        count()
        data = _uploaded()
        verdict = verdict_on(data)
    except (TooOften, Busy) as refusal:
        return _later(refusal)
    except Refusal as refusal:
        return _page(refused=str(refusal)), 422
    visitor()
    registered = queries.registered_file(database.session(), digest=verdict.digest)
    return _page(verdict=verdict, registered=registered)


def _later(refusal: Refusal, **about: Any) -> Response:
    visitor()
    answer = make_response(_page(refused=str(refusal), **about), 429)
    answer.headers["Retry-After"] = str(refusal.fields["seconds"])
    return answer


def _uploaded() -> bytes:
    file = request.files.get("pdf")
    if file is None or not file.filename:
        raise Unreadable(what="文件", where="上传", why="没有选择文件")
    data = bytes(file.read())
    if not data.startswith(b"%PDF-"):
        raise Unreadable(what="文件", where=file.filename[:100], why="这不是 PDF 文件")
    return data


def _page(**about: Any) -> str:
    return render_template(
        "verify.html", **{"place": "verify", "limit_mb": PAPER_LIMIT // MEGABYTE, "number": "", "code": "", **about}
    )
