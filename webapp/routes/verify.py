"""The public page that says whether a paper is genuine. Nothing that is uploaded here is kept."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from reports.verdict import Verdict
from reports.verify_apart import verify_apart
from webapp import database
from webapp.house import house
from webapp.security import PAPER_LIMIT
from webapp.settings import MEGABYTE
from webapp.visitor import visitor
from workflows import queries
from workflows.rules.errors import Refusal, Unreadable

bp = Blueprint("verify", __name__)

AT_ONCE = BoundedSemaphore(2)
"""How many files strangers may have examined at the same time; the next one waits."""

UNKNOWN = "没有与所填核验码（和文号）相符的文书。请对照文书末页逐字核对；如仍查不到，这份文书不是由本站签发的。"


@bp.get("/verify")
def show() -> ResponseReturnValue:
    """The two ways to verify; with a code in the address (the QR code on the paper has number and code) the answer at once."""
    visitor()
    number, code = request.args.get("number", "").strip()[:100], request.args.get("code", "").strip()[:40]
    if not code:
        return _page(number=number, code=code)
    found = queries.registered(database.session(), code=code, number=number)
    if found is None:
        return _page(number=number, code=code, refused=UNKNOWN), 404
    return _page(number=number, code=code, looked_up=found)


@bp.post("/verify")
def check() -> ResponseReturnValue:
    """The verdict on an uploaded file. A file that is no PDF is told so with 422.

    The database is asked only afterwards, so that a file that takes long to examine holds up nobody's work.
    """
    try:
        verdict = _verdict(_uploaded())
    except Refusal as refusal:
        return _page(refused=str(refusal)), 422
    visitor()
    registered = queries.registered_file(database.session(), digest=verdict.digest)
    return _page(verdict=verdict, registered=registered)


def _verdict(data: bytes) -> Verdict:
    with house().sessions() as short:  # ended before the file is examined
        at = house().clock.now(short)
    with AT_ONCE:
        return verify_apart(data, roots=house().settings.roots(), at=at)


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
