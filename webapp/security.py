"""Headers that every answer carries, and the size of what may be sent."""

from __future__ import annotations

import re
from uuid import uuid4

from flask import Flask, Response, g, request

from webapp.api.refusals import ROOT
from webapp.house import house
from webapp.settings import MEGABYTE
from workflows.plans import MOST_BYTES

POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
FORM_LIMIT = 2 * MEGABYTE
UPLOAD_SLACK = MEGABYTE  # the other fields and the multipart frame around a file of exactly the limit
EVIDENCE = frozenset(
    {"tasks.act", "tasks.add_evidence", "uploads.append", "api.add_task_evidence", "api.add_problem_evidence"}
)
PAPERS = frozenset({"verify.check", "api.verify_paper"})
PAPER_LIMIT = 50 * MEGABYTE


REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


def register(app: Flask) -> None:
    """Must come before the form-token check, which reads the body and so needs the limit."""
    app.before_request(_number_request)
    app.before_request(_limit_body)
    app.after_request(_add_headers)


def limit_in_words() -> str:
    """The largest body this address takes, as a person thinks of it: 200 MB of evidence, not 201 MB of frame."""
    return f"{g.get('body_limit', FORM_LIMIT) // MEGABYTE} MB"


def _number_request() -> None:
    """A number of our own; a program of the API may bring the one under which it keeps its own log."""
    brought = request.headers.get("X-Request-Id", "") if request.path.startswith(ROOT) else ""
    g.request_id = brought if REQUEST_ID.fullmatch(brought) else uuid4().hex[:12]


def _limit_body() -> None:
    """Only the addresses that take files accept large bodies."""
    if request.endpoint in EVIDENCE:
        _allow(house().settings.evidence_limit)
    elif request.endpoint in PAPERS:
        _allow(PAPER_LIMIT)
    elif request.endpoint == "plans.upload":
        _allow(MOST_BYTES)


def _allow(limit: int) -> None:
    g.body_limit = limit
    request.max_content_length = limit + UPLOAD_SLACK


def _add_headers(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if house().settings.https:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["X-Request-Id"] = g.get("request_id", "")
    return answer
