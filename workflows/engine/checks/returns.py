"""Where a form lets a case be sent back to: the diagram must have the box, and lead there when it is chosen."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workflows.engine.checks.words import finding
from workflows.engine.errors import ExpressionRefused
from workflows.engine.expressions import compile_condition
from workflows.engine.findings import Finding, Known
from workflows.engine.graph import after, reachable
from workflows.engine.sketch import Connection, Shape, Sketch


def check(sketch: Sketch, known: Known) -> Iterator[Finding]:
    """Every box that a form offers to send a case back to."""
    for shape in sketch.shapes:
        if shape.tag != "userTask":
            continue
        kind = known.answer_kind(shape.properties.get("form", ""))
        for target, title in kind.returns.items():
            yield from _target(sketch, shape, kind.return_fact, target, title)


def _target(sketch: Sketch, shape: Shape, fact: str, target: str, title: str) -> Iterator[Finding]:
    named, offered = sketch.by_id.get(target), f"的表单可以退回到“{title}”（{target}），"
    if named is None or named.tag != "userTask":
        said = f"{offered}但图里没有编号为“{target}”的人工任务。请在图里加上，或从表单里删去这一项。"
        yield finding("return-unknown-box", shape, said, f"its form sends back to {target}, which is no user box")
    elif target not in _led_to(sketch, shape.id, fact, target):
        said = f'{offered}但后面的网关没有连线通到那里。请从网关画一条连线过去，条件写 {fact} == "{target}"。'
        yield finding("return-not-reached", shape, said, f"no connection leads back to {target} when it is chosen")
    elif _lies_ahead(sketch, shape.id, target):
        said = f"{offered}但那是这一环节{'本身' if named is shape else '后面的环节'}，不是退回。"
        yield finding("return-ahead", shape, said, f"{target} does not lie before it", severity="warning")
    elif named.name.strip() != title.strip():
        said = f"{offered}但图里这个环节叫“{named.name}”，办理人会认不出来。"
        yield finding("return-renamed", shape, said, f"the form calls {target} by another name", severity="warning")


def _led_to(sketch: Sketch, start: str, fact: str, target: str) -> set[str]:
    """The user boxes a case can come to next when `fact` is `target`."""
    shapes = sketch.by_id

    def onward(identity: str) -> list[str]:
        if identity != start and shapes[identity].tag == "userTask":
            return []
        return [one.target for one in _open(sketch, shapes[identity], fact, target)]

    passed = reachable([start], onward) - {start}
    again = start in {one.target for each in (passed | {start}) for one in _open(sketch, shapes[each], fact, target)}
    return {each for each in passed if shapes[each].tag == "userTask"} | ({start} if again else set())


def _open(sketch: Sketch, shape: Shape, fact: str, target: str) -> list[Connection]:
    """The connections a case may take here: where one asks for this very choice, that one; never one that asks for another."""
    leaving = [one for one in sketch.leaving[shape.id] if one.target in sketch.by_id]
    if shape.tag != "exclusiveGateway":
        return leaving
    asked = {one.id: _asked(one.condition, fact) if one.id != shape.default else frozenset() for one in leaving}
    chosen = [one for one in leaving if target in asked[one.id]]
    return chosen or [one for one in leaving if not asked[one.id]]


def _asked(condition: str | None, fact: str) -> frozenset[str]:
    """The texts with which a condition compares the fact; empty for a condition about something else."""
    try:
        compile_condition(condition or "")
    except ExpressionRefused:
        return frozenset()  # has a finding of its own
    compared = [
        node for node in ast.walk(ast.parse((condition or "").strip(), mode="eval")) if isinstance(node, ast.Compare)
    ]
    return frozenset(text for node in compared for text in _texts(node, fact))


def _texts(node: ast.Compare, fact: str) -> Iterator[str]:
    sides = [node.left, *node.comparators]
    if not any(isinstance(side, ast.Name) and side.id == fact for side in sides):
        return
    if isinstance(node.ops[0], (ast.Eq, ast.In)):
        for side in sides:
            for part in ast.walk(side):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def _lies_ahead(sketch: Sketch, start: str, target: str) -> bool:
    """Whether every way from the start to `target` leads through `start`, so that it cannot have been done before."""
    begins = [shape.id for shape in sketch.shapes if shape.tag == "startEvent"]
    around = reachable(begins, lambda identity: () if identity == start else after(sketch, identity))
    return target == start or target not in around
