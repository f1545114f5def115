"""The papers of a case file, printed again inside it: the same words and layout, without places for signatures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from reports.dossiers import CaseFile, Dossier, from_json

_BODY = re.compile(r"<body(?: class=\"(?P<layout>[^\"]*)\")?>(?P<inside>.*)</body>", re.DOTALL)
_ANCHOR = re.compile(r"<a id=\"sig-[^\"]*\" class=\"(?:place|own)\"></a>")


@dataclass(frozen=True, kw_only=True)
class Page:
    """A paper's own HTML, to be put into that of the file: `layout` are the classes of its body."""

    layout: str
    body: Markup


def pages(file: CaseFile, html_of: Callable[[Dossier], str]) -> list[Page]:
    """Every paper of the file in order. Raises Unreadable for one that this version does not know."""
    return [_page(html_of(from_json(each.dossier))) for each in file.papers]


def _page(html: str) -> Page:
    found = _BODY.search(html)
    if found is None:
        raise ValueError("a template without a body")
    inside = _ANCHOR.sub("", found["inside"])
    return Page(layout=found["layout"] or "letterhead", body=Markup(inside))  # noqa: S704 (escaped when it was written)
