"""Which boxes a case must have passed to stand where it stands."""

from __future__ import annotations

from collections.abc import Collection

from workflows.engine.diagram import Diagram
from workflows.engine.graph import reachable


def always_through(diagram: Diagram, box: str, gates: Collection[str]) -> bool:
    """Whether every way from the start to `box` leads through one of `gates`; False when there are none."""
    model = diagram.model
    following: dict[str, list[str]] = {each.id: [] for each in model.boxes}
    for flow in model.flows:
        following[flow.source].append(flow.target)
    for each in model.boxes:
        if each.attached_to:
            following[each.attached_to].append(each.id)
    starts = [each.id for each in model.boxes if each.kind == "start"]
    around = reachable(starts, lambda one: () if one in gates else following[one])
    return box not in around or box in gates
