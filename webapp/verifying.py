"""Verifying a paper for whoever asks, by the page for everybody or through the JSON API: so often, so many at once, apart from the database."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from threading import BoundedSemaphore

from flask import current_app, request

from reports.verdict import Verdict
from reports.verify_apart import verify_apart
from webapp.allowance import Allowance
from webapp.house import house
from workflows.queries import signers
from workflows.rules.errors import Refusal

AT_ONCE = BoundedSemaphore(2)
"""How many files strangers may have examined at the same time; the next one waits a while."""
PATIENCE = 20.0
"""Seconds a file waits for its turn before its sender is asked to come again."""


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


def verdict_on(data: bytes) -> Verdict:
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


def count() -> None:
    """Raises TooOften. Looking up a code counts as well: codes are not to be tried out."""
    most = house().settings.verify_per_minute
    allowance = current_app.extensions.setdefault("verify", Allowance(most, timedelta(minutes=1)))
    seconds = allowance.seconds_to_wait(request.remote_addr or "", house().clock.real())
    if seconds:
        raise TooOften(most=most, seconds=seconds)
