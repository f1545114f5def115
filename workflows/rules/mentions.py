"""Who is called by name in a text: `@姓名`, written by hand, matched against those who could be meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_CALL = re.compile(r"(?<![0-9A-Za-z._%+-])[@＠]")  # not the @ of an e-mail address
_HAN = re.compile(r"[\u3400-\u9fff·]{1,4}")


@dataclass(frozen=True, kw_only=True)
class Called:
    """The known names a text calls, and what was called that nobody answers to; each once, in the order of the text."""

    names: tuple[str, ...]
    unknown: tuple[str, ...]


def called(text: str, known: Collection[str]) -> Called:
    """The longest known name behind each sign; where none fits and a Chinese word follows, that is somebody nobody knows."""
    names: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for rest in _behind(text):
        if name := _longest(rest, known):
            names[name] = None
        elif word := _HAN.match(rest):
            unknown[word[0]] = None
    return Called(names=tuple(names), unknown=tuple(unknown))


def pieces(text: str, names: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The text cut into pieces: (words, False), (@姓名, True)."""
    start = 0
    for sign in _CALL.finditer(text):
        name = _longest(text[sign.end() :], names)
        if not name:
            continue
        if sign.start() > start:
            yield text[start : sign.start()], False
        start = sign.end() + len(name)
        yield text[sign.start() : start], True
    if start < len(text):
        yield text[start:], False


def _behind(text: str) -> Iterator[str]:
    return (text[sign.end() :] for sign in _CALL.finditer(text))


def _longest(rest: str, names: Collection[str]) -> str:
    return max((name for name in names if name and rest.startswith(name)), key=len, default="")
