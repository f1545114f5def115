"""Brackets at the outermost level: official text nests them and mixes full and half width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_OPEN = "(（【〔["
_CLOSE = ")）】〕]"


@dataclass(frozen=True, kw_only=True)
class Bracket:
    """A bracket from `start` to `end` (both marks inside) with what it encloses; `closed` is False where the text ends before it does."""

    start: int
    end: int
    inner: str
    closed: bool


def outer_brackets(text: str) -> Iterator[Bracket]:
    """The outermost brackets in order, in one pass. A closing mark without an opening one is text."""
    depth, start = 0, 0
    for index, char in enumerate(text):
        if char in _OPEN:
            start, depth = (index, 1) if depth == 0 else (start, depth + 1)
        elif char in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield Bracket(start=start, end=index + 1, inner=text[start + 1 : index], closed=True)
    if depth:
        yield Bracket(start=start, end=len(text), inner=text[start + 1 :], closed=False)


def split_outside(text: str, separators: str) -> list[str]:
    """Split at the separators that stand outside brackets: 各县（市、区）政府、市水务局 are two."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in separators and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]
