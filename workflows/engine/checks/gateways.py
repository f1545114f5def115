"""Gateways: at every fork exactly one way must be open whatever the facts are."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.checks.words import finding, label
from workflows.engine.errors import ExpressionRefused
from workflows.engine.expressions import compile_condition
from workflows.engine.findings import Finding, Known
from workflows.engine.graph import in_a_circle
from workflows.engine.sketch import Connection, Shape, Sketch


def check(sketch: Sketch, _known: Known) -> Iterator[Finding]:
    """Exclusive and parallel gateways, and conditions in places where they would be ignored."""
    for shape in sketch.shapes:
        leaving = sketch.leaving.get(shape.id, [])
        if shape.tag == "exclusiveGateway":
            yield from _exclusive(shape, leaving)
        else:
            yield from _no_conditions(shape, leaving)
        if shape.tag == "parallelGateway" and in_a_circle(sketch, shape.id):
            said = "在回路里，再次经过时会用旧的内容盖掉新的，不支持。请改为依次办理。"
            yield finding("parallel-in-loop", shape, said, "a parallel gateway inside a loop is not supported")


def _exclusive(shape: Shape, leaving: list[Connection]) -> Iterator[Finding]:
    default = next((one for one in leaving if one.id == shape.default), None)
    if shape.default and default is None:
        said = f"的默认连线“{shape.default}”不从它出发。"
        yield finding("wrong-default", shape, said, f"its default {shape.default} does not leave it")
    for one in leaving:
        if one is not default and one.condition:
            yield from _condition(one)
    if len(leaving) == 1 and leaving[0].condition is None:
        return
    if default is None and leaving:
        said = "没有默认连线：条件都不成立时，案件会停在这里。请把其中一条设为默认。"
        yield finding("no-default", shape, said, "it has no default connection")
    yield from _without_condition(shape, [one for one in leaving if one is not default and not one.condition])
    if default is not None and default.condition:
        said = f"是{label(shape)}的默认连线，上面的条件不起作用，请删除条件。"
        yield finding("default-with-condition", default, said, "the condition is ignored", severity="warning")


def _without_condition(shape: Shape, bare: list[Connection]) -> Iterator[Finding]:
    for one in bare:
        said = f"从{label(shape)}出发，却没有条件，也不是默认连线。"
        yield finding("no-condition", one, said, "it has no condition and is not the default")


def _condition(connection: Connection) -> Iterator[Finding]:
    text = connection.condition or ""
    try:
        compile_condition(text)
    except ExpressionRefused as refused:
        why, english = refused.fields["why"], refused.fields["why_english"]
        said = f"的条件“{refused.fields['text']}”不能使用：{why}。"
        yield finding("bad-condition", connection, said, f"the condition cannot be used: {english}")


def _no_conditions(shape: Shape, leaving: list[Connection]) -> Iterator[Finding]:
    for one in leaving:
        if one.condition is not None:
            said = f"从{label(shape)}出发，这里的条件不起作用。请在后面加一个排他网关。"
            yield finding("useless-condition", one, said, "only connections that leave an exclusive gateway are tested")
