"""A stored file as an answer."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response
from werkzeug.wsgi import FileWrapper

from webapp.house import house


def attachment(digest: str, *, name: str, media_type: str) -> Response:
    """The file with this digest, streamed, in a sandbox: what somebody uploaded acts in nobody's name."""
    store = house().store
    answer = Response(FileWrapper(store.open(digest)), mimetype=media_type)
    answer.content_length = store.size(digest)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
