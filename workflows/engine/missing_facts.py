"""Whether a case that goes on under another diagram will find every fact that is asked for on its way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from workflows.engine.expressions import Expression, compile_condition, compile_timer
from workflows.engine.findings import ServiceKind
from workflows.engine.graph import reachable
from workflows.engine.model import Box, Model
from workflows.engine.spread import Spread


@dataclass(frozen=True, kw_only=True)
class Givers:
    """Who gives facts, as for `compile_diagram`."""

    services: Mapping[str, ServiceKind]
    forms: Mapping[str, Collection[str]]
    start_facts: Collection[str]

    def of(self, box: Box) -> frozenset[str]:
        """The facts a box gives when it is left."""
        if box.kind == "start":
            return frozenset(self.start_facts)
        if box.kind == "service":
            kind = self.services.get(box.properties.get("service", ""))
            return kind.gives if kind else frozenset()
        told = box.properties.get("gives", "").replace(",", " ").replace("，", " ").split()
        by_form = frozenset(self.forms.get(box.properties.get("form", ""), ()))
        return by_form | (frozenset(told) if box.kind == "message" else frozenset())


def missing_facts(model: Model, standing: Mapping[str, Collection[str]], givers: Givers) -> list[tuple[Box, str]]:
    """Each fact the case may lack, with the box that asks for it. `standing`: box → what the token there knows.

    What the diagram itself leaves open on some way (a warning of its check) is not held against the case.
    """
    starts = [box.id for box in model.boxes if box.kind == "start"]
    usual = _spread(model, starts, givers).everywhere()
    case = _from(model, standing, givers)
    sure, lucky = case.everywhere(), case.somewhere()
    return [
        (box, name)
        for box, expression in _uses(model)
        if box.id in sure
        for name in sorted(expression.names - sure[box.id])
        if name in usual.get(box.id, ()) or name not in lucky[box.id]
    ]


def _from(model: Model, standing: Mapping[str, Collection[str]], givers: Givers) -> Spread:
    """The ways onward from where the case stands; the first box of each token is entered with what it knows."""
    spread = _spread(model, standing, givers)
    for box, known in standing.items():
        entry = f">{box}"  # no box is named so: ids are XML names
        spread.ways[entry] = []
        spread.own[entry] = frozenset(known)
        spread.ways[box].append(entry)
    return spread


def _spread(model: Model, starts: Collection[str], givers: Givers) -> Spread:
    following: dict[str, list[str]] = {box.id: [] for box in model.boxes}
    for flow in model.flows:
        following[flow.source].append(flow.target)
    borders = {box.id: box.attached_to for box in model.boxes if box.attached_to}
    for event, host in borders.items():
        following[host].append(event)
    reached = reachable(starts, lambda one: following[one])
    ways: dict[str, list[str]] = {box.id: [] for box in model.boxes if box.id in reached}
    for source in ways:
        for target in following[source]:
            ways[target].append(source)
    return Spread(
        ways=ways,
        own={box.id: givers.of(box) for box in model.boxes if box.id in reached},
        borders=borders,
        joins=frozenset(box.id for box in model.boxes if box.kind == "parallel_gateway"),
    )


def _uses(model: Model) -> Iterator[tuple[Box, Expression]]:
    """Every condition and timer with the box at which it is asked."""
    boxes = {box.id: box for box in model.boxes}
    for flow in model.flows:
        source = boxes[flow.source]
        if flow.condition is not None and flow.id != source.default:
            yield source, compile_condition(flow.condition)
    for box in model.boxes:
        if box.timer is not None:
            yield box, compile_timer(box.timer)
