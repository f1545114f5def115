"""The difference between two versions of a diagram, in words for the person who decides to deploy or to move cases.

Boxes are told apart by their id. A place on the drawing is not a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflows.engine.diagram import Diagram
from workflows.engine.model import Box, Flow, Model
from workflows.engine.obstacles import KINDS
from workflows.rules.roles import ROLES


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference: `code` for programs and marks, `message` (Chinese) for people; `box` is None for the whole process."""

    code: str
    message: str
    box: str | None = None


def difference(old: Diagram, new: Diagram) -> tuple[Change, ...]:
    """Everything that differs, boxes first, then connections; empty when a case could not tell the versions apart."""
    return tuple(_differences(old.model, new.model))


def _differences(old: Model, new: Model) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(code="process", message=f"流程改名：“{old.name}”改为“{new.name}”。")
    before, after = {box.id: box for box in old.boxes}, {box.id: box for box in new.boxes}
    for box in new.boxes:
        if box.id not in before:
            yield Change(code="added", message=f"新增{_titled(box)}{_by(box)}。", box=box.id)
    for box in old.boxes:
        if box.id not in after:
            yield Change(code="removed", message=f"删去{_titled(box)}。", box=box.id)
        else:
            yield from _changed(box, after[box.id], after)
    yield from _ways(old, new, before, after)


def _changed(old: Box, new: Box, boxes: dict[str, Box]) -> Iterator[Change]:
    """What is different about one box that is in both."""

    def told(code: str, message: str) -> Change:
        return Change(code=code, message=message, box=new.id)

    if old.name != new.name:
        yield told("renamed", f"{KINDS[new.kind]}改名：“{old.name or old.id}”改为“{new.name or new.id}”。")
    if old.kind != new.kind:
        yield told("kind", f"{_named(new)}由{KINDS[old.kind]}改为{KINDS[new.kind]}。")
    if old.role != new.role:
        yield told("role", f"{_named(new)}改由{_role(new.role)}办理（原为{_role(old.role)}）。")
    if (old.timer, old.duration) != (new.timer, new.duration):
        yield told("timer", f"{_named(new)}的时间由 {old.timer or '无'} 改为 {new.timer or '无'}。")
    if old.message != new.message:
        yield told("message", f"{_named(new)}等的消息由 {old.message or '无'} 改为 {new.message or '无'}。")
    if (old.attached_to, old.interrupting) != (new.attached_to, new.interrupting):
        yield told("border", f"{_named(new)}{_border(new, boxes)}（原来不是这样）。")
    yield from (told("form" if key == "form" else "parameter", said) for key, said in _parameters(old, new))
    if old.documentation != new.documentation:
        yield told("documentation", f"{_named(new)}的说明有改动。")


WORDS = {
    "form": "表单",
    "service": "服务",
    "decision": "决定的名称",
    "another_person": "须另一人办理的限制",
    "step": "步骤名称",
    "each": "由各单位分别办理的设置",
    "join": "各单位答复的汇总方式",
}


def _parameters(old: Box, new: Box) -> Iterator[tuple[str, str]]:
    for key in sorted(set(old.properties) | set(new.properties)):
        was, now = old.properties.get(key), new.properties.get(key)
        if was == now:
            continue
        what = WORDS.get(key, f"参数 {key} ")
        if was is None:
            yield key, f"{_named(new)}加上{what.strip()}：{now}。"
        elif now is None:
            yield key, f"{_named(new)}去掉{what.strip()}（原为 {was}）。"
        else:
            yield key, f"{_named(new)}的{what}由 {was} 改为 {now}。"


def _ways(old: Model, new: Model, before: dict[str, Box], after: dict[str, Box]) -> Iterator[Change]:
    """Connections are told apart by their ends: an editor gives a redrawn one another id."""
    was, now = _by_ends(old.flows), _by_ends(new.flows)
    for ends, flows in now.items():
        source, target = (after[each] for each in ends)
        if ends not in was:
            yield Change(
                code="flow-added", message=f"新增连线：{_named(source)}到{_named(target)}{_condition(flows, source)}。"
            )
        elif _condition(was[ends], before[ends[0]]) != _condition(flows, source):
            said = f"{_named(source)}到{_named(target)}的条件改为{_bare(flows, source)}（原为{_bare(was[ends], before[ends[0]])}）。"
            yield Change(code="condition", message=said, box=source.id)
    for ends in was:
        if ends not in now:
            source, target = (before[each] for each in ends)
            yield Change(code="flow-removed", message=f"删去连线：{_named(source)}到{_named(target)}。")
    yield from _orders(old, new, before, after)


def _orders(old: Model, new: Model, before: dict[str, Box], after: dict[str, Box]) -> Iterator[Change]:
    """Conditions are tried in the order of the file, so their order is a difference where more than one can hold."""
    for box in new.boxes:
        if box.kind == "gateway" and box.id in before:
            tried = [_tried(model.flows, at) for model, at in ((old, before[box.id]), (new, after[box.id]))]
            if tried[0] != tried[1] and sorted(tried[0]) == sorted(tried[1]):
                yield Change(code="order", message=f"{_named(box)}判断各条件的先后次序有改动。", box=box.id)


def _tried(flows: Iterable[Flow], gateway: Box) -> list[tuple[str, str]]:
    own = (flow for flow in flows if flow.source == gateway.id and flow.id != gateway.default)
    return [(flow.target, flow.condition or "") for flow in own]


def _by_ends(flows: Iterable[Flow]) -> dict[tuple[str, str], list[Flow]]:
    found: dict[tuple[str, str], list[Flow]] = {}
    for flow in flows:
        found.setdefault((flow.source, flow.target), []).append(flow)
    return found


def _bare(flows: list[Flow], source: Box) -> str:
    return "；".join(
        "其余情况" if flow.id == source.default else f"“{flow.condition}”" if flow.condition else "无条件"
        for flow in flows
    )


def _condition(flows: list[Flow], source: Box) -> str:
    needed = source.kind == "gateway" or any(flow.condition for flow in flows)
    return f"，条件{_bare(flows, source)}" if needed else ""


def _named(box: Box) -> str:
    return f"“{box.name or box.id}”"


def _titled(box: Box) -> str:
    return f"{KINDS[box.kind]}{_named(box)}"


def _by(box: Box) -> str:
    return f"，由{_role(box.role)}办理" if box.kind == "user" else ""


def _role(role: str | None) -> str:
    return ROLES[role].name if role in ROLES else (role or "没有指明的人")


def _border(box: Box, boxes: dict[str, Box]) -> str:
    if box.attached_to is None:
        return "不再附在任务边上"
    host = boxes.get(box.attached_to)
    return f"附在{_named(host) if host else box.attached_to}边上，{'到时中断' if box.interrupting else '不中断'}该任务"
