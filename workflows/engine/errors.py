"""Refusals of the engine: each docstring is the sentence a person reads."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.engine.findings import Finding
from workflows.engine.obstacles import Obstacle
from workflows.rules.errors import Refusal


class DiagramRefused(Refusal):
    """流程图有 {count} 处必须改正，没有部署。第一处：{first}
    The diagram has {count} errors and was not deployed. The first: {first_english}
    """

    code = "diagram-refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        errors = [finding for finding in findings if finding.severity == "error"]
        first = errors[0] if errors else None
        super().__init__(
            count=len(errors), first=first.message if first else "", first_english=first.english if first else ""
        )
        self.findings = list(findings)


class CaseNotMovable(Refusal):
    """案件不能移到新版本：{first}案件没有改动。
    The case cannot be moved: {first_english}. Nothing was changed.
    """

    code = "case-not-movable"

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(first=obstacles[0].message, first_english=obstacles[0].english)
        self.obstacles = tuple(obstacles)


class BoxNotOpen(Refusal):
    """这个环节已经办结，或者从未开始，不能再次办理。请刷新页面，查看最新情况。
    This step is not open: it was completed already or never began. Reload and look again.
    """

    code = "box-not-open"


class NobodyWaits(Refusal):
    """案件现在不在等待“{message}”，这一操作没有执行。请先查看案件目前处在哪个环节。
    The case does not wait for "{message}" now; nothing was done.
    """

    code = "nobody-waits"


class FactRefused(Refusal):
    """不能保存事实“{name}”：{why}。
    The fact "{name}" cannot be stored: {why_english}.
    """

    code = "fact-refused"


class NaiveInstant(Refusal):
    """时刻 {value} 没有写明时区，无法确定是哪一刻。请写成带时区的时刻，例如 2026-12-31T18:00:00+08:00。
    The instant {value} has no time zone. Write it with one, such as 2026-12-31T18:00:00+08:00.
    """

    code = "naive-instant"


class ExpressionRefused(Refusal):
    """表达式“{text}”不能使用：{why}。
    The expression "{text}" cannot be used: {why_english}.
    """

    code = "expression-refused"


class ExpressionFailed(Refusal):
    """案件走到“{box}”时，条件“{text}”无法判断：{why}。请与流程图的绘制人员联系。
    At "{box}" the expression "{text}" could not be evaluated: {why_english}.
    """

    code = "expression-failed"


class TimerRefused(Refusal):
    """“{box}”的时限“{value}”不是带时区的时刻，也不是 P10D 一类的时长，无法计时。
    The timer of "{box}" got "{value}", which is neither an instant with a time zone nor a duration such as P10D.
    """

    code = "timer-refused"


class StateUnreadable(Refusal):
    """案件保存的流程状态读不出来：{why}。数据没有改动，请联系系统管理员，并说明案件编号。
    The stored state of this case cannot be read: {why_english}. Nothing was changed.
    """

    code = "state-unreadable"
