"""Follows HTML through the pieces of a template: whether a place is text, the value of an attribute, or markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

Place = Literal["text", "value", "markup"]
INLINE = frozenset({"a", "b", "strong", "em", "i", "code", "small", "abbr", "kbd", "sup", "sub"})
"""Elements that stand inside a sentence and are carried through it."""
UNTOUCHED = frozenset(
    {"value", "href", "src", "action", "name", "id", "class", "for", "pattern", "accept", "content", "lang", "datetime"}
)
"""Attributes that are no text for people, or that hold what somebody typed."""
_PLACES: dict[str, Place] = {"script": "markup", "style": "markup", "option": "value", "title": "value"}
"""What the text of these elements is; that of all others is text."""
_TAG = re.compile(r"(?P<space>\s+)|(?P<end>/?>)|=(?P<quote>[\"'])|(?P<name>[^\s=>\"'/]+)|(?P<other>.)", re.S)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)?")


@dataclass(frozen=True)
class Piece:
    """Some characters at one place. `begins` and `ends` mark the first and the last piece of a tag."""

    place: Place
    text: str
    tag: str = ""
    """The element whose tag begins here, with `/` before it where it is closed; `?` for one whose name is filled in."""
    begins: bool = False
    ends: bool = False


class Follower:
    """Reads on where the piece before left off."""

    def __init__(self) -> None:
        self._state = "text"
        self._quote = ""
        self._attribute = ""
        self._element = ""
        self._inside = ""  # script, style, textarea, option or title

    @property
    def translates(self) -> str:
        """What is done with a value filled in here: `text` (may be marked up), `plain` (words only) or nothing."""
        if self._state == "text":
            return "" if self._inside in {"script", "style", "textarea"} else "plain" if self._inside else "text"
        return "plain" if self._state == "value" and self._attribute not in UNTOUCHED else ""

    @contextmanager
    def inside(self, element: str) -> Iterator[None]:
        """For a stretch whose surroundings stand in another template."""
        before, self._inside = self._inside, element
        yield
        self._inside = before

    def read(self, data: str) -> Iterator[Piece]:
        """The pieces of the next stretch of template."""
        at = 0
        while at < len(data):
            step = {"text": self._text, "tag": self._tag, "value": self._value, "comment": self._comment}[self._state]
            at, piece = step(data, at)
            if piece.text:
                yield piece

    def _text(self, data: str, at: int) -> tuple[int, Piece]:
        end = data.find("<", at)
        place = _PLACES.get(self._inside, "text")
        if end < 0:
            return len(data), Piece(place, data[at:])
        if end > at:
            return end, Piece(place, data[at:end])
        if data.startswith(("<!--", "<!"), at) and data.startswith("<!--", at):
            self._state = "comment"
            return at, Piece("markup", "")
        found = _NAME.match(data, at)
        opening = found.group() if found else "<"
        self._state, self._attribute = "tag", ""
        self._element = ("/" if opening.startswith("</") else "") + ((found and found[1]) or "?").lower()
        return at + len(opening), Piece("markup", opening, tag=self._element, begins=True)

    def _tag(self, data: str, at: int) -> tuple[int, Piece]:
        found = _TAG.match(data, at)
        if found is None:  # cannot happen: the pattern takes any character
            return at + 1, Piece("markup", data[at])
        if found["name"]:
            self._attribute = found["name"].lower()
        if found["quote"]:
            self._state, self._quote = "value", found["quote"]
        if found["end"]:
            self._state = "text"
            self._enter()
        return found.end(), Piece("markup", found.group(), ends=bool(found["end"]))

    def _enter(self) -> None:
        if self._element in {"script", "style", "textarea", "option", "title"}:
            self._inside = self._element
        elif self._element == f"/{self._inside}":
            self._inside = ""

    def _value(self, data: str, at: int) -> tuple[int, Piece]:
        end = data.find(self._quote, at)
        if end == at:
            self._state = "tag"
            return at + 1, Piece("markup", self._quote)
        end = len(data) if end < 0 else end
        return end, Piece("markup" if self._attribute in UNTOUCHED else "value", data[at:end])

    def _comment(self, data: str, at: int) -> tuple[int, Piece]:
        end = data.find("-->", at)
        if end < 0:
            return len(data), Piece("markup", data[at:])
        self._state = "text"
        return end + 3, Piece("markup", data[at : end + 3])


class Lines(Follower):
    """Plain text, the text of a mail: no elements, and no message goes over the end of a line."""

    @property
    def translates(self) -> str:
        """Words only."""
        return "plain"

    def read(self, data: str) -> Iterator[Piece]:
        """Line by line."""
        for piece in re.split("(\n)", data):
            if piece:
                yield Piece("markup" if piece == "\n" else "value", piece)
