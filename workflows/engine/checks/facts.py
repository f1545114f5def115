"""Facts: a condition or timer may use only what somebody has given by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.engine.checks.events import given_by_message
from workflows.engine.checks.words import finding
from workflows.engine.errors import ExpressionRefused
from workflows.engine.expressions import Expression, compile_condition, compile_timer
from workflows.engine.findings import Finding, Known
from workflows.engine.graph import after, from_start
from workflows.engine.sketch import Part, Shape, Sketch
from workflows.engine.spread import Spread


@dataclass(frozen=True, kw_only=True)
class _Use:
    """An expression, the part that carries it, and the box at which it is evaluated."""

    part: Part
    at: str
    expression: Expression


@dataclass(frozen=True, kw_only=True)
class _Given:
    """What is known on entering each box: on some way there, and on every way there."""

    somewhere: dict[str, frozenset[str]]
    everywhere: dict[str, frozenset[str]]


def check(sketch: Sketch, known: Known) -> Iterator[Finding]:
    """Every fact that is used, against those given before."""
    given = _spread(sketch, known)
    for use in _uses(sketch):
        if use.at not in given.somewhere:
            continue
        for name in sorted(use.expression.names):
            yield from _judge(use, name, given)


def _judge(use: _Use, name: str, given: _Given) -> Iterator[Finding]:
    text = use.expression.text
    if name not in given.somewhere[use.at]:
        said = (
            f"用到事实“{name}”（{text}），但开始时没有，前面的表单、服务和消息也都不给出它。"
            "请核对名称；由消息带来的，请在消息事件的属性 gives 里写明。"
        )
        yield finding("unknown-fact", use.part, said, f"nobody gives the fact {name} before it is used")
    elif name not in given.everywhere[use.at]:
        said = f"用到事实“{name}”（{text}），但有的路线走到这里时还没有它，案件会停下报错。"
        yield finding(
            "fact-may-be-missing", use.part, said, f"the fact {name} is missing on some way here", severity="warning"
        )


def _uses(sketch: Sketch) -> Iterator[_Use]:
    for shape in sketch.shapes:
        if shape.tag == "exclusiveGateway":
            for one in sketch.leaving[shape.id]:
                expression = _compiled(one.condition, timer=False)
                if expression is not None and one.id != shape.default:
                    yield _Use(part=one, at=shape.id, expression=expression)
        elif shape.is_timer and shape.trigger is not None and len(shape.trigger.times) == 1:
            expression = _compiled(shape.trigger.times[0][1], timer=True)
            if expression is not None:
                yield _Use(part=shape, at=shape.id, expression=expression)


def _compiled(text: str | None, *, timer: bool) -> Expression | None:
    """The expression, or None for one that has a finding of its own."""
    if not text:
        return None
    try:
        return compile_timer(text) if timer else compile_condition(text)
    except ExpressionRefused:
        return None


def _gives(shape: Shape, known: Known) -> frozenset[str]:
    if shape.tag == "startEvent":
        return frozenset(known.start_facts)
    facts = frozenset(known.forms.get(shape.properties.get("form", ""), ()))
    if shape.tag == "serviceTask":
        kind = known.services.get(shape.properties.get("service", ""))
        return kind.gives if kind else frozenset()
    return facts | frozenset(given_by_message(shape)) if shape.is_message or shape.tag == "userTask" else frozenset()


def _spread(sketch: Sketch, known: Known) -> _Given:
    """Carry given facts along every way that a case can take."""
    reached = from_start(sketch)
    shapes = [shape for shape in sketch.shapes if shape.id in reached]
    ways: dict[str, list[str]] = {shape.id: [] for shape in shapes}
    for shape in shapes:
        for following in after(sketch, shape.id):
            ways[following].append(shape.id)
    spread = Spread(
        ways=ways,
        own={shape.id: _gives(shape, known) for shape in shapes},
        borders={shape.id: shape.attached_to for shape in shapes if shape.attached_to},
        joins=frozenset(shape.id for shape in shapes if shape.tag == "parallelGateway"),
    )
    return _Given(somewhere=spread.somewhere(), everywhere=spread.everywhere())
