"""The main path as a handful of steps with short names, for the bar at the head of a page.

A diagram has thirty boxes and a page has room for nine steps, so a box may carry the property `step`: boxes with the same step are
one. A diagram without the property shows its user boxes.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workflows.drawing.layout import Box, Layout, read_layout


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: `id` is its first box, `role` the role of its first user box, `boxes` all boxes that belong to it."""

    id: str
    name: str
    role: str
    state: Literal["done", "current", "ahead"]
    boxes: tuple[str, ...]


def steps(source: bytes, *, current: Collection[str], done: Collection[str]) -> list[Step]:
    """The steps from left to right as the diagram draws them; `current` and `done` are box ids.

    What lies before the live step counts as done, even where the case took a short cut; what lies behind it is ahead
    again, even if it was done before a return. With no live box every step up to the last one done is done. Boxes
    without a place on the page follow in the order of the file. Raises Unreadable for a file that is no diagram.
    """
    layout = read_layout(source)
    found = [_step(layout, name, boxes) for name, boxes in _grouped(layout).items()]
    live = [place for place, step in enumerate(found) if set(step.boxes) & set(current)]
    reached = live[0] if live else _after_last(found, done)
    return [_stated(step, place, live[:1], reached) for place, step in enumerate(found)]


def _stated(step: Step, place: int, live: Sequence[int], reached: int) -> Step:
    if place in live:
        return replace(step, state="current")
    return replace(step, state="done" if place < reached else "ahead")


def _after_last(found: Sequence[Step], done: Collection[str]) -> int:
    return max((place + 1 for place, step in enumerate(found) if set(step.boxes) & set(done)), default=0)


def _step(layout: Layout, name: str, boxes: Sequence[Box]) -> Step:
    first = next((box for box in boxes if box.kind == "userTask"), boxes[0])
    ids = tuple(box.id for box in boxes)
    return Step(id=first.id, name=name, role=layout.lanes.get(first.id, ""), state="ahead", boxes=ids)


def _grouped(layout: Layout) -> Mapping[str, list[Box]]:
    groups: dict[str, list[Box]] = {}
    for name, box in sorted(_named(layout), key=lambda pair: math.inf if pair[1].x is None else pair[1].x):
        groups.setdefault(name, []).append(box)
    return groups


def _named(layout: Layout) -> Iterator[tuple[str, Box]]:
    stepped = [box for box in layout.boxes if box.properties.get("step")]
    for box in stepped or [box for box in layout.boxes if box.kind == "userTask"]:
        yield box.properties.get("step") or box.name, box
