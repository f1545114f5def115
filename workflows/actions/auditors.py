"""Replacing a drawn auditor who cannot come: the next one by the ranks of the same draw, so that nobody picks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries import cases, replacing
from workflows.records import AuditAssignment
from workflows.rules.draw_form import read_reason
from workflows.rules.errors import FieldProblem, InvalidInput


def replace_auditor(
    session: Session, *, draw_id: UUID, case_id: UUID, values: Mapping[str, str], by: UUID, at: datetime
) -> str:
    """Let somebody else check a drawn case; returns their name. `values`: leaves, comes (only where the draw has nobody left), reason.

    Raises NotPermitted, NotFound for a case this draw did not draw, NotYet once the check is done, InvalidInput for a missing reason, somebody
    who is not drawn, or, with nobody left by rank, somebody who may not check this case.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "replace_auditor")
    case = cases.locked(session, case_id)
    state = replacing.state(session, draw_id=draw_id, case_id=case_id, at=at)
    leaving = next((each for each in state.lineup if str(each.person_id) == values.get("leaves", "")), None)
    if leaving is None:
        raise _wrong("leaves", "不能参加的人员", "请选择现在的抽查人员中不能参加的一位。")
    comes = state.next_person or next((p for p in state.nameable if str(p.id) == values.get("comes", "")), None)
    if comes is None:
        raise _wrong("comes", "接替人员", "请选择由谁接替；没有可选的人员时，请先为办公室增加成员。")
    reason = read_reason(values)
    moment = max(at, state.not_before)
    leaving.until, leaving.reason, leaving.ended_by_id = moment, reason, by
    session.add(
        AuditAssignment(
            entry_id=leaving.entry_id,
            person_id=comes.id,
            place=leaving.place,
            named=state.next_person is None,
            since=moment,
        )
    )
    session.flush()
    facts = {"leaves": leaving.person.name, "comes": comes.name, "reason": reason, "draw": draw_id}
    how = "按原抽签名次递补" if state.next_person else "名次已用完，由办公室指定"
    who.note(session, "audit:replaced", case=case, by=actor, at=at, how=how, **facts)
    session.flush()
    return comes.name


def _wrong(field: str, label: str, message: str) -> InvalidInput:
    return InvalidInput([FieldProblem(field=field, label=label, message=message)])
