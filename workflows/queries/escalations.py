"""Proposed and decided escalation steps: the office's list, and those of one problem."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from workflows.queries import access, deadlines, ladder, people
from workflows.queries.deadline_values import EscalationLine, EscalationPage
from workflows.queries.problem_list import responsible_units
from workflows.records import Case, EscalationStep, Person, Problem
from workflows.rules.errors import NotFound, NotVisible
from workflows.rules.escalation import STATES, STEPS
from workflows.rules.permissions import Actor, seat_for_action

PAGE = 100
LAMP_NAMES = {"yellow": "黄灯", "red": "红灯"}


def escalation_page(session: Session, *, person_id: UUID, state: str, at: datetime) -> EscalationPage:
    """The steps of the whole city in one state, the oldest proposal first. Raises NotVisible to those who do not see the whole city."""
    actor = people.actor(session, person_id, at)
    if not actor.sees_all:
        raise NotVisible(why="督办建议由领导小组办公室审定，您的问题上的建议请在问题页面查看")
    state = state if state in STATES else "waiting"
    order = EscalationStep.proposed_at if state == "waiting" else EscalationStep.decided_at.desc()
    rows = session.execute(_select(actor, _in(state)).order_by(order, EscalationStep.id).limit(PAGE)).all()
    units = responsible_units(session, [problem.id for _, problem, _ in rows])
    decides = seat_for_action(actor, "decide_escalation", {}) is not None
    table, schedule = ladder.table(session), deadlines.plan(session)
    return EscalationPage(
        state=state,
        lines=tuple(
            _line(step, problem, name, units=units.get(problem.id, ""), decides=decides) for step, problem, name in rows
        ),
        counts=tuple((key, words, _count(session, actor, key)) for key, words in STATES.items()),
        table_name=table.name,
        table_digest=table.digest,
        rules=tuple(
            (tuple(LAMP_NAMES.get(cell.words, cell.words) for cell in rule.cells), STEPS[rule.answer], rule.note)
            for rule in table.rules
        ),
        labels=table.labels,
        days_before="、".join(str(each) for each in schedule.before),
        red_after=schedule.red_after,
        may_set=seat_for_action(actor, "set_deadline_rules", {}) is not None,
    )


def escalation(session: Session, *, person_id: UUID, step_id: UUID, at: datetime) -> EscalationLine:
    """One step, if the person may see its problem. Raises NotFound."""
    actor = people.actor(session, person_id, at)
    row = session.execute(_select(actor, EscalationStep.id == step_id)).one_or_none()
    if row is None:
        raise NotFound(what="这条督办建议")
    step, problem, name = row
    units = responsible_units(session, [problem.id])
    decides = seat_for_action(actor, "decide_escalation", {}) is not None
    return _line(step, problem, name, units=units.get(problem.id, ""), decides=decides)


def waiting(session: Session, actor: Actor) -> int:
    """How many proposals wait for this person's decision; 0 for those who decide none."""
    return _count(session, actor, "waiting") if seat_for_action(actor, "decide_escalation", {}) is not None else 0


def of_case(session: Session, actor: Actor, case: Case) -> tuple[EscalationLine, ...]:
    """The steps of one case, newest first."""
    rows = session.execute(
        _select(actor, EscalationStep.case_id == case.id).order_by(EscalationStep.proposed_at.desc(), EscalationStep.id)
    ).all()
    decides = case.cancelled_at is None and seat_for_action(actor, "decide_escalation", {}) is not None
    return tuple(_line(step, problem, name, units="", decides=decides) for step, problem, name in rows)


def _select(actor: Actor, condition: ColumnElement[bool]) -> Select[EscalationStep, Problem, str]:
    return (
        select(EscalationStep, Problem, Person.name)
        .join(Case, Case.id == EscalationStep.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .outerjoin(Person, Person.id == EscalationStep.decided_by_id)
        .where(access.visible(actor), condition)
    )


def _in(state: str) -> ColumnElement[bool]:
    """In one state; what waits on a cancelled case waits for nobody."""
    if state == "waiting":
        return (EscalationStep.state == "waiting") & Case.cancelled_at.is_(None)
    return EscalationStep.state == state


def _count(session: Session, actor: Actor, state: str) -> int:
    rows = _select(actor, _in(state)).with_only_columns(func.count(EscalationStep.id), maintain_column_froms=True)
    return session.scalar(rows) or 0


def _line(
    step: EscalationStep, problem: Problem, decided_by: str | None, *, units: str, decides: bool
) -> EscalationLine:
    return EscalationLine(
        id=step.id,
        problem_id=problem.id,
        problem_number=problem.number or "",
        problem_title=problem.title,
        units=units,
        name=step.name,
        due_on=step.due_on,
        step=STEPS[step.step],
        state=step.state,
        state_words=STATES[step.state],
        lamp=step.lamp,
        yellows=step.yellows,
        days_late=step.days_late,
        rule=step.rule,
        proposed_at=step.proposed_at,
        decided_by=decided_by or "",
        decided_at=step.decided_at,
        reason=step.decision_reason or "",
        may_decide=decides and step.state == "waiting",
    )
