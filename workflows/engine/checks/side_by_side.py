"""Boxes that several units do at the same time, each for itself: who they are, and what becomes of their answers.

Such a box bears the standard's three upright bars and the property `each`; the engine stops there once, with one token, and the application
asks every unit (the library would make a task of its own per unit, at a cost that grows with the square of their number). What a form says
to the process must then be put together: yes and no by `join`, anything else not at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.checks.values import value_of
from workflows.engine.checks.words import finding, label
from workflows.engine.findings import Finding, FormKind, Known
from workflows.engine.sketch import Shape, Sketch
from workflows.rules.roles import ROLES

PARTS = {"responsible": "责任单位", "lead": "牵头单位", "participating": "配合单位", "supervising": "督导单位"}
JOINS = ("all", "any")


def check(sketch: Sketch, known: Known) -> Iterator[Finding]:
    """Every box with the bars, the property `each` or the property `join`."""
    for shape in sketch.shapes:
        if shape.tag != "userTask":
            yield from _nobody_to_ask(shape)
        elif shape.side_by_side or shape.properties.get("each"):
            yield from _marked(shape)
            yield from _part(sketch, shape)
            yield from _answers(shape, known.answer_kind(shape.properties.get("form", "")))
        elif "join" in shape.properties:
            said = (
                "写了 join（汇总各单位的答复），但没有写 each，不知道由哪些单位分别办理。请加上 each，或者删去 join。"
            )
            yield finding("join-without-each", shape, said, "it has `join` but no `each`")


def _nobody_to_ask(shape: Shape) -> Iterator[Finding]:
    if shape.side_by_side:
        said = "标为并行多实例（三条竖线），但不是人工任务。只有人工任务可以由几个单位分别办理。"
        yield finding("side-by-side-not-a-user-box", shape, said, "only a user box can be done by several units")


def _marked(shape: Shape) -> Iterator[Finding]:
    if not shape.properties.get("each"):
        said = f"标为并行多实例（三条竖线），但没有写明由谁分别办理。请在扩展属性里加 each，例如 each = responsible（可选：{_listed()}）。"
        yield finding("side-by-side-without-each", shape, said, "it is marked parallel but has no property `each`")
    elif not shape.side_by_side:
        said = (
            "写了 each（由几个单位分别办理），但图上没有标为并行多实例（三条竖线）。请在图上加上标记，或者删去 each。"
        )
        yield finding("each-without-mark", shape, said, "it has `each` but is not marked as parallel")


def _part(sketch: Sketch, shape: Shape) -> Iterator[Finding]:
    each, lane = shape.properties.get("each", ""), sketch.lane_of(shape.id)
    yield from value_of(shape, "each", PARTS)
    if each not in PARTS or lane is None or lane.role not in ROLES:
        return
    if ROLES[lane.role].part != each:
        said = f"由各{PARTS[each]}分别办理（each = {each}），却放在{label(lane)}里。请移到{PARTS[each]}的泳道，或者改写 each。"
        yield finding("each-in-another-lane", shape, said, f"its lane {lane.role} does not belong to the part {each}")


def _answers(shape: Shape, kind: FormKind) -> Iterator[Finding]:
    yield from value_of(shape, "join", JOINS)
    form = shape.properties.get("form", "")
    if kind.alone:
        said = f"由几个单位分别办理，不能用表单“{form}”：{kind.alone}。请另写一张表单，或者改为一个单位办理。"
        yield finding("answers-clash", shape, said, f"several answers to the form {form} would overwrite each other")
    if kind.others:
        listed = "、".join(sorted(kind.others))
        said = f"由几个单位分别办理，表单“{form}”却给出不是“是否”的事实（{listed}），几份答复没法合成一个。请改用不给这些事实的表单。"
        yield finding("facts-clash", shape, said, f"the form {form} gives facts that are not yes or no")
    if kind.booleans and not shape.properties.get("join"):
        listed = "、".join(sorted(kind.booleans))
        said = (
            f"由几个单位分别办理，表单给出事实（{listed}），须写明怎样汇总：在扩展属性里加 join，"
            "all 表示各单位都为“是”才算“是”，any 表示有一个为“是”就算“是”。"
        )
        yield finding("no-join", shape, said, "its form gives facts, so it needs the property `join`: all or any")


def _listed() -> str:
    return "、".join(f"{key} {name}" for key, name in PARTS.items())
