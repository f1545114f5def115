"""Why a case cannot be moved, said to the person who wants to move it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.engine.model import Box
from workflows.rules.roles import ROLES

if TYPE_CHECKING:
    from workflows.engine.diagram import Diagram

KINDS = {
    "user": "人工任务",
    "service": "服务任务",
    "timer": "等待时间",
    "message": "等待消息",
    "gateway": "网关",
    "event_gateway": "事件网关",
    "parallel_gateway": "并行网关",
    "start": "开始",
    "end": "结束",
}
Events = Collection[tuple[str, str, bool]]
"""(box, kind, whether it interrupts) of each event a box has armed."""


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """One reason: `code` for programs, `message` (Chinese) and `english` for people; `box` is where the case stands, if that matters."""

    code: str
    message: str
    english: str
    box: str | None = None
    name: str | None = None


def over() -> Obstacle:
    """A case that has left its diagram."""
    return Obstacle(code="case-over", message="流程已经走完，不需要移动。", english="the case has left its diagram")


def other_process(old: Diagram, new: Diagram) -> Obstacle:
    """Versions of one process only."""
    said = f"“{old.name}”的办理不能移到另一个流程“{new.name}”，只能移到同一流程的其他版本。"
    return Obstacle(code="other-process", message=said, english=f"{new.key} is another process than {old.key}")


def at_box(here: Box, there: Box | None, before: Events, after: Events) -> Obstacle | None:
    """What is different about the box a case stands at; None when nothing that matters is."""
    if there is None:
        return _about(here, "box-gone", "在新版本里没有了，案件没有地方可站", "it does not exist in the new version")
    if here.kind != there.kind:
        said = f"原来是{KINDS[here.kind]}，在新版本里是{KINDS[there.kind]}"
        return _about(here, "kind-changed", said, f"it was a {here.kind} box and is a {there.kind} box now")
    if here.role != there.role:
        said = f"原来由{_role(here)}办理，在新版本里由{_role(there)}办理"
        return _about(here, "role-changed", said, f"its role was {here.role} and is {there.role} now")
    if set(before) != set(after):
        said = "上等着的时限或消息有增减，已经开始的计时没有着落"
        return _about(here, "events-changed", said, "the events it has armed were added or taken away")
    return None


def branches(here: Box) -> Obstacle:
    """Parallel branches that would wait for each other for ever, or a side branch that became the main way."""
    said = "所在的并行分支在新版本里不一样：其他分支没有走到相应的地方，移过去会一直等下去"
    return _about(here, "branches-differ", said, "its parallel branches would wait for ever in the new version")


def facts_missing(box: Box, name: str) -> Obstacle:
    """A fact that is given only before the place where the case stands."""
    said = f"新版本在“{box.name or box.id}”要用到事实“{name}”，而这个案件已经走过了给出它的环节，走到那里会停下报错。"
    return Obstacle(
        code="fact-missing",
        message=said,
        english=f"the case lacks the fact {name}, which is asked for at {box.name or box.id}",
        box=box.id,
        name=box.name,
    )


def _about(here: Box, code: str, said: str, english: str) -> Obstacle:
    name = here.name or here.id
    return Obstacle(
        code=code,
        message=f"正在办理的“{name}”{said}。",
        english=f"it stands at {name}: {english}",
        box=here.id,
        name=here.name,
    )


def _role(box: Box) -> str:
    return ROLES[box.role].name if box.role in ROLES else (box.role or "没有指明的人")
