"""The difference between two versions of a form, in words."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.forms.fields import Field
from workflows.forms.form import Form


def form_difference(old: Form, new: Form) -> tuple[str, ...]:
    """Fields added, removed and changed, as sentences; empty when people would fill in the same page."""
    return tuple(_differences(old, new))


def _differences(old: Form, new: Form) -> Iterator[str]:
    title = f"表单“{new.title}”"
    if old.title != new.title:
        yield f"表单改名：“{old.title}”改为“{new.title}”。"
    before, after = {each.name: each for each in old.fields}, {each.name: each for each in new.fields}
    for name, field in after.items():
        if name not in before:
            yield f"{title}新增字段“{field.label}”。"
        else:
            yield from (f"{title}的字段“{field.label}”{said}。" for said in _changed(before[name], field))
    for name, field in before.items():
        if name not in after:
            yield f"{title}删去字段“{field.label}”。"
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        yield f"{title}的字段次序有改动。"
    if old.facts != new.facts:
        yield f"{title}给出的事实由 {_listed(old.facts)} 改为 {_listed(new.facts)}。"


def _changed(old: Field, new: Field) -> Iterator[str]:
    if old.label != new.label:
        yield f"改名（原为“{old.label}”）"
    if old.widget != new.widget:
        yield f"由 {old.widget} 改为 {new.widget}"
    if old.required != new.required:
        yield "改为必填" if new.required else "改为选填"
    if old.hint != new.hint:
        yield "的提示有改动"
    if old.options != new.options:
        yield "的选项有改动"
    limits = ("min_length", "max_length", "min_items", "max_items", "needed_when")
    if any(getattr(old, limit) != getattr(new, limit) for limit in limits):
        yield "的限制有改动"


def _listed(facts: frozenset[str]) -> str:
    return "、".join(sorted(facts)) or "无"
