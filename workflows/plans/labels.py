"""The labels plans put before a field, with their synonyms, and where they stand in a line.

A new city's word for a field is one more word in this table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflows.plans.han import both, simplified


def _words(spaced: str) -> tuple[str, ...]:
    return tuple(spaced.split())


LABELS: dict[str, tuple[str, ...]] = {
    "text": _words(
        "整改任务 任务内容 反馈问题 整改问题 具体内容 存在问题 "
        "问题描述 问题内容 具体问题 反馈意见 督察反馈问题 问题表现 问题"
    ),
    "responsible_units": _words(
        "责任单位 整改责任单位 整改实施主体 实施主体 责任主体 整改主体 "
        "整改单位 责任部门 整改责任部门 主体责任单位 责任主体单位 承办单位 主办单位 实施单位 负责单位 负责部门 落实单位"
    ),
    "lead_units": _words("牵头单位 牵头部门 牵头责任单位 牵头负责单位 牵头整改单位 整改牵头单位"),
    "participating_units": _words("配合单位 参与单位 协办单位 参加单位 配合部门 参与部门 协同单位"),
    "supervising_units": _words("督导单位 督办单位 督导部门 督办部门 监督单位 督导责任单位 包保督导单位"),
    "responsible_persons": _words("责任人 整改责任人 责任人员 主要责任人 直接责任人"),
    "lead_persons": tuple(
        f"{duty}{level}领导"
        for duty in ("牵头", "责任", "包保", "包案", "包抓", "包联", "分管", "联系", "督办", "挂钩")
        for level in ("", *"省市州盟区县旗镇", "市级", "县级", "区级")
    ),
    "deadline": _words(
        "整改时限 完成时限 整改期限 完成时间 整改完成时限 整改时间 办结时限 时间要求 完成期限 整改完成时间 计划完成时间 时限要求 完成日期 "
        "截止日期 截止时间 时间节点 完成时间节点 办理时限 计划完成日期 整改截止时间 时限"
    ),
    "target": _words("整改目标 目标任务 工作目标 任务目标 整改要求 目标"),
    "measures": _words("整改措施 重点措施 主要措施 具体措施 工作措施 措施"),
    "progress": _words(
        "整改进展 主要工作及成效 完成情况 整改完成情况 整改情况 "
        "进展情况 整改进展情况 整改落实情况 工作进展 整改成效 落实情况"
    ),
}
"""Field → the words that introduce it."""

RUNNING = frozenset({"text", "target", "measures", "progress"})
"""Fields whose value may go on over several lines; the others end with their line."""

DUTIES = frozenset({"responsible_units", "lead_units", "participating_units", "supervising_units", "deadline"})
"""Who has to do it and by when: what a single measure may have of its own."""

_FIELD_OF = {
    each: field
    for field, names in LABELS.items()
    for name in names
    for each in ((name, f"整改工作{name[2:]}") if name.startswith("整改") else (name,))
}
_QUALIFIER = r"(?:省级|市级|县级|区级|市直|县区级|责任)?"
_BEFORE = r"(?:目前|当前|现阶段|主要|具体|总体|预期|计划|拟定|拟采取的?|下一?步|本项|阶段性?)?"  # only before a colon: 一、主要目标 is a chapter
_NAMES = "|".join(sorted(_FIELD_OF, key=len, reverse=True))
_LONG_NAMES = "|".join(sorted((name for name in _FIELD_OF if len(name) >= 4), key=len, reverse=True))
_AND = rf"(?:[及和与、]{_QUALIFIER}(?P<also>{_NAMES}))?"  # 整改措施及完成情况 holds what its first word says
_WITH_COLON = both(
    rf"(?:(?<![^\s，,；;。．.、：:（(）)])|(?<=[】\]]))(?:{_BEFORE}{_QUALIFIER}(?P<name>{_NAMES}){_AND}\s*[：:]|[【\[]{_QUALIFIER}(?P<boxed>{_NAMES})[】\]]\s*[：:]?)\s*"
)
_ALONE = both(rf"{_QUALIFIER}(?P<name>{_NAMES}){_AND}\s*[：:]?$")
_SPACED = both(rf"(?<![^\s]){_QUALIFIER}(?P<name>{_LONG_NAMES})\s+(?=\S)")
_UNKNOWN = both(
    r"(?P<name>[\u4e00-\u9fa5]{0,8}(?:单位|部门|领导|人员?|时限|时间|期限|目标|措施|情况|进展|类型|类别|性质|级别|状态|结论|意见|结果|标准|依据|来源|方式|电话"
    r"|要求|说明|备注|编号|序号))\s*[：:]"
)


@dataclass(frozen=True, kw_only=True)
class Label:
    """A label in a line: its field, the other field it names (整改措施及时限), and where it starts and ends (the value begins there)."""

    field: str
    start: int
    end: int
    also: str | None = None


def labels_in(text: str, *, heading: bool = False) -> tuple[Label, ...]:
    """The labels of a line in order. `heading`: the line has a mark of its own, so a short word alone (一、目标) is a label too."""
    if (alone := _ALONE.match(text)) and (heading or len(alone["name"]) >= 4 or text[-1] in "：:"):
        return (Label(field=_FIELD_OF[simplified(alone["name"])], start=0, end=len(text), also=_also(alone["also"])),)
    found = tuple(_with_colon(text))
    if found and found[0].start == 0:
        return found
    return tuple(_spaced(text)) if _SPACED.match(text) else found


def values(text: str, labels: Sequence[Label]) -> Iterator[tuple[Label, str]]:
    """Each label with the words up to the next one."""
    for index, label in enumerate(labels):
        end = labels[index + 1].start if index + 1 < len(labels) else len(text)
        yield label, text[label.end : end]


def opens_with_label(text: str, *, heading: bool = False) -> str | None:
    """The field whose label opens the line, if one does."""
    found = labels_in(text, heading=heading)
    return found[0].field if found and found[0].start == 0 else None


def unknown_label(text: str) -> str | None:
    """A word with a colon at the start of a line that ends as labels do and is in no table: 整改类型：…, but not 近期：…"""
    match = _UNKNOWN.match(text)
    return match["name"] if match and simplified(match["name"]) not in _FIELD_OF else None


def _with_colon(text: str) -> Iterator[Label]:
    for match in _WITH_COLON.finditer(text):
        field = _FIELD_OF[simplified(match["name"] or match["boxed"])]
        yield Label(field=field, start=match.start(), end=match.end(), also=_also(match["also"]))


def _also(name: str | None) -> str | None:
    return _FIELD_OF[simplified(name)] if name else None


def _spaced(text: str) -> Iterator[Label]:
    for match in _SPACED.finditer(text):
        yield Label(field=_FIELD_OF[simplified(match["name"])], start=match.start(), end=match.end())
