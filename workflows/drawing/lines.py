"""Connections: lines with round corners, so that a line which joins another shows the way it goes on."""

from __future__ import annotations

from math import hypot
from typing import Final

from workflows.drawing.labels import flow_label_svg
from workflows.drawing.layout import Edge, Point
from workflows.drawing.writing import number

_INK: Final = "#5b687a"
_WORDS: Final = "#44546a"
_RADIUS: Final = 9.0
_ARROW: Final = 9.0


def edge_svg(edge: Edge) -> str:
    """One connection with its arrow and, where the layout gives a place for it, its name."""
    if edge.kind == "association":
        return f'<path d="{_rounded(edge.points)}" fill="none" stroke="{_INK}" stroke-dasharray="2 4"/>'
    line = f'<path d="{_rounded(edge.points)}" fill="none" stroke="{_INK}" stroke-width="1.4"/>'
    return f'<g class="flow">{line}{_arrow(edge.points[-2], edge.points[-1])}{_name(edge)}</g>'


def _name(edge: Edge) -> str:
    if not edge.name or edge.label is None:
        return ""
    return flow_label_svg(edge.name, edge.label, edge.points, css="flow-name", fill=_WORDS)


def _rounded(points: tuple[Point, ...]) -> str:
    parts = [f"M{_pair(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        parts.append(f"L{_pair(_towards(corner, before))}Q{_pair(corner)} {_pair(_towards(corner, after))}")
    return "".join([*parts, f"L{_pair(points[-1])}"])


def _towards(corner: Point, other: Point) -> Point:
    """The point on the way from a corner to another point where the curve begins."""
    length = hypot(other[0] - corner[0], other[1] - corner[1])
    part = min(_RADIUS, length / 2) / length if length else 0.0
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part


def _arrow(before: Point, tip: Point) -> str:
    length = hypot(tip[0] - before[0], tip[1] - before[1]) or 1.0
    along = ((tip[0] - before[0]) / length, (tip[1] - before[1]) / length)
    foot = (tip[0] - along[0] * _ARROW, tip[1] - along[1] * _ARROW)
    sides = [(foot[0] + sign * along[1] * 4, foot[1] - sign * along[0] * 4) for sign in (1, -1)]
    return f'<path d="M{_pair(tip)}L{_pair(sides[0])}L{_pair(sides[1])}Z" fill="{_INK}"/>'


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
