"""Cuts the output of a template into messages: a sentence with what is filled in and the elements inside it, nothing beyond its tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby

from jinja2 import nodes
from markupsafe import escape

from webapp.language.markup import INLINE, Follower, Piece
from webapp.language.texts import ELEMENT, HAN, MONTHS, PLACEHOLDER, Names, is_text

LookUp = Callable[[str, int], str | None]
"""The English of a message found on a line; None where there is none, or nobody wants it."""


@dataclass
class Words:
    """Constant characters; `place` as in `Piece`."""

    text: str
    place: str


@dataclass
class Filled:
    """An expression; `translates` says what is done with its value here."""

    node: nodes.Expr
    name: str
    translates: str

    def shown(self) -> nodes.Expr:
        """The expression as an English page outputs it."""
        if not self.translates or _needs_nothing(self.node):
            return self.node
        name = "in_english" if self.translates == "text" else "in_plain_english"
        return nodes.Filter(self.node, name, [], [], None, None, lineno=self.node.lineno)


@dataclass
class Tag:
    """A whole tag of an element that stands inside sentences."""

    name: str
    closing: bool
    parts: list[Part] = field(default_factory=list)


Part = Words | Filled | Tag
NO_TEXT = frozenset({"url_for", "csrf_token", "asset", "vendored"})
IN_ENGLISH_ALREADY = frozenset({"day", "short_day", "moment", "size", "weekday", "short", "length", "count"})


def _needs_nothing(node: nodes.Expr) -> bool:
    """Whether a value can hold no Chinese of ours: an address, a count, a date."""
    if isinstance(node, nodes.Call):
        return isinstance(node.node, nodes.Name) and node.node.name in NO_TEXT
    return isinstance(node, nodes.Const) or (isinstance(node, nodes.Filter) and node.name in IN_ENGLISH_ALREADY)


def name_of(node: nodes.Node | None) -> str:
    """A short name for an expression: the last word of it that says something."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(attr=attr):
            return str(attr)
        case nodes.Filter(node=inner) | nodes.Getitem(node=inner) | nodes.Call(node=inner):
            return name_of(inner)
        case nodes.CondExpr():
            return "choice"
    return "value"


def parts_of(output: Sequence[nodes.Expr], follower: Follower) -> list[Part]:
    """The output of one stretch of template, with whole inline tags gathered."""
    flat: list[tuple[Part, Piece | None]] = []
    for node in output:
        if isinstance(node, nodes.TemplateData):
            flat.extend((Words(piece.text, piece.place), piece) for piece in follower.read(node.data))
        else:
            flat.append((Filled(node, name_of(node), follower.translates), None))
    return list(_gathered(flat))


def _gathered(flat: list[tuple[Part, Piece | None]]) -> Iterator[Part]:
    at = 0
    while at < len(flat):
        part, piece = flat[at]
        end = _end_of_tag(flat, at) if piece and piece.begins and piece.tag.lstrip("/") in INLINE else None
        if end is None or piece is None:
            yield part
            at += 1
            continue
        yield Tag(piece.tag.lstrip("/"), piece.tag.startswith("/"), [each for each, _ in flat[at : end + 1]])
        at = end + 1


def _end_of_tag(flat: list[tuple[Part, Piece | None]], begin: int) -> int | None:
    """Where the tag that begins here ends, if it does before the next one begins."""
    for at in range(begin, len(flat)):
        piece = flat[at][1]
        if piece and piece.ends:
            return at
        if piece and piece.begins and at > begin:
            return None
    return None


def runs(parts: Sequence[Part]) -> Iterator[tuple[bool, list[Part]]]:
    """Stretches that may be one sentence, and the markup between them."""
    for (_, together), run in groupby(parts, key=lambda part: (_kind(part), _kind(part) != "markup")):
        yield together, list(run)


def _kind(part: Part) -> str:
    if isinstance(part, Tag):
        return "text"
    if isinstance(part, Filled):
        return "value" if part.translates == "plain" else part.translates or "markup"
    return part.place


