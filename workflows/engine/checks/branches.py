"""Parallel branches: every token that is sent out must come back, and none may come back twice.

Played through like a board game: tokens stand in boxes, or on the connections into a join that still waits. Decisions go every way,
times and messages come in every order. Only diagrams with parallel gateways are played; branches that do not interrupt their box end
on their own (see `loops`) and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.checks.words import finding
from workflows.engine.findings import Finding, Known
from workflows.engine.sketch import Connection, Shape, Sketch

MOST_POSITIONS = 5_000
Position = frozenset[str]
"""The ids of the boxes, and of the connections into joins, on which a token stands."""


def check(sketch: Sketch, _known: Known) -> Iterator[Finding]:
    """Joins that would wait for ever, and boxes that would be entered twice at once."""
    starts = [shape.id for shape in sketch.shapes if shape.tag == "startEvent"]
    if len(starts) != 1 or not any(shape.tag == "parallelGateway" for shape in sketch.shapes):
        return
    yield from _play(sketch, frozenset(starts))


def _play(sketch: Sketch, beginning: Position) -> Iterator[Finding]:
    seen, waiting = {beginning}, [beginning]
    while waiting:
        position = waiting.pop()
        moves = list(_moves(sketch, position))
        if not moves and position:
            yield from _stuck(sketch, position)
            return
        for before, after in moves:
            doubled = [one for one in after if one in before]
            if doubled:
                yield _doubled(sketch, doubled[0])
                return
            following = before | frozenset(after)
            if following not in seen:
                seen.add(following)
                waiting.append(following)
        if len(seen) > MOST_POSITIONS:
            yield _too_tangled(sketch)
            return


def _moves(sketch: Sketch, position: Position) -> Iterator[tuple[Position, list[str]]]:
    """Every next move: the tokens that stay, and the places where tokens arrive."""
    for place in sorted(position):
        shape = sketch.by_id.get(place)
        if shape is not None:
            for after in _ways(sketch, shape):
                yield position - {place}, after
    for shape in sketch.shapes:
        arriving = _arrivals(sketch, shape)
        if arriving and arriving <= position:
            yield position - arriving, _all_ways(sketch, shape)


def _arrivals(sketch: Sketch, shape: Shape) -> Position:
    """The connections into a join, all of which must carry a token."""
    if shape.tag != "parallelGateway":
        return frozenset()
    return frozenset(one.id for one in sketch.entering[shape.id])


def _ways(sketch: Sketch, shape: Shape) -> list[list[str]]:
    """Where the token in this box can go: each element is one choice."""
    along = [_landing(sketch, one) for one in sketch.leaving[shape.id]]
    return along + [[event.id] for event in sketch.borders[shape.id] if event.interrupting]


def _all_ways(sketch: Sketch, shape: Shape) -> list[str]:
    return [place for one in sketch.leaving[shape.id] for place in _landing(sketch, one)]


def _landing(sketch: Sketch, connection: Connection) -> list[str]:
    """A token stops on the connection before a join; an end takes it off the board; any other box holds it."""
    match sketch.by_id[connection.target].tag:
        case "parallelGateway":
            return [connection.id]
        case "endEvent":
            return []
    return [connection.target]


def _stuck(sketch: Sketch, position: Position) -> Iterator[Finding]:
    """The first join that waits. Without one it is a dead end, which has a finding of its own."""
    for waiting in [one for one in sketch.connections if one.id in position][:1]:
        said = "会一直等下去：有的走法里，通向它的几条连线到不齐。请让每个分支都回到它这里。"
        join = sketch.by_id[waiting.target]
        yield finding("join-never-complete", join, said, "it may wait for ever for a branch that went elsewhere")


def _doubled(sketch: Sketch, place: str) -> Finding:
    target = next((one.target for one in sketch.connections if one.id == place), place)
    said = "可能同时走到两次：有并行分支没有先汇合。请在它前面用并行网关汇合。"
    return finding("entered-twice", sketch.by_id[target], said, "two branches can be here at once; join them before")


def _too_tangled(sketch: Sketch) -> Finding:
    said = f"的并行分支组合太多（超过 {MOST_POSITIONS} 种），无法逐一核对。请减少并行分支。"
    return finding("too-tangled", sketch, said, "its parallel branches have too many combinations to be checked")
