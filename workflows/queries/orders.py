"""Reads of supervision orders."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workflows.records import Case, EscalationStep, Matter


def approved_step(session: Session, case: Case) -> EscalationStep | None:
    """The newest approved proposal to put a problem under an order that has not led to one yet."""
    used = exists().where(Matter.step_id == EscalationStep.id)
    query = select(EscalationStep).where(
        EscalationStep.case_id == case.id,
        EscalationStep.step == "supervision_order",
        EscalationStep.state == "approved",
        ~used,
    )
    return session.scalar(query.order_by(EscalationStep.decided_at.desc()).limit(1))
