"""Who takes part in a rectification: the roles a lane of a diagram can name.

A role is either *relative* to the problem (a member of one of its responsible units) or *absolute* in the city (a member of the
leading-group office). People hold absolute roles through their memberships; an ordinary member of a unit is its `handler`, and stands for
the unit wherever a lane names it relative to the problem. A *post* is both: the Party secretary of a county that
is responsible. Source: the Weifang plan, part two, point three; see `docs/glossary.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role key as diagrams and permissions write it, with its Chinese name; `part` is the problem's relation to the unit, if any.

    `seat` is the role of those who hold it: any handler speaks for a unit, but only its Party secretary signs as one.
    """

    key: str
    name: str
    part: str | None = None
    post: bool = False

    @property
    def seat(self) -> str:
        """The role a membership must have to act as this one."""
        return "handler" if self.part and not self.post else self.key


_ALL = (
    Role(key="responsible_unit", name="责任单位", part="responsible"),
    Role(key="lead_unit", name="牵头单位", part="lead"),
    Role(key="participating_unit", name="配合单位", part="participating"),
    Role(key="handler", name="承办人员"),
    Role(key="supervising_unit", name="督导单位", part="supervising"),
    Role(key="municipal_inspector", name="市级复核人员"),
    Role(key="office", name="领导小组办公室"),
    Role(key="office_leader", name="领导小组办公室负责人"),
    Role(key="county_leader", name="县级分管负责人", part="responsible", post=True),
    Role(key="party_secretary", name="党委主要负责人", part="responsible", post=True),
    Role(key="head_of_government", name="政府主要负责人", part="responsible", post=True),
    Role(key="system_admin", name="系统管理员"),
    Role(key="security_admin", name="安全管理员"),
    Role(key="journal_admin", name="日志管理员"),
    Role(key="system", name="系统"),
)

ROLES: dict[str, Role] = {role.key: role for role in _ALL}

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "journal_admin"})
"""Three separate administrators (等保 level 3): none holds another role, so none can act on a problem."""

SIGNED_IN_PERSON = frozenset({"party_secretary", "head_of_government"})
"""Nobody stands in for them: a petition is closed with the signatures of these two (Weifang: 党政主要负责人审核签字). Whoever is appointed
to act as one of them is given the seat by the security administrator."""

HELD = tuple(role for role in _ALL if role.key == role.seat and role.key != "system")
"""The roles a membership can have."""


def incompatible(role: str, held: Iterable[str]) -> str:
    """Why somebody who holds these roles cannot take this one too; empty when they can."""
    others = set(held) - {role}
    if role in ADMINISTRATORS and others:
        return f"{ROLES[role].name}不能兼任其他角色；请先结束此人的其他任职，或另设账号"
    if others & ADMINISTRATORS:
        names = "、".join(ROLES[each].name for each in sorted(others & ADMINISTRATORS))
        return f"此人是{names}，不能兼任业务角色；请另设账号"
    return ""
