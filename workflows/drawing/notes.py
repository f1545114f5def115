"""What modellers write beside the flow: notes and groups. They explain, and have no state."""

from __future__ import annotations

from typing import Final

from workflows.drawing.layout import Shape
from workflows.drawing.writing import number, text_at

_INK: Final = "#44546a"
_LINE: Final = "#8a95a3"


def note_svg(shape: Shape) -> str:
    """A text annotation: a bracket at its left, as the standard draws it."""
    area = shape.area
    bracket = (
        f'<path d="M{number(area.x + 10)} {number(area.y)}H{number(area.x)}V{number(area.y + area.height)}'
        f'H{number(area.x + 10)}" fill="none" stroke="{_LINE}" stroke-width="1.4"/>'
    )
    x, y = area.middle
    words = text_at(shape.name, middle=(x + 3, y), room=area.width - 16, size=12, css="note", fill=_INK)
    return f'<g class="note">{bracket}{words}</g>'


def group_svg(shape: Shape) -> str:
    """A group: a frame around boxes that lets everything behind it be seen."""
    area = shape.area
    x, y, width, height = (number(side) for side in (area.x, area.y, area.width, area.height))
    return (
        f'<rect class="group" x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="none" '
        f'stroke="{_LINE}" stroke-dasharray="8 4 2 4"/>'
    )
