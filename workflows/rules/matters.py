"""What runs through a process besides the problems of a list, and the words for each kind.

Everything that runs is a line of some list; which kind it is follows from the process of that list. A supervision order (挂牌督办) and a
look-alike check (举一反三) are about a problem, a progress round (每周调度) is about all of them; none of the three is a problem itself, so none
is counted, drawn or escalated as one. Sources: the Weifang plan, part two, point three (每周调度、举一反三) and part three (挂牌督办).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

STATES: Mapping[str, str] = {
    "open": "整改中",
    "rectified": "已完成整改",
    "closed": "已销号",
    "reopened": "重新整改",
    "suspended": "暂停办理",
    "cancelled": "已撤销或并案",
}
"""Where a problem stands, in the order of the list's figures."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of thing that runs: what its parts are called, and which of the verbs on a running case make no sense for it."""

    key: str
    name: str
    text: str
    """What its text is called: what the inspection wrote, what a petition says, why an order was given."""
    target: str
    deadline: str
    due: str
    """What must be done by the deadline, as a reminder names it."""
    states: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    units: str = "责任单位"
    """What the units that must act are called."""
    waiting: str = ""
    """What is said of one that is not in force yet."""
    late: str = "matter:late"
    """The journal's word for its deadline having passed."""
    is_matter: bool = False
    """An order, a check, a round: about problems, and never one."""

    def state_words(self, state: str) -> str:
        """The words of a state; those of a problem where this kind has none of its own."""
        return self.states.get(state) or STATES[state]


PROBLEM = Kind(
    key="problem",
    name="问题",
    text="督察原文",
    target="整改目标",
    deadline="整改时限",
    due="问题整改",
    late="deadline:passed",
    without=frozenset({"end_collecting"}),
)
PETITION = Kind(
    key="petition",
    name="信访件",
    text="反映的问题",
    target="办理要求",
    deadline="办理时限",
    due="信访件办理",
    late="deadline:passed",
    states={
        "open": "办理中",
        "rectified": "已处理",
        "closed": "已办结",
        "reopened": "重新办理",
    },
    without=frozenset({"start_check", "end_collecting"}),
)
_NO_PROBLEM = frozenset(
    {
        "end_collecting",
        "declare_hopeless",
        "merge",
        "register_objection",
        "reopen",
        "start_order",
        "start_check",
        "report_serious",
    }
)
ORDER = Kind(
    key="order",
    name="挂牌督办",
    text="督办事由",
    target="督办要求",
    deadline="督办时限",
    due="挂牌督办整改",
    states={"open": "督办中", "closed": "已摘牌", "cancelled": "未挂牌或已撤销"},
    waiting="待签发",
    without=_NO_PROBLEM,
    is_matter=True,
)
CHECK = Kind(
    key="check",
    name="举一反三排查",
    text="排查内容",
    target="排查要求",
    deadline="答复时限",
    due="举一反三排查",
    units="排查单位",
    states={"open": "排查中", "closed": "已办结", "cancelled": "已撤销"},
    without=_NO_PROBLEM | {"ask_extension", "withdraw", "reassign", "suspend"},
    is_matter=True,
)
ROUND = Kind(
    key="round",
    name="每周调度",
    text="调度说明",
    target="填报要求",
    deadline="填报时限",
    due="进展填报",
    units="填报单位",
    states={"open": "填报中", "closed": "已结束", "cancelled": "已撤销"},
    without=CHECK.without - {"end_collecting"},
    is_matter=True,
)

PROCESSES: Mapping[str, Kind] = {
    "petition": PETITION,
    "supervision-order": ORDER,
    "look-alike": CHECK,
    "progress-round": ROUND,
}
"""The key of a process → what runs through it. Every other process, a city's own too, carries problems."""

APART = frozenset(PROCESSES)
"""Processes whose lines are started one by one and are no problems of a plan."""


def kind_of(process: str) -> Kind:
    """What runs through a process."""
    return PROCESSES.get(process, PROBLEM)


def process_of(kind: Kind) -> str:
    """The process of a kind that has one of its own. Raises LookupError for problems, which have several."""
    return {each.key: process for process, each in PROCESSES.items()}[kind.key]
