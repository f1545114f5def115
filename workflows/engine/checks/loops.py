"""Circles that would turn for ever, and side branches that would run into the main way and double it."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.checks.words import finding
from workflows.engine.findings import Finding, Known
from workflows.engine.graph import after, reachable
from workflows.engine.sketch import Shape, Sketch


def check(sketch: Sketch, _known: Known) -> Iterator[Finding]:
    """Circles without a stop, side branches that come back."""
    yield from _endless(sketch)
    for shape in sketch.shapes:
        if shape.tag == "boundaryEvent" and not shape.interrupting:
            yield from _comes_back(sketch, shape)


def _stops(shape: Shape) -> bool:
    """Whether a person or a message must act before the case goes on.

    A time in the past stops nobody, and the application does service boxes at once.
    """
    return shape.tag == "userTask" or shape.is_message


def _endless(sketch: Sketch) -> Iterator[Finding]:
    """One finding for each set of boxes that a case could circle through without anybody doing anything."""
    reported: set[str] = set()
    for shape in sketch.shapes:
        if _stops(shape) or shape.id in reported:
            continue
        ahead = reachable(_unstopped(sketch, shape.id), lambda one: _unstopped(sketch, one))
        if shape.id in ahead:
            reported |= ahead
            said = "所在的回路里没有人工任务，也不等消息，案件会一直转下去。"
            yield finding("endless-loop", shape, said, "the loop through it has no user box and no message")


def _unstopped(sketch: Sketch, identity: str) -> list[str]:
    """Where a case goes by itself. Entering a user box arms the timers at its border, perhaps due at once."""
    ahead: list[str] = []
    for connection in sketch.leaving.get(identity, []):
        target = sketch.by_id[connection.target]
        if _stops(target):
            ahead += [event.id for event in sketch.borders[target.id] if not _stops(event)]
        else:
            ahead.append(target.id)
    return ahead


def _comes_back(sketch: Sketch, event: Shape) -> Iterator[Finding]:
    branch = reachable([event.id], lambda one: after(sketch, one))
    doubled = branch & _main_way(sketch)
    shared = [shape for shape in sketch.shapes if shape.id in doubled and shape.tag != "endEvent"]
    if shared:
        said = (
            f"不中断任务，它后面的分支却走到了主流程的“{shared[0].name or shared[0].id}”，案件会变成两份。"
            "请让这一分支单独结束，或改为中断任务。"
        )
        yield finding("branch-comes-back", event, said, f"its branch runs into {shared[0].id} and doubles the case")


def _main_way(sketch: Sketch) -> set[str]:
    """What can be reached without any event that leaves its box going on. Side branches may share boxes and ends."""
    aside = {shape.id for shape in sketch.shapes if shape.tag == "boundaryEvent" and not shape.interrupting}
    starts = [shape.id for shape in sketch.shapes if shape.tag == "startEvent"]
    return reachable(starts, lambda one: [other for other in after(sketch, one) if other not in aside])
