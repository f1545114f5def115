"""Deciding what the ladder proposed, and stating that a deadline cannot be kept. Nothing here punishes anybody by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from reports.dossiers import PAPERS
from workflows.actions import once, papers, reminding, who
from workflows.actions.deadline_rules import wake_all
from workflows.actions.once import Done
from workflows.engine.decisions import TableRefused
from workflows.queries import access, cases, deadlines, ladder, settings
from workflows.records import Case, Document, EscalationStep, Person, Problem, ProblemDeadline
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.errors import AlreadyDone, FieldProblem, InvalidInput, NotFound, NotYet
from workflows.rules.escalation import STEPS
from workflows.rules.reminders import Deadline

SHORTEST, LONGEST = 4, 1000


def decide_escalation(
    session: Session, *, step_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Approve or dismiss a proposed step, with a reason either way.

    Raises NotFound, NotPermitted, AlreadyDone when somebody was faster, NotYet when the proposal no longer stands, InvalidInput.
    """
    actor = who.actor(session, by, at)
    found = session.get(EscalationStep, step_id)
    if found is None:
        raise NotFound(what="这条督办建议")
    case = cases.locked(session, found.case_id)
    problem = access.problem(session, actor, case.problem_id)
    who.require(session, actor, "decide_escalation", problem)
    if (before := once.earlier(session, request_id, by, case)) is not None:
        return before
    step = session.get_one(EscalationStep, step_id, populate_existing=True)
    _require_waiting(session, step, case)
    decision, reason = str(values.get("decision") or ""), str(values.get("reason") or "").strip()
    if problems := [*_wrong_decision(decision), *_wrong_reason(reason)]:
        raise InvalidInput(problems)
    approved = decision == "approve"
    step.state = "approved" if approved else "dismissed"
    step.decided_at, step.decided_by_id, step.decision_reason = at, by, reason
    facts = {"step": STEPS[step.step], "name": step.name, "reason": reason}
    who.note(session, f"escalation:{step.state}", case=case, by=actor, at=at, **facts)
    session.flush()
    letter = papers.tell_of_step(session, case, problem, step, by=actor, at=at) if approved else None
    sentence = f"已{'批准' if approved else '决定不采纳'}：{STEPS[step.step]}。{_next(step, letter)}"
    return once.remember(session, request_id, case, by=by, at=at, sentence=sentence)


def declare_hopeless(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """State that the deadline in force cannot be kept: the lamp turns red at once, and the ladder proposes a step.

    A later deadline, granted or given with a return, ends it. Raises NotFound, NotPermitted, NotYet when no deadline is in force or it was
    stated before, InvalidInput.
    """
    actor = who.actor(session, by, at)
    problem = access.problem(session, actor, problem_id)
    case = cases.locked(session, access.case_of(session, problem_id).id)
    who.require(session, actor, "declare_hopeless", problem)
    if (before := once.earlier(session, request_id, by, case)) is not None:
        return before
    current, deadline = _of_problem(session, case, problem)
    reason = str(values.get("reason") or "").strip()
    if problems := _wrong_reason(reason):
        raise InvalidInput(problems)
    current.hopeless_at, current.hopeless_by_id, current.hopeless_reason = at, by, reason
    who.note(session, "deadline:hopeless", case=case, by=actor, at=at, due_on=deadline.due_on, reason=reason)
    reminding.propose(session, case, [deadline], deadlines.plan(session), hopeless=True, at=at)
    sentence = "已声明不能按期完成，问题亮红灯，等领导小组办公室审定下一步。批准延期后红灯自动解除。"
    return once.remember(session, request_id, case, by=by, at=at, sentence=sentence)


def deploy_ladder(session: Session, *, source: bytes, by: UUID | None, at: datetime) -> str:
    """Put another escalation table in force; returns its name. What was proposed before stays as it is.

    Raises TableRefused with every finding.
    """
    findings = ladder.check(source)
    if any(each.severity == "error" for each in findings):
        raise TableRefused(findings)
    settings.write(session, ladder.KEY, source.decode("utf-8-sig"))
    session.flush()
    table = ladder.table(session)
    wake_all(session, at=at)
    actor = who.actor(session, by, at) if by else None
    who.note(session, "escalation:deployed", case=None, by=actor, at=at, name=table.name, digest=table.digest)
    return table.name


def _next(step: EscalationStep, letter: Document | None) -> str:
    """What an approved step asks of the office now; empty for a dismissed one."""
    if step.state != "approved":
        return ""
    if letter is not None:
        return f"已制发《{PAPERS[letter.kind].name}》（{letter.number}），请按规定送达并落实。"
    if step.step == "supervision_order":
        return "请由办公室起草挂牌督办，报负责人签发后生效。"
    return "请按规定办理移交，本系统不制发移交文书。"


def _of_problem(session: Session, case: Case, problem: Problem) -> tuple[ProblemDeadline, Deadline]:
    current = deadlines.in_force(session, case.id)
    listed = deadlines.watched(session, case, problem, current) if current is not None else []
    deadline = next((each for each in listed if each.about == "problem"), None)
    if current is None or deadline is None:
        raise NotYet(why="这个问题现在没有正在计算的整改时限")
    if current.hopeless_at is not None:
        raise NotYet(why="这个时限已经声明过不能按期完成，请等待领导小组办公室处理，或申请延期")
    return current, deadline


def _require_waiting(session: Session, step: EscalationStep, case: Case) -> None:
    if step.state == "withdrawn" or (step.state == "waiting" and case.cancelled_at is not None):
        raise NotYet(why="时限已变更、已完成或问题已取消，这条建议不再有效，不需要审定")
    if step.state == "waiting":
        return
    person = session.get(Person, step.decided_by_id) if step.decided_by_id else None
    at = (step.decided_at or step.proposed_at).astimezone(CITY_ZONE)
    raise AlreadyDone(who=person.name if person else "他人", at=f"{at.month} 月 {at.day} 日 {at:%H:%M}")


def _wrong_decision(decision: str) -> list[FieldProblem]:
    if decision in ("approve", "dismiss"):
        return []
    return [FieldProblem(field="decision", label="决定", message="请选择“批准”或“不采纳”。")]


def _wrong_reason(reason: str) -> list[FieldProblem]:
    if SHORTEST <= len(reason) <= LONGEST:
        return []
    message = f"请写明理由，{SHORTEST} 到 {LONGEST} 个字；现在是 {len(reason)} 个字。"
    return [FieldProblem(field="reason", label="理由", message=message)]
