"""Static files by content: the address carries the file's digest, so that browsers keep a file for a year and still see every change."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

STATIC = Path(__file__).parent / "static"
YEAR = 31_536_000


def register(app: Flask) -> None:
    """Give templates `asset(name)` and `vendored(name)`, and answers their caching."""
    app.jinja_env.globals.update(asset=asset, vendored=vendored)
    app.after_request(_cache_static)


def asset(name: str) -> str:
    """The address of a static file with its digest."""
    return url_for("static", filename=name, v=_digest(name))


def vendored(name: str) -> str:
    """The address of a third-party file copied at set-up, or empty where it is absent: pages work without them."""
    path = f"vendor/{name}"
    return asset(path) if (STATIC / path).is_file() else ""


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:16]


def _cache_static(answer: Response) -> Response:
    if request.endpoint == "static" and answer.status_code in (200, 304):
        fresh = f"public, max-age={YEAR}, immutable" if request.args.get("v") else "no-cache"
        answer.headers["Cache-Control"] = fresh
    return answer
