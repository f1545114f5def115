"""Text to numbered lines, blank ones dropped, so that everything read later can name its line."""

from __future__ import annotations

from dataclasses import dataclass

_EDGES = " \t\r\f\v\u3000\u00a0\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad\u2028\u2029\u0085"


@dataclass(frozen=True)
class Line:
    """One printed line without the blanks around it; `number` counts from 1 as an editor shows it."""

    number: int
    text: str


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines that carry something, in order. \\r\\n, \\r and \\n all end a line."""
    printed = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    stripped = (Line(number, line.strip(_EDGES)) for number, line in enumerate(printed, start=1))
    return tuple(line for line in stripped if line.text)
