"""When a case may be struck off the list.

The yardstick is the plan's own target (Yichang: 一把尺子), and every measure of the plan must be done (Anhui, closure conditions).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One thing that still stands between a case and its closure: what kind, and the thing as people know it."""

    what: str
    about: str

    @property
    def sentence(self) -> str:
        """The sentence a person reads."""
        return _SENTENCES[self.what].format(about=self.about)


_SENTENCES = {
    "measure-not-confirmed": "措施未经现场核实：{about}",
    "report-not-issued": "没有验收报告：{about}",
    "notice-not-over": "公示期未满：{about}",
    "objection-open": "异议未答复：{about}",
    "no-evidence": "没有佐证材料：{about}",
    "order-stands": "挂牌督办还没有摘牌：{about}",
}


@dataclass(frozen=True, kw_only=True)
class ClosureFacts:
    """What the rule looks at: measures not confirmed, notices not over, open objections, standing orders; whether a report and evidence exist."""

    problem: str
    unconfirmed: tuple[str, ...]
    reports: int
    evidence: int
    running_notices: tuple[str, ...]
    open_objections: tuple[str, ...]
    standing_orders: tuple[str, ...] = ()


def missing_for_closure(facts: ClosureFacts) -> list[Missing]:
    """Everything that forbids closing, in the order in which people can mend it. Empty means: may be closed."""
    return [
        *(Missing(what="measure-not-confirmed", about=text) for text in facts.unconfirmed),
        *([] if facts.evidence else [Missing(what="no-evidence", about=facts.problem)]),
        *([] if facts.reports else [Missing(what="report-not-issued", about=facts.problem)]),
        *(Missing(what="notice-not-over", about=title) for title in facts.running_notices),
        *(Missing(what="objection-open", about=text) for text in facts.open_objections),
        *(Missing(what="order-stands", about=text) for text in facts.standing_orders),
    ]
