"""A PDF read back with a ruler: lines of characters and drawn rules, in millimetres from the upper left corner of the page.

Nothing here knows our style sheet: what is measured is what a printer puts on paper.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTCurve, LTPage

MM = 72 / 25.4


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One printed character: its box and baseline in millimetres, its size in points, its face without the subset's prefix."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    face: str
    red: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """Characters on one baseline, from left to right."""

    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        return "".join(mark.text for mark in self.marks)

    @property
    def left(self) -> float:
        return self.marks[0].left

    @property
    def right(self) -> float:
        return self.marks[-1].right

    @property
    def baseline(self) -> float:
        return self.marks[0].baseline

    @property
    def size(self) -> float:
        return self.marks[0].size

    @property
    def face(self) -> str:
        return self.marks[0].face


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A drawn bar: its box in millimetres from the upper left corner."""

    left: float
    right: float
    top: float
    bottom: float
    red: bool

    @property
    def across(self) -> bool:
        """Whether it lies: wider than high."""
        return self.right - self.left > self.bottom - self.top


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: its size in millimetres, its lines from above, its rules."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]

    @property
    def odd(self) -> bool:
        return self.number % 2 == 1

    @property
    def inner(self) -> float:
        """Left edge of the type area: the binding edge is 28 mm (GB/T 9704-2012, 5.2.1), on even pages at the right."""
        return 28.0 if self.odd else 26.0

    def body(self) -> tuple[Line, ...]:
        """The lines of the type area: without page number and demonstration mark."""
        return tuple(line for line in self.lines if 37 < line.baseline < 262.5)


def pages(pdf: bytes) -> list[Page]:
    """Every page, measured."""
    return [_page(number, page) for number, page in enumerate(extract_pages(io.BytesIO(pdf), laparams=None), 1)]


def _page(number: int, page: LTPage) -> Page:
    marks = sorted((_mark(each, page.height) for each in _leaves(page, LTChar)), key=lambda m: (m.baseline, m.left))
    rules = tuple(_rule(each, page.height) for each in _leaves(page, LTCurve))
    return Page(number=number, width=page.width / MM, height=page.height / MM, lines=tuple(_lines(marks)), rules=rules)


def _leaves(node: object, kind: type) -> Iterator:  # type: ignore[type-arg]
    if isinstance(node, kind):
        yield node
    elif hasattr(node, "__iter__"):
        for child in node:
            yield from _leaves(child, kind)


def _mark(char: LTChar, height: float) -> Mark:
    colour = char.graphicstate.ncolor
    return Mark(
        text=char.get_text(),
        left=char.x0 / MM,
        right=char.x1 / MM,
        baseline=(height - char.matrix[5]) / MM,
        size=round(char.size, 2),
        face=char.fontname.partition("+")[2] or char.fontname,
        red=_is_red(colour),
    )


def _rule(curve: LTCurve, height: float) -> Rule:
    colour = curve.non_stroking_color if curve.fill else curve.stroking_color
    half = 0 if curve.fill else (curve.linewidth or 0) / 2
    return Rule(
        left=curve.x0 / MM,
        right=curve.x1 / MM,
        top=(height - curve.y1 - half) / MM,
        bottom=(height - curve.y0 + half) / MM,
        red=_is_red(colour),
    )


def _is_red(colour: object) -> bool:
    return isinstance(colour, tuple | list) and len(colour) == 3 and colour[0] > 0.6 and max(colour[1:]) < 0.3


def _lines(marks: list[Mark]) -> Iterator[Line]:
    """Characters whose baselines are the same within a third of a millimetre."""
    row: list[Mark] = []
    for mark in marks:
        if row and mark.baseline - row[0].baseline > 0.35:
            yield Line(marks=tuple(sorted(row, key=lambda m: m.left)))
            row = []
        row.append(mark)
    if row:
        yield Line(marks=tuple(sorted(row, key=lambda m: m.left)))
