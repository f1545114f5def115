"""Boxes, gateways, events, lanes."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from workflows.drawing.labels import label_svg, margin_name
from workflows.drawing.layout import Area, Shape
from workflows.drawing.marks import mark_of, tick_at
from workflows.drawing.notes import group_svg, note_svg
from workflows.drawing.writing import Say, has_ideographs, lines_of, number, text_at, width_of

State = Literal["current", "done", "ahead"]
_INK: Final = "#14233a"
_HEADER: Final = 30.0
_DONE: Final = "已办理"


@dataclass(frozen=True, kw_only=True)
class _Look:
    """The colours of a state: ink blue for structure, cinnabar only for what is live."""

    stroke: str
    fill: str
    weight: float
    ink: str = _INK


_LOOKS: Final[dict[State, _Look]] = {
    "current": _Look(stroke="#b3261e", fill="#fbeceb", weight=3),
    "done": _Look(stroke="#1d4e74", fill="#e8f0f5", weight=1.6),
    "ahead": _Look(stroke="#44546a", fill="#ffffff", weight=1.4),
}


def frame_svg(shape: Shape) -> str:
    """A lane or the whole participant, its name standing upright in the margin as in a Chinese table."""
    area, css = shape.area, escape(shape.kind)
    x, y, width, height = (number(side) for side in (area.x, area.y, area.width, area.height))
    outline = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="none" stroke="#9aa5b1"/>'
    tint = "#f4f3ef" if shape.kind == "lane" else "#e8f0f5"
    margin = f'<rect x="{x}" y="{y}" width="{_HEADER:g}" height="{height}" fill="{tint}" stroke="#9aa5b1"/>'
    return f'<g class="{css}">{outline}{margin}{margin_name(shape.name, area, _HEADER, _INK)}</g>'


def shape_svg(shape: Shape, state: State, say: Say = str) -> str:
    """One box, gateway or event in its state; a note or group has none."""
    if shape.kind == "textAnnotation":
        return note_svg(shape)
    if shape.kind == "group":
        return group_svg(shape)
    look = _LOOKS[state]
    several = "由各单位分别办理" if shape.side_by_side else ""
    words = say("，".join(word for word in (shape.name, several, _words(shape, state)) if word))
    title = f"<title>{escape(words)}</title>" if words else ""
    body = f"{_outline(shape, look)}{mark_of(shape, look.stroke)}{_name(shape, look)}{_badge(shape, state, look, say)}"
    return f'<g class="box {state}" data-box="{escape(shape.id)}">{title}{body}</g>'


def _words(shape: Shape, state: State) -> str:
    """The state in words: people do boxes, and the case waits for events."""
    if state == "current":
        return "正在办理" if shape.kind.endswith("Task") else "正在等待"
    return _DONE if state == "done" else ""


def _outline(shape: Shape, look: _Look) -> str:
    if shape.kind.endswith("Event"):
        return _event(shape, look)
    if shape.kind.endswith("Gateway"):
        return _diamond(shape.area, look)
    x, y, width, height = (number(side) for side in (shape.area.x, shape.area.y, shape.area.width, shape.area.height))
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" {_paint(look)}/>'


def _paint(look: _Look) -> str:
    return f'fill="{look.fill}" stroke="{look.stroke}" stroke-width="{look.weight:g}"'


def _diamond(area: Area, look: _Look) -> str:
    (x, y), (left, top), (right, bottom) = area.middle, *area.corners
    points = ((x, top), (right, y), (x, bottom), (left, y))
    joined = " ".join(f"{number(across)},{number(down)}" for across, down in points)
    return f'<polygon points="{joined}" {_paint(look)}/>'


def _event(shape: Shape, look: _Look) -> str:
    x, y = (number(side) for side in shape.area.middle)
    radius = shape.area.width / 2
    weight = 3.4 if shape.kind == "endEvent" else look.weight
    dashes = ' stroke-dasharray="4 3"' if shape.dashed else ""
    outer = f'<circle cx="{x}" cy="{y}" r="{number(radius)}" fill="{look.fill}" stroke="{look.stroke}" '
    rings = f'{outer}stroke-width="{weight:g}"{dashes}/>'
    if shape.kind in ("startEvent", "endEvent"):
        return rings
    inner = f'<circle cx="{x}" cy="{y}" r="{number(radius - 3.5)}" fill="none" stroke="{look.stroke}"{dashes}/>'
    return f"{rings}{inner}"


def _name(shape: Shape, look: _Look) -> str:
    """Inside a box; beside gateways and events, where the layout puts it."""
    if not shape.name:
        return ""
    if not shape.kind.endswith(("Event", "Gateway")):
        return _name_inside(shape, look)
    below = Area(x=shape.area.x - 20, y=shape.area.y + shape.area.height + 4, width=shape.area.width + 40, height=16)
    label = shape.label or below
    return label_svg(shape.name, label, of=shape.area, css="box-name", fill=look.ink)


def _name_inside(shape: Shape, look: _Look) -> str:
    """Below the mark in the corner: a name of three lines is set smaller, so that its first does not run into the mark."""
    (x, y), room = shape.area.middle, shape.area.width - 12
    many = not has_ideographs(shape.name) and len(lines_of(shape.name, room, 14)) > 2
    size, below = (12, 9) if many else (14, 6)
    return text_at(shape.name, middle=(x, y + below), room=room, size=size, css="box-name", fill=look.ink)


def _badge(shape: Shape, state: State, look: _Look, say: Say) -> str:
    (_, top), (right, _) = shape.area.corners
    if state == "done":
        return tick_at(right - 4, top + 4, look.stroke)
    if state != "current":
        return ""
    words, x = say(_words(shape, state)), shape.area.middle[0]
    width = width_of(words, 12) + 16
    plate = (
        f'<rect x="{number(x - width / 2)}" y="{number(top - 12)}" width="{number(width)}" height="20" rx="3" '
        f'fill="{look.stroke}"/>'
    )
    return plate + text_at(words, middle=(x, top - 2), room=width, size=12, css="badge", fill="#ffffff")