class Cutter:
    """Turns runs into output nodes, asking for the English of each message."""

    def __init__(self, look_up: LookUp, *, plain: bool = False) -> None:
        """`plain`: what is cut is no markup, and nothing in it must be quoted."""
        self.look_up = look_up
        self.quoted: Callable[[str], str] = str if plain else escape

    def output(self, parts: Sequence[Part], line: int) -> list[nodes.Expr]:
        """The nodes of one stretch of template, in English where the catalogue knows it."""
        found: list[nodes.Expr] = []
        for together, run in runs(parts):
            found.extend(self._run(run, line) if together else _as_they_are(run))
        return found

    def _run(self, run: list[Part], line: int) -> list[nodes.Expr]:
        if not any(isinstance(part, Words) and is_text(part.text) for part in run):
            return self._plain(run, line)
        begin, end = _edges(run)
        middle = run[begin:end]
        if _is_sentence(middle):
            return [*self._plain(run[:begin], line), *self._sentence(middle, line), *self._plain(run[end:], line)]
        return self._apart(run, line)

    def _apart(self, run: list[Part], line: int) -> list[nodes.Expr]:
        """Elements side by side without words between them: each is its own message."""
        found: list[nodes.Expr] = []
        for is_tag, group in groupby(run, key=lambda part: isinstance(part, Tag)):
            pieces = list(group)
            found.extend(self._plain(pieces, line) if is_tag else self._words(pieces, line))
        return found

    def _words(self, run: list[Part], line: int) -> list[nodes.Expr]:
        if any(isinstance(part, Words) and is_text(part.text) for part in run):
            return self._sentence(run, line)
        return self._plain(run, line)

    def _plain(self, run: Sequence[Part], line: int) -> list[nodes.Expr]:
        return [
            node for part in run for node in (self._tag(part, line) if isinstance(part, Tag) else _as_they_are([part]))
        ]

    def _tag(self, tag: Tag, line: int) -> list[nodes.Expr]:
        return self.output(tag.parts, line)

    def _sentence(self, run: list[Part], line: int) -> list[nodes.Expr]:
        before, message, after, known = message_of(run)
        english = self.look_up(message, line)
        if english is None:
            return self._plain(run, line)
        return [_data(before), *self._filled(english, known, line), _data(after)]

    def _filled(self, english: str, known: dict[str, Part], line: int) -> Iterator[nodes.Expr]:
        """The English with everything in its place; quotation marks become entities, which is right in text and in an attribute."""
        at = 0
        for found in re.finditer(f"{PLACEHOLDER.pattern}|{ELEMENT.pattern}", english):
            part = known.get(found.group() if found["tag"] else found["name"])
            if part is None:
                continue
            yield _data(str(self.quoted(english[at : found.start()])))
            yield from self._tag(part, line) if isinstance(part, Tag) else [_placed(found, part, line)]
            at = found.end()
        yield _data(str(self.quoted(english[at:])))


def _placed(found: re.Match[str], part: Part, line: int) -> nodes.Expr:
    if not isinstance(part, Filled):
        raise TypeError(f"{found.group()} names an element")
    if found["one"] is None:
        kind = nodes.Const(found["kind"], lineno=line)
        return (
            nodes.Filter(part.node, "month_name", [kind], [], None, None, lineno=line)
            if kind.value in MONTHS
            else part.shown()
        )
    forms = [nodes.Const(found["one"], lineno=line), nodes.Const(found["many"], lineno=line)]
    return nodes.Filter(part.node, "numbered", forms, [], None, None, lineno=line)


def message_of(run: Sequence[Part]) -> tuple[str, str, str, dict[str, Part]]:
    """The blank before a run, its message, the blank after it, and what its placeholders and elements stand for."""
    names, tags = Names(), Names()
    known: dict[str, Part] = {}
    opened: list[str] = []
    said = ""
    for part in run:
        if isinstance(part, Words):
            said += unescape(part.text)
        elif isinstance(part, Filled):
            name = names(part.name)
            known[name] = part
            said += f"{{{name}}}"
        else:
            name = f"</{opened.pop()}>" if part.closing and opened else f"<{tags(part.name).replace('_', '')}>"
            if not part.closing:
                opened.append(name[1:-1])
            known[name] = part
            said += name
    message = said.strip()
    start = said.index(message) if message else 0
    return said[:start], re.sub(r"\s+", " ", message), said[start + len(message) :], known


def _edges(run: Sequence[Part]) -> tuple[int, int]:
    """Without the tags of other things at both ends: a closing one first, an opening one last, and one that wraps all the rest."""
    begin, end = 0, len(run)
    while begin < end and (_loose(run, begin, end, first=True) or _blank(run[begin])):
        begin += 1
    while end > begin and (_loose(run, begin, end, first=False) or _blank(run[end - 1])):
        end -= 1
    first, last = (run[begin], run[end - 1]) if end - begin > 1 else (None, None)
    if isinstance(first, Tag) and isinstance(last, Tag) and _partner(run, begin, end) == end - 1:
        inner = _edges(run[begin + 1 : end - 1])
        return begin + 1 + inner[0], begin + 1 + inner[1]
    return begin, end


def _loose(run: Sequence[Part], begin: int, end: int, *, first: bool) -> bool:
    part = run[begin] if first else run[end - 1]
    if not isinstance(part, Tag):
        return False
    if first:
        return part.closing or _partner(run, begin, end) is None
    return not part.closing


def _partner(run: Sequence[Part], begin: int, end: int) -> int | None:
    depth = 0
    for at in range(begin, end):
        part = run[at]
        if isinstance(part, Tag):
            depth += -1 if part.closing else 1
            if depth == 0:
                return at
    return None


def _blank(part: Part) -> bool:
    return isinstance(part, Words) and not part.text.strip()


def _is_sentence(run: Sequence[Part]) -> bool:
    """Whether words stand outside the elements, and every element is whole: then the elements belong to a sentence."""
    depth, outside = 0, False
    for part in run:
        if isinstance(part, Tag):
            depth += -1 if part.closing else 1
            if depth < 0:
                return False
        elif isinstance(part, Words) and depth == 0 and HAN.search(part.text):
            outside = True
    has_tags = any(isinstance(part, Tag) for part in run)
    return depth == 0 and (outside or not has_tags)


def _as_they_are(run: Sequence[Part]) -> list[nodes.Expr]:
    return [_data(part.text) if isinstance(part, Words) else part.shown() for part in run if not isinstance(part, Tag)]


def _data(text: str) -> nodes.Expr:
    return nodes.TemplateData(text)
