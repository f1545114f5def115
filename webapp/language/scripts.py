"""The scripts of a page in English: the same files, their texts replaced once, so that a script needs no table of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from webapp.language.texts import HAN, PLACEHOLDER, Names

_TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`", re.S)
_WORD = re.compile(r"[A-Za-z_]\w*")


def messages_of_script(source: str) -> Iterator[str]:
    """The texts of a script; `${…}` in a template string is a placeholder."""
    found: list[str] = []
    in_english(source, lambda message: found.append(message))
    yield from found


def in_english(source: str, look_up: Callable[[str], str | None]) -> str:
    """The script with its texts replaced by what `look_up` gives; where it gives None the text stays."""
    said, at = "", 0
    while found := _TOKEN.search(source, at):
        said += source[at : found.start()]
        piece, at = found.group(), found.end()
        if piece == "`":
            parts, at = _template(source, at)
            said += _templated(parts, look_up)
        elif piece[0] in "\"'" and HAN.search(piece):
            english = look_up(piece[1:-1].replace("\\" + piece[0], piece[0]))
            said += piece if english is None else _quoted(english)
        else:
            said += piece
    return said + source[at:]


def _template(source: str, at: int) -> tuple[list[tuple[str, str]], int]:
    """The parts of a template string from after its first mark: ("text", …) and ("value", …); and where it ends."""
    parts: list[tuple[str, str]] = []
    text = ""
    while source[at] != "`":
        if source.startswith("${", at):
            end = _closing(source, at + 2)
            parts += [("text", text), ("value", source[at + 2 : end])]
            text, at = "", end + 1
        else:
            text, at = text + source[at], at + 1
    return [*parts, ("text", text)], at + 1


def _closing(source: str, at: int) -> int:
    depth = 0
    while depth or source[at] != "}":
        depth += {"{": 1, "}": -1}.get(source[at], 0)
        at += 1
    return at


def _templated(parts: list[tuple[str, str]], look_up: Callable[[str], str | None]) -> str:
    names, message = Names(), ""
    known: dict[str, str] = {}
    for kind, piece in parts:
        if kind == "text":
            message += piece
            continue
        words = _WORD.findall(re.sub(r"\"[^\"]*\"|'[^']*'", "", piece))
        name = names(words[-1] if words else "value")
        known[name] = in_english(piece, look_up)
        message += f"{{{name}}}"
    english = look_up(message) if HAN.search(message) else None
    if english is None:
        return (
            "`"
            + "".join(piece if kind == "text" else f"${{{in_english(piece, look_up)}}}" for kind, piece in parts)
            + "`"
        )
    return "`" + PLACEHOLDER.sub(lambda place: f"${{{_value(place, known)}}}", english.replace("`", "\\`")) + "`"


def _value(place: re.Match[str], known: dict[str, str]) -> str:
    value = known[place["name"]]
    return value if place["one"] is None else f"{value} === 1 ? {_quoted(place['one'])} : {_quoted(place['many'])}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
