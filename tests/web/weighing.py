"""What a first visit to a page loads, as it travels: the page, its styles, their fonts, its scripts and the diagram it draws."""

from __future__ import annotations

import gzip
import re
from html import unescape
from urllib.parse import urljoin

from tests.web.browser import Visitor

LIST_PAGE, WITH_DIAGRAM = 120_000, 250_000
"""Bytes."""
ASKING = {"Accept-Encoding": "gzip"}
_LOADED = re.compile(r'<(?:link[^>]* href|script[^>]* src|[a-z]+[^>]* data-diagram)="([^"]+)"')
_SCRIPT = re.compile(r"<script[^>]*>")
_IN_STYLE = re.compile(r"url\([\"']?(?!data:)([^)\"'#?]+)")


class Scales:
    """Weighs pages for one person; what many pages share is fetched once."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._known: dict[str, int] = {}

    def faults(self, address: str) -> list[str]:
        """Whether it is too heavy, and what in it holds up the first paint."""
        answer = self.visitor.client.get(address, headers=ASKING)
        page = _text(answer.data, answer.headers.get("Content-Encoding"))
        bound = WITH_DIAGRAM if "bpmn-" in page else LIST_PAGE
        weight = len(answer.data) + sum(self._weight(unescape(each)) for each in set(_LOADED.findall(page)))
        found = [f"{address}: {weight} bytes, {bound} are allowed"] if weight > bound else []
        waits = [each for each in _SCRIPT.findall(page) if " defer" not in each and 'type="module"' not in each]
        return found + [f"{address}: {each} holds up the first paint" for each in waits]

    def _weight(self, address: str) -> int:
        if address not in self._known:
            answer = self.visitor.client.get(address, headers=ASKING)
            assert answer.status_code == 200, address
            within = ""
            if answer.mimetype == "text/css":
                within = _text(answer.data, answer.headers.get("Content-Encoding"))
            parts = {urljoin(address, each) for each in _IN_STYLE.findall(within)}
            self._known[address] = len(answer.data) + sum(self._weight(each) for each in parts)
        return self._known[address]


def _text(body: bytes, encoding: str | None) -> str:
    return (gzip.decompress(body) if encoding == "gzip" else body).decode()
