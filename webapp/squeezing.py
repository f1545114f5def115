"""Pages and static texts sent compressed: a first visit on a telephone is a quarter of the bytes, whatever stands in front of the site.

Static texts are squeezed once per process, pages as they are made (about a millisecond). Pictures, papers and archives are compressed already,
and downloads are left alone.

A compressed answer can betray a secret beside text an outsider chose (BREACH). The form token on a page is signed anew each second, so that
guessing it piece by piece finds nothing that stays, and the session cookie is `SameSite=Lax`: an outsider's page cannot have ours fetched by it.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

from webapp.settings import MEGABYTE

SQUEEZED = frozenset({"text/html", "text/css", "text/javascript", "application/xml", "text/xml", "image/svg+xml"})
WITHOUT = frozenset({204, 206, 304})
"""Statuses whose body is none, or a piece that must keep its place."""
LEAST = 860
"""Bytes: a smaller answer travels in one packet as it is."""
MOST = 4 * MEGABYTE
"""A larger answer is somebody's file, and is sent from the store without being read into memory."""


def register(app: Flask) -> None:
    """Must come first: what is registered first sees an answer last, when every header stands."""
    app.after_request(_squeeze)


def _squeeze(answer: Response) -> Response:
    if answer.mimetype not in SQUEEZED:
        return answer
    answer.vary.add("Accept-Encoding")
    if _left_alone(answer) or not request.accept_encodings["gzip"]:
        return answer
    answer.direct_passthrough = False
    body = answer.get_data()
    if len(body) >= LEAST:
        answer.set_data(_kept(body) if request.endpoint == "static" else gzip.compress(body, 6, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
        _weaken_tag(answer)
    return answer


def _left_alone(answer: Response) -> bool:
    headers = answer.headers
    download = headers.get("Content-Disposition", "").startswith("attachment")
    large = answer.is_streamed and (answer.content_length or MOST + 1) > MOST
    return answer.status_code in WITHOUT or "Content-Encoding" in headers or download or large


def _weaken_tag(answer: Response) -> None:
    tag, _ = answer.get_etag()
    if tag:
        answer.set_etag(tag, weak=True)  # the same text in other bytes


@lru_cache(maxsize=64)
def _kept(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
