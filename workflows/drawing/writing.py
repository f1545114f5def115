"""Text in a picture: SVG does not break lines, so it is done here for Chinese and Latin text alike."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape
from typing import Final

#: what may not begin a line (the closing marks of GB/T 15834 that occur in short names)
_NO_LINE_START: Final = frozenset("，。、；：？！）》”’%")
_LINE: Final = 1.25
Say = Callable[[str], str]
"""Puts a text into the language of the page."""


def width_of(text: str, size: float) -> float:
    """How wide a text is set, roughly: an ideograph is one em wide, a Latin letter a little more than half."""
    return sum(size if ord(char) > 0x2E7F else size * 0.56 for char in text)


def lines_of(text: str, room: float, size: float) -> list[str]:
    """The text broken into as few lines as fit, of nearly equal length: 出具销号 / 验收报告, never 出具销号验收报 / 告."""
    if not has_ideographs(text):
        return _filled(text, room, size)
    count = max(1, math.ceil(width_of(text, size) / max(room, size)))
    aim = width_of(text, size) / count
    lines: list[str] = []
    line = ""
    for char in text:
        full = width_of(line, size) + size * 0.5 > aim and len(lines) < count - 1
        if line and full and char not in _NO_LINE_START:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def has_ideographs(text: str) -> bool:
    """Whether a text is of those for which the places in a diagram were measured."""
    return any(ord(char) > 0x2E7F for char in text)


def _filled(text: str, room: float, size: float) -> list[str]:
    """A sentence of words, each line as full as it may be: words are not broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [text]


def text_at(text: str, *, middle: tuple[float, float], room: float, size: float, css: str, fill: str) -> str:
    """One text element centred on a point, its lines as tspans."""
    return text_of(lines_of(text, room, size), middle, size, f'class="{css}" text-anchor="middle" fill="{fill}"')


def text_of(lines: list[str], middle: tuple[float, float], size: float, look: str) -> str:
    """Lines about a point as one text element; `look` are its other attributes."""
    x, y = middle
    first = y - (len(lines) - 1) * size * _LINE / 2 + size * 0.36
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(first + place * size * _LINE)}">{escape(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    return f'<text {look} font-size="{number(size)}">{spans}</text>'


def number(value: float) -> str:
    """A coordinate without needless digits."""
    return f"{value:.1f}".removesuffix(".0")
