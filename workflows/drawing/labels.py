"""Names beside what they name, and names in the margin. The places were measured for Chinese; longer words grow away from the shape."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Final

from workflows.drawing.layout import Area, Point
from workflows.drawing.writing import has_ideographs, lines_of, number, text_of, width_of

_SIZE: Final = 12.0
_LINE: Final = 15.0
_HALO: Final = 'paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round"'
"""A line behind a name leaves it readable."""
_MARGIN: Final = 14.0
_SMALLEST: Final = 11.0


def label_svg(name: str, label: Area, *, of: Area, css: str, fill: str) -> str:
    """The name of a shape at its place; words that need more lines than were measured keep away from the shape."""
    lines = lines_of(name, label.width, _SIZE)
    x, y, anchor = (*label.middle, "middle") if has_ideographs(name) else _away(lines, label, of)
    return text_of(lines, (x, y), _SIZE, f'class="{css}" text-anchor="{anchor}" fill="{fill}" {_HALO}')


def flow_label_svg(name: str, label: Area, points: Sequence[Point], *, css: str, fill: str) -> str:
    """The name of a line at its place; above a level line, words of several lines grow upwards."""
    lines, (x, y) = lines_of(name, max(label.width, 28), _SIZE), label.middle
    level = any(
        a[1] == b[1] and min(a[0], b[0]) <= x <= max(a[0], b[0]) and 0 <= a[1] - y < 24 for a, b in pairwise(points)
    )
    if level and not has_ideographs(name):
        y -= (len(lines) - 1) * _LINE / 2
    return text_of(lines, (x, y), _SIZE, f'class="{css}" text-anchor="middle" fill="{fill}" {_HALO}')


def _away(lines: list[str], label: Area, of: Area) -> tuple[float, float, str]:
    """Where the middle of the lines comes, and which side of them stands there."""
    (x, y), half = label.middle, len(lines) * _LINE / 2
    (left, top), (right, bottom) = of.corners
    if label.x >= right:
        return label.x, y, "start"
    if label.x + label.width <= left:
        return label.x + label.width, y, "end"
    if y > bottom:
        return x, max(y, bottom + half - 6), "middle"
    return x, min(y, top - half + 6) if y < top else y, "middle"


def margin_name(name: str, area: Area, header: float, fill: str) -> str:
    """The upright name of a lane: smaller where it is longer than the lane, and in two columns where that is not enough."""
    room = max(area.height - 8, 1.0)
    size = max(_SMALLEST, min(_MARGIN, _MARGIN * room / (width_of(name, _MARGIN) or 1.0)))
    lines = lines_of(name, room, size)[:2] if width_of(name, size) > room else [name]
    first, step = area.x + header / 2 + (len(lines) - 1) * size * 0.55, size * 1.1
    return "".join(
        f'<text x="{number(first - place * step)}" y="{number(area.middle[1])}" writing-mode="vertical-rl" text-anchor="middle" '
        f'font-size="{number(size)}" fill="{fill}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
