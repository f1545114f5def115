"""Listening to the check: the findings of small diagrams."""

from __future__ import annotations

from itertools import pairwise

from tests.engine.cases import findings_of
from tests.engine.drawing import (
    Item,
    diagram,
    end,
    start,
)
from workflows.engine import Finding

LINE = ["start > work", "work > end"]


def line_of_boxes(*boxes: Item) -> bytes:
    """Start, these boxes one after another, end."""
    ids = ["start", *(box.id for box in boxes), "end"]
    return diagram(start(), *boxes, end(), flows=[f"{one} > {two}" for one, two in pairwise(ids)])


def only(source: bytes) -> Finding:
    """The one finding there must be."""
    found = findings_of(source)
    assert len(found) == 1, [(one.code, one.message) for one in found]
    return found[0]


def codes(source: bytes) -> set[str]:
    return {one.code for one in findings_of(source)}
