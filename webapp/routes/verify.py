"""The public page that says whether a paper is genuine. Nothing that is uploaded here is kept."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from reports.verdict import Verdict
from reports.verify_apart import verify_apart
from webapp import database
from webapp.allowance import Allowance
from webapp.house import house
from webapp.security import PAPER_LIMIT
from webapp.settings import MEGABYTE
from webapp.visitor import visitor
from workflows import queries
from workflows.queries import signers
from workflows.rules.errors import Refusal, Unreadable

bp = Blueprint("verify", __name__)

AT_ONCE = BoundedSemaphore(2)
"""How many files strangers may have examined at the same time; the next one waits a while."""
PATIENCE = 20.0
"""Seconds a file waits for its turn before its sender is asked to come again."""

UNKNOWN = "没有与所填核验码（和文号）相符的文书。请对照文书末页逐字核对；如仍查不到，这份文书不是由本站签发的。"


class TooOften(Refusal):
    """核验太频繁：同一网络地址每分钟最多 {most} 次。请在 {seconds} 秒之后再试。
    Too many checks from this address; try again in {seconds} seconds.
    """

    code = "too-often"


class Busy(Refusal):
    """正在核验的文件较多，请在 {seconds} 秒之后再试。
    Other files are being examined; try again in {seconds} seconds.
    """

    code = "busy"


@bp.get("/verify")
def show() -> ResponseReturnValue:
    """The two ways to verify; with a code in the address (the QR code on the paper has number and code) the answer at once."""
    number, code = request.args.get("number", "").strip()[:100], request.args.get("code", "").strip()[:40]
    if not code:
        visitor()
        return _page(number=number, code=code)
    try:
        _count()
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
        _count()
        data = _uploaded()
        verdict = _verdict(data)
    except (TooOften, Busy) as refusal:
        return _later(refusal)
    except Refusal as refusal:
        return _page(refused=str(refusal)), 422
    visitor()
    registered = queries.registered_file(database.session(), digest=verdict.digest)
    return _page(verdict=verdict, registered=registered)


def _verdict(data: bytes) -> Verdict:
    """Against what the register knows of this very file, else of the paper whose code it carries."""
    digest = hashlib.sha256(data).hexdigest()
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Busy(seconds=int(PATIENCE))
    try:
        verdict = _examined(data, digest=digest)
        return _examined(data, code=verdict.code) if verdict.code and not _known(digest) else verdict
    finally:
        AT_ONCE.release()


def _examined(data: bytes, **known_by: str) -> Verdict:
    with house().sessions() as short:  # ended before the file is examined
        at, revoked = house().clock.now(short), signers.revoked(short)
        expected = signers.expected(short, **{"digest": "", "code": "", **known_by})
    settings = house().settings
    return verify_apart(data, roots=settings.roots(), crls=settings.crls(), revoked=revoked, expected=expected, at=at)


def _known(digest: str) -> bool:
    with house().sessions() as short:
        return signers.expected(short, digest=digest, code="") is not None


def _count() -> None:
    """Raises TooOften. Looking up a code counts as well: codes are not to be tried out."""
    most = house().settings.verify_per_minute
    allowance = current_app.extensions.setdefault("verify", Allowance(most, timedelta(minutes=1)))
    seconds = allowance.seconds_to_wait(request.remote_addr or "", house().clock.real())
    if seconds:
        raise TooOften(most=most, seconds=seconds)


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
