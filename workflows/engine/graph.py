"""Walking along the connections of a sketch."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workflows.engine.sketch import Sketch

Next = Callable[[str], Iterable[str]]


def after(sketch: Sketch, identity: str) -> list[str]:
    """Where a case can go from this box: along its connections, or through the events at its border."""
    along = [one.target for one in sketch.leaving.get(identity, [])]
    return along + [event.id for event in sketch.borders.get(identity, [])]


def reachable(starts: Iterable[str], onward: Next) -> set[str]:
    """Everything that can be reached from these, themselves included."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for identity in onward(waiting.pop()):
            if identity not in found:
                found.add(identity)
                waiting.append(identity)
    return found


def from_start(sketch: Sketch) -> set[str]:
    """Everything a case can reach."""
    starts = [shape.id for shape in sketch.shapes if shape.tag == "startEvent"]
    return reachable(starts, lambda identity: after(sketch, identity))


def in_a_circle(sketch: Sketch, identity: str) -> bool:
    """Whether a case that leaves this box can come back to it."""
    return identity in reachable(after(sketch, identity), lambda one: after(sketch, one))
