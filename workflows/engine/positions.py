"""Where the tokens of a case may stand together in a diagram.

Without parallel gateways a case has one token on its main way, and may stand in any box. With them, a token in one branch means that
others are under way or wait at the join: a case moved into a branch alone would wait there for ever.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.graph import reachable
from workflows.engine.model import Box, Model

Place = str | tuple[str, str]
"""A box, or a connection (source, target) into a join on which a token waits for the others."""
Position = frozenset[Place]
MOST = 20_000
"""Positions looked at. The check of a diagram refuses one with more than 5,000."""


def side_boxes(model: Model) -> set[str]:
    """The boxes of side branches, which events that do not interrupt send out and which end on their own."""
    following = _following(model)
    starts = [box.id for box in model.boxes if box.attached_to and not box.interrupting]
    return reachable(starts, lambda one: following[one])


def can_stand(model: Model, position: Position) -> bool:
    """Whether a case of this diagram can come to stand with its main tokens exactly there."""
    if not any(box.kind == "parallel_gateway" for box in model.boxes):
        return len(position) <= 1
    board = _Board(model)
    beginning: Position = frozenset(box.id for box in model.boxes if box.kind == "start")
    seen, waiting = {beginning}, [beginning]
    while waiting and len(seen) < MOST:
        here = waiting.pop()
        if here == position:
            return True
        for following in board.moves(here):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return position in seen


def _following(model: Model) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {box.id: [] for box in model.boxes}
    for flow in model.flows:
        found[flow.source].append(flow.target)
    for box in model.boxes:
        if box.attached_to:
            found[box.attached_to].append(box.id)
    return found


class _Board:
    """A diagram as a board: every move takes a token one box further."""

    def __init__(self, model: Model) -> None:
        self.boxes = {box.id: box for box in model.boxes}
        self.out: dict[str, list[str]] = {box.id: [] for box in model.boxes}
        self.into: dict[str, set[Place]] = {box.id: set() for box in model.boxes}
        for flow in model.flows:
            self.out[flow.source].append(flow.target)
            self.into[flow.target].add((flow.source, flow.target))
        self.cuts = [(box.attached_to, box.id) for box in model.boxes if box.attached_to and box.interrupting]

    def moves(self, here: Position) -> Iterator[Position]:
        """Every next position."""
        for place in here:
            if isinstance(place, str):
                for target in self.out[place]:
                    yield here - {place} | self._landing(place, target)
                yield from (here - {place} | {event} for host, event in self.cuts if host == place)
        for box in self._complete(here):
            landed = frozenset[Place]().union(*(self._landing(box.id, target) for target in self.out[box.id]))
            yield here - self.into[box.id] | landed

    def _complete(self, here: Position) -> Iterator[Box]:
        """The parallel gateways at which every connection has a token."""
        for box in self.boxes.values():
            if box.kind == "parallel_gateway" and self.into[box.id] <= here:
                yield box

    def _landing(self, source: str, target: str) -> Position:
        match self.boxes[target].kind:
            case "parallel_gateway":
                return frozenset({(source, target)})
            case "end":
                return frozenset()
        return frozenset({target})
