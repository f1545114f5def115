"""What is said of a file or text that cannot be read as a plan."""

from __future__ import annotations

from workflows.rules.errors import Unreadable


class PlanUnreadable(Unreadable):
    """读不了{what}（{where}）：{why}。
    Cannot read the plan ({where_english}): {why_english}.
    """


def in_whole(why: str, english: str, *, what: str = "方案文件") -> PlanUnreadable:
    """A refusal that concerns the file as a whole."""
    return PlanUnreadable(what=what, where="整个文件", why=why, where_english="the whole file", why_english=english)


def at_line(line: int, why: str, english: str) -> PlanUnreadable:
    """A refusal with the line that cannot be read."""
    where = {"where": f"第 {line} 行", "where_english": f"line {line}"}
    return PlanUnreadable(what="方案文件", why=why, why_english=english, **where)
