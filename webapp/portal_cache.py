"""Public pages kept for the minute they were made in: a rush of readers costs the database one page a minute, whoever they are.

Kept by address and language, at most 256; a page is made from nothing that belongs to its reader. With several processes each keeps its own,
and a decision to hide something reaches the others within the minute.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from webapp.house import house
from webapp.language import spoken

P = ParamSpec("P")
KEY = "xiaohao.portal"
MOST = 256
SECONDS = 60


class Kept:
    """Finished answers by (address, language), each with the minute in which it was made."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, str], tuple[int, bytes, str]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str], minute: int) -> tuple[bytes, str] | None:
        """Body and type of an answer made in this minute."""
        with self._lock:
            made, body, kind = self._pages.get(key, (-1, b"", ""))
            return (body, kind) if made == minute else None

    def put(self, key: tuple[str, str], minute: int, body: bytes, kind: str) -> None:
        """Keep an answer; the one that was asked for longest ago goes."""
        with self._lock:
            self._pages[key] = (minute, body, kind)
            self._pages.move_to_end(key)
            if len(self._pages) > MOST:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()


def kept_for_a_minute(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Answer from what is kept; `304` where the reader has it already. Only for views that know nothing of who asks."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        minute, key = int(house().clock.real().timestamp()) // SECONDS, (request.full_path, spoken())
        found = _kept().get(key, minute)
        if found is None:
            made = make_response(view(*args, **kwargs))
            if made.status_code != 200:
                return made
            found = (made.get_data(), made.content_type or "")
            _kept().put(key, minute, *found)
        return _told(*found)

    return answered


def forget() -> None:
    """Somebody decided what is public: the next reader sees it."""
    _kept().clear()


def _told(body: bytes, kind: str) -> Response:
    answer = Response(body, content_type=kind)
    seen_by = "private" if request.args.get("lang") else "public"  # the switch of languages sets a cookie
    answer.headers["Cache-Control"] = f"{seen_by}, max-age={SECONDS}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _kept() -> Kept:
    kept: Kept = current_app.extensions.setdefault(KEY, Kept())
    return kept
