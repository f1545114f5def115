"""What an entry of a case's journal is about, so that a long story can be read by subject. Each entry is of one kind."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "decisions": "办理与决定",
    "deadlines": "时限与预警",
    "papers": "文书与公示",
    "evidence": "材料与照片",
    "comments": "评论",
    "system": "系统记录",
}
"""In the order in which a page offers them. `system`: whatever is of no other kind, entries among it that a later version wrote."""

_BY_SUBJECT: Mapping[str, str] = {
    **dict.fromkeys(("box", "case", "units", "co_signature", "audit", "order", "serious", "check"), "decisions"),
    **dict.fromkeys(("finding", "matter", "round", "problem", "fact", "petition", "chased"), "decisions"),
    **dict.fromkeys(("deadline", "extension", "escalation"), "deadlines"),
    **dict.fromkeys(("document", "notice", "objection", "bundle"), "papers"),
    **dict.fromkeys(("evidence", "photographs"), "evidence"),
    "comment": "comments",
}
"""By the part of an entry's key before the colon."""

_APART: Mapping[str, str] = {
    "box:nobody": "system",
    "case:moved": "system",
    "case:moved-back": "system",
    "audit:pooled": "system",
    "matter:late": "deadlines",
    "plan:entered": "decisions",
    "plan:deadline-moved": "deadlines",
    "deadline:rules": "system",
    "escalation:deployed": "system",
}


def kind_of(what: str) -> str:
    """The kind of one entry."""
    return _APART.get(what) or _BY_SUBJECT.get(what.partition(":")[0], "system")
