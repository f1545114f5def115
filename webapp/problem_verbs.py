"""What can be done about a problem outside its diagram, for its pages and for the JSON API alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort

from workflows import actions
from workflows.actions import Done, checks, rounds, serious
from workflows.queries.values import ExtensionLine
from workflows.rules.errors import NotPermitted, NotYet


@dataclass(frozen=True, kw_only=True)
class Verb:
    """A verb: its key in `ProblemPage.forms`, its button, its action and the name under which the action takes what it concerns."""

    key: str
    button: str
    does: Callable[..., Done]
    about: str = "problem_id"


VERBS = {
    "ask-extension": Verb(key="ask_extension", button="提交申请", does=actions.ask_extension),
    "register-objection": Verb(key="register_objection", button="登记异议", does=actions.register_objection),
    "record-notice": Verb(key="record_notice", button="登记公示", does=actions.record_notice),
    "reopen": Verb(key="reopen", button="决定重新整改", does=actions.reopen_case),
    "co-sign": Verb(key="co_sign", button="答复", does=actions.co_sign),
    "ask-co-signature": Verb(key="ask_co_signature", button="请对方加签", does=actions.ask_co_signature),
    "withdraw": Verb(key="withdraw", button="撤回", does=actions.withdraw),
    "chase": Verb(key="chase", button="催办", does=actions.chase),
    "reassign": Verb(key="reassign", button="转办其他单位", does=actions.reassign_units),
    "start-order": Verb(key="start_order", button="起草并报负责人签发", does=actions.start_order),
    "report-serious": Verb(key="report_serious", button="报告领导小组办公室", does=serious.report_serious),
    "start-check": Verb(key="start_check", button="部署排查", does=checks.start_check),
    "end-collecting": Verb(key="end_collecting", button="截止填报", does=rounds.end_collecting),
    "set-unit-deadline": Verb(key="set_unit_deadline", button="确定", does=actions.set_unit_deadline),
    "suspend": Verb(key="suspend", button="暂停办理", does=actions.suspend_case),
    "resume": Verb(key="resume", button="恢复办理", does=actions.resume_case),
    "correct": Verb(key="correct", button="更正", does=actions.correct_fact),
    "merge": Verb(key="merge", button="并入", does=actions.merge_case),
    "cancel": Verb(key="cancel", button="撤销列入", does=actions.cancel_case),
}
DECIDE = Verb(key="decide_extension", button="作出决定", does=actions.decide_extension, about="extension_id")


def require_decidable(extension: ExtensionLine | None) -> None:
    """Raises NotYet for one that was decided, NotPermitted for who may not; unknown is 404."""
    if extension is None:
        abort(404)
    if extension.granted is not None:
        raise NotYet(why="这份延期申请已经审批过了")
    if not extension.may_decide:
        raise NotPermitted(why="延期申请由领导小组办公室审批，且不能由申请人本人审批")
