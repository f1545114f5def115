"""Which messages there are, what each says, and how somebody of a role is told unless they choose otherwise.

A message (消息) is for one person; what is published for everybody is a public notice (公示). A kind's sentences are filled with the facts of its
occurrence; a heap of one kind is told as one message with a count.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from string import Formatter

from workflows.rules.roles import ADMINISTRATORS
from workflows.rules.texts import Written, phrase

HEAP = 3
"""So many messages of one kind at once are told singly; more are told as one."""
LONGEST = 500
"""Characters of anything a sentence is filled with."""
WHOLE = "{what}"
"""The title of kinds whose sentence is made where it occurs."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """How one kind is told beside the page: `mail` is at_once, digest or never; `hook`: also through the endpoints of the city."""

    mail: str
    hook: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of message: its name in lists of choices, its sentence, what is said below it, and the sentence for many."""

    key: str
    name: str
    title: str
    many: str
    detail: str = ""
    """The fact that is told below; empty for none."""
    detail_is_ours: bool = False
    """Whether that is a sentence of this program; else it is what somebody wrote, and stays as they wrote it."""
    mail: str = "digest"

    def said(self, facts: Mapping[str, object], count: int = 1) -> str:
        """The sentence. A fact that is missing is left empty: an older occurrence must not break a page."""
        if count > 1:
            return phrase(self.many, {"count": count})
        if self.title == WHOLE:
            return str(facts.get("what", ""))
        names = (name for _, name, _, _ in Formatter().parse(self.title) if name)
        return phrase(self.title, {name: facts.get(name, "") for name in names})

    def below(self, facts: Mapping[str, object], count: int = 1) -> str:
        """What stands below the sentence; empty for many."""
        said = "" if count > 1 else str(facts.get(self.detail, ""))
        return said if self.detail_is_ours else Written(said)


_ALL = (
    Kind(
        key="task_returned",
        name="任务被退回",
        title="“{box}”被退回，须重新办理",
        detail="reason",
        many="有 {count} 项任务被退回，须重新办理",
        mail="at_once",
    ),
    Kind(
        key="handed_over",
        name="转给您的任务",
        title="{by}把“{box}”转给您办理",
        detail="reason",
        many="有 {count} 项任务转给您办理",
        mail="at_once",
    ),
    Kind(key="due_next", name="明天到期", title="{name}明天到期", many="有 {count} 项明天到期", mail="at_once"),
    Kind(key="overdue", name="已经超期", title="{name}已超期，应于 {due_on}办结", many="有 {count} 项已超期", mail="at_once"),
    Kind(key="objection", name="收到异议", title="公示期间收到异议，公示已中止", many="收到 {count} 件异议", mail="at_once"),
    Kind(key="audit_drawn", name="被抽中抽查", title="这个问题被抽中，将接受抽查", many="有 {count} 个问题被抽中抽查", mail="at_once"),
    Kind(
        key="paper_failed",
        name="文书没有制成",
        title="《{title}》（{number}）没有制成",
        detail="reason",
        detail_is_ours=True,
        many="有 {count} 份文书没有制成",
        mail="at_once",
    ),
    Kind(key="standing_in", name="代办安排", title=WHOLE, detail="reason", many="您有 {count} 项代办安排", mail="at_once"),
    Kind(key="account", name="账号安全", title=WHOLE, many="您的账号有 {count} 次变动", mail="at_once"),
    Kind(
        key="system",
        name="系统运行",
        title=WHOLE,
        detail="reason",
        detail_is_ours=True,
        many="系统有 {count} 件事须处理",
        mail="at_once",
    ),
    Kind(
        key="work_failed",
        name="后台任务没有完成",
        title=WHOLE,
        detail="reason",
        detail_is_ours=True,
        many="有 {count} 项后台任务没有完成",
        mail="at_once",
    ),
    Kind(key="task_arrived", name="新任务", title="请办理“{box}”", many="有 {count} 项新任务等您办理"),
    Kind(key="due_soon", name="即将到期", title="{name}将于 {due_on}到期，还有 {days} 天", many="有 {count} 项即将到期"),
    Kind(
        key="taken_over",
        name="被接办的任务",
        title="“{box}”已改由{by}承办",
        detail="reason",
        many="有 {count} 项任务已改由他人承办",
    ),
    Kind(key="mentioned", name="评论中提到您", title="{by}在评论中提到了您", detail="text", many="有 {count} 条评论提到了您"),
    Kind(key="work_done", name="后台任务完成", title=WHOLE, many="有 {count} 项后台任务已完成", mail="never"),
    Kind(
        key="paper_ready",
        name="文书已制成",
        title="《{title}》（{number}）已制成，可以下载",
        many="有 {count} 份文书已制成",
        mail="never",
    ),
)  # fmt: skip

KINDS: Mapping[str, Kind] = {kind.key: kind for kind in _ALL}
TEST = Kind(key="hook_test", name="测试", title="这是一条测试消息", many="")
"""What an endpoint is sent to try it; nobody can choose it."""

LEADERS = frozenset({"office_leader", "county_leader", "party_secretary", "head_of_government"})
_GATHERED = frozenset({"task_returned", "due_next", "audit_drawn", "paper_failed", "objection"})
"""What those who lead read once a day, unless they choose otherwise."""


def kind(key: str) -> Kind:
    """The kind of an occurrence, the test of an endpoint among them."""
    return TEST if key == TEST.key else KINDS[key]


def kinds_for(roles: Collection[str]) -> tuple[Kind, ...]:
    """The kinds somebody of these roles can get."""
    if roles and ADMINISTRATORS.issuperset(roles):
        own = {"account", "system"} if "system_admin" in roles else {"account"}
        return tuple(each for each in _ALL if each.key in own)
    return tuple(each for each in _ALL if each.key != "system")


def default(key: str, roles: Collection[str]) -> Choice:
    """How a kind is told while its person has not chosen."""
    if key in _GATHERED and roles and LEADERS.issuperset(roles):
        return Choice(mail="digest")
    return Choice(mail=KINDS[key].mail)
