"""User boxes: who does them (the lane's role) and with which form."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.checks.values import value_of
from workflows.engine.checks.words import finding, label
from workflows.engine.findings import Finding, Known
from workflows.engine.sketch import Lane, Shape, Sketch

_PROPERTIES = frozenset({"form", "decision", "another_person", "step", "within_days", "each", "join"})
_DAYS = range(1, 3651)


def check(sketch: Sketch, known: Known) -> Iterator[Finding]:
    """Lanes and user boxes."""
    for lane in sketch.lanes:
        yield from _lane(lane, known)
    for shape in sketch.shapes:
        if shape.tag == "userTask":
            yield from _role(sketch, shape)
            yield from _form(shape, known)
            yield from _another_person(sketch, shape)
            yield from value_of(shape, "within_days", _DAYS)
            yield from _unknown_properties(shape)


def _lane(lane: Lane, known: Known) -> Iterator[Finding]:
    if not lane.role:
        said = "没有写明角色。请在泳道的扩展属性里加 role，例如 role = responsible_unit。"
        yield finding("lane-without-role", lane, said, "the lane has no property `role`")
    elif lane.role not in known.roles:
        listed = "、".join(sorted(known.roles))
        said = f"的角色“{lane.role}”不认识。可用的角色：{listed}。"
        yield finding("unknown-role", lane, said, f"the role {lane.role} is not known")


def _role(sketch: Sketch, shape: Shape) -> Iterator[Finding]:
    lane = sketch.lane_of(shape.id)
    if lane is None:
        yield finding("no-lane", shape, "没有放在任何泳道里，不知道由谁办理。", "it lies in no lane")
    elif lane.role == "system":
        said = f"放在{label(lane)}里，没有人能办理。请移到办理人所在的泳道。"
        yield finding("nobody-does-it", shape, said, "a user box cannot lie in the system's lane")


def _form(shape: Shape, known: Known) -> Iterator[Finding]:
    form = shape.properties.get("form")
    if not form:
        said = "没有写明表单。请在扩展属性里加 form。"
        yield finding("no-form", shape, said, "it has no property `form`")
    elif form not in known.forms:
        said = f"用的表单“{form}”不存在。"
        yield finding("unknown-form", shape, said, f"there is no form {form}")


def _another_person(sketch: Sketch, shape: Shape) -> Iterator[Finding]:
    other = shape.properties.get("another_person")
    if other is None:
        return
    named = sketch.by_id.get(other)
    if named is None or named.tag != "userTask" or named is shape:
        said = f"的属性 another_person 写的是“{other}”，应为本流程中另一个人工任务的编号。"
        yield finding("unknown-box", shape, said, f"another_person must name another user box, not {other}")


def _unknown_properties(shape: Shape) -> Iterator[Finding]:
    for name in sorted(set(shape.properties) - _PROPERTIES):
        said = f"的属性“{name}”没有用处，可能写错了。人工任务可用的属性：{'、'.join(sorted(_PROPERTIES))}。"
        yield finding("unknown-property", shape, said, f"the property {name} means nothing", severity="warning")
    for name in shape.repeated:
        yield finding("repeated-property", shape, f"的属性“{name}”写了两次。", f"the property {name} is repeated")
