"""The small signs inside shapes that tell kinds of boxes apart, after the BPMN standard (chapter 7.2.1)."""

from __future__ import annotations

from typing import Final

from workflows.drawing.layout import Shape
from workflows.drawing.writing import number

_TASK_MARKS: Final = {
    "userTask": "M-4 -2a4 4 0 1 1 8 0a4 4 0 1 1 -8 0M-7 9q0 -6 7 -6t7 6z",
    "serviceTask": "M-6 0a6 6 0 1 1 12 0a6 6 0 1 1 -12 0M-2 0a2 2 0 1 1 4 0a2 2 0 1 1 -4 0M0 -9v3M0 6v3M-9 0h3M6 0h3",
}
_GATEWAY_MARKS: Final = {
    "exclusiveGateway": "M-7 -7L7 7M7 -7L-7 7",
    "parallelGateway": "M-10 0h20M0 -10v20",
    "eventBasedGateway": "M-12 0a12 12 0 1 1 24 0a12 12 0 1 1 -24 0M0 -7l7 5l-3 8h-8l-3 -8z",
}
_BARS: Final = "M-5 -7v12M0 -7v12M5 -7v12"
_EVENT_MARKS: Final = {
    "timer": "M-9 0a9 9 0 1 1 18 0a9 9 0 1 1 -18 0M0 -6v6l4 3",
    "message": "M-8 -5h16v11h-16zl8 6l8 -6",
}


def mark_of(shape: Shape, stroke: str) -> str:
    """The sign of a shape as one path; empty for shapes without one."""
    x, y = shape.area.middle
    if shape.kind in _TASK_MARKS:
        kind = _path(_TASK_MARKS[shape.kind], shape.area.x + 15, shape.area.y + 15, stroke, 1.1)
        return kind + (_path(_BARS, x, shape.area.corners[1][1] - 8, stroke, 2.2) if shape.side_by_side else "")
    if shape.kind in _GATEWAY_MARKS:
        return _path(_GATEWAY_MARKS[shape.kind], x, y, stroke, 2.6 if shape.kind != "eventBasedGateway" else 1.3)
    return _path(_EVENT_MARKS[shape.event], x, y, stroke, 1.3) if shape.event else ""


def tick_at(x: float, y: float, fill: str) -> str:
    """The sign for "done": a filled disc with a tick, readable without colour."""
    disc = f'<circle cx="{number(x)}" cy="{number(y)}" r="8" fill="{fill}"/>'
    return f"{disc}{_path('M-4 0l3 3l5 -6', x, y, '#fff', 1.8)}"


def _path(path: str, x: float, y: float, stroke: str, width: float) -> str:
    place = f"translate({number(x)} {number(y)})"
    return f'<path d="{path}" transform="{place}" fill="none" stroke="{stroke}" stroke-width="{width}"/>'
