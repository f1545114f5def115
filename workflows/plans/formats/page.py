"""Saved web pages: the text in the order it is read, tables as tables, and what is navigation or advertising told apart by the page's own build.

Nothing is thrown away but what no reader sees (scripts, styles, form controls); navigation is kept as lines that are no part of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from lxml import etree, html

from workflows.plans.decode import decode_page
from workflows.plans.errors import in_whole
from workflows.plans.lines import OF_PAGE, Spot
from workflows.plans.sources import Cell, Draft, Element, Source, Table

DEEPEST = 200
_UNSEEN = frozenset(
    {
        "area", "audio", "button", "canvas", "head", "iframe", "input", "map", "noscript", "object", "option", "script", "select", "style",
        "svg", "template", "textarea", "video",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav",
        "ol", "p", "pre", "section", "summary", "td", "th", "tr", "ul",
    }
)  # fmt: skip
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside"})
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|header|top|topbar|foot|footer|bottom|crumbs?|breadcrumbs?|side|sidebar|share|bdshare"
    r"|related|recommend|copyright|banner|adv?|ads|advert|toolbar|links?|pager|pagination|qrcode|login|search)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_LINKED = 0.6
_SPACES = re.compile(r"[ \t\r\n\f]+")


def read_page(data: bytes) -> Source:
    """The lines and tables of a page. Raises PlanUnreadable when there is none or tags are nested without end."""
    return _read(decode_page(data))


def read_saved_page(data: bytes) -> Source:
    """A page saved as one file (.mht): the page is the first part of its kind."""
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return read_page(payload if isinstance(payload, bytes) else b"")
    raise in_whole("这个网页存档里没有网页正文，请另存为 .html 再试", "there is no page in this archive")


def _read(text: str) -> Source:
    parser = html.HTMLParser(recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as broken:
        raise in_whole("网页里没有文字，请确认保存的是网页全文", "there is no text in the page") from broken
    _check_depth(root)
    weights = _weights(root)
    return Source(tuple(_Reader(weights=weights, whole=weights[root].text).elements(root, "")))


def _check_depth(root: etree._Element) -> None:
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        if depth > DEEPEST:
            raise in_whole(f"网页嵌套超过 {DEEPEST} 层，读不了", f"the page is nested over {DEEPEST} deep")
        stack.extend((child, depth + 1) for child in element)


@dataclass(frozen=True, slots=True)
class _Weight:
    """How many characters stand in an element, how many of them in links, and how many links there are."""

    text: int
    linked: int
    links: int


def _weights(root: etree._Element) -> dict[etree._Element, _Weight]:
    """The weight of every element, in one pass from the end of the page to its beginning."""
    found: dict[etree._Element, _Weight] = {}
    for element in reversed(list(root.iter())):
        below = [(found[child], len("".join((child.tail or "").split()))) for child in element]
        seen = element.tag not in _UNSEEN
        own = len("".join((element.text or "").split())) if seen else 0
        text = own + sum((weight.text if seen else 0) + tail for weight, tail in below)
        is_link = element.tag == "a"
        linked = text if is_link else sum(weight.linked for weight, _ in below)
        found[element] = _Weight(text, linked, is_link + sum(weight.links for weight, _ in below))
    return found


@dataclass
class _Reader:
    weights: Mapping[etree._Element, _Weight]
    whole: int  # characters of the whole page
    draft: Draft = field(default_factory=Draft)
    tables: int = 0
    _run: list[str] = field(default_factory=list)  # words of the line being read

    def elements(self, element: etree._Element, foreign: str, spot: Spot | None = None) -> Iterator[Element]:
        """The lines and tables below an element, in reading order."""
        yield from self._walk(element, foreign, spot)
        yield from self._flush(foreign, spot)

    def _walk(self, element: etree._Element, foreign: str, spot: Spot | None) -> Iterator[Element]:
        name = element.tag if isinstance(element.tag, str) else ""
        if not name or name in _UNSEEN or _HIDDEN.search(element.get("style") or ""):
            return
        if name == "br":
            yield from self._flush(foreign, spot)
            return
        inside = foreign or self._furniture(element, name)
        blocky = name in _BLOCKS or name == "table"
        if blocky or inside != foreign:
            yield from self._flush(foreign, spot)
        if name == "table":
            yield from self._table(element, inside, spot)
            return
        self._run.append(element.text or "")
        for child in element:
            yield from self._walk(child, inside, spot)
            self._run.append(child.tail or "")
        if blocky or inside != foreign:
            yield from self._flush(inside, spot)

    def _flush(self, foreign: str, spot: Spot | None) -> Iterator[Element]:
        words = _SPACES.sub(" ", "".join(self._run))
        self._run.clear()
        if words.strip():
            yield from self.draft.lines(words, spot, foreign=foreign)

    def _furniture(self, element: etree._Element, name: str) -> str:
        """Navigation by its tag, by its class, or because nearly all of its words are links; never what holds most of the page."""
        if name in ("html", "body", "table", "tbody", "tr"):
            return ""
        named = name in _FURNITURE_TAGS or _FURNITURE_NAMES.search(
            f"{element.get('class') or ''} {element.get('id') or ''}"
        )
        if not named and name not in ("ul", "ol", "div", "td", "dl"):
            return ""
        weight = self.weights[element]
        if weight.text * 2 > self.whole:
            return ""
        linked = weight.links >= 3 and weight.linked > _MOST_LINKED * weight.text
        return OF_PAGE if named or linked else ""

    def _table(self, element: etree._Element, foreign: str, spot: Spot | None) -> Iterator[Element]:
        if spot is None:
            self.tables += 1
        rows: list[tuple[Cell, ...]] = []
        taken: set[tuple[int, int]] = set()
        for row, printed in enumerate(_rows(element)):
            cells, column = [], 0
            for cell in (each for each in printed if each.tag in ("td", "th")):
                while (row, column) in taken:
                    column += 1
                height, width = _span(cell.get("rowspan")), _span(cell.get("colspan"))
                taken |= {(row + down, column + right) for down in range(height) for right in range(width)}
                at = spot or Spot(table=self.tables, row=row + 1, column=column + 1)
                content = tuple(self.elements(cell, foreign, at))
                cells.append(Cell(row=row, column=column, content=content, rows=height, columns=width))
            rows.append(tuple(cells))
        yield Table(tuple(rows))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in ("thead", "tbody", "tfoot"):
            yield from (each for each in element if each.tag == "tr")


def _span(printed: str | None) -> int:
    return max(1, min(int(printed), 200)) if printed and printed.strip().isdigit() and len(printed) < 6 else 1
