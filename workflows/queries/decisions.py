"""What waits for the office to decide: serious matters, extensions, steps the ladder proposes, objections, overdue seeds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from workflows.queries import serious
from workflows.queries.overview_values import Decision
from workflows.queries.problem_list import responsible_units
from workflows.records import Case, EscalationStep, Extension, Objection, Problem, ProblemList, PublicNotice
from workflows.rules.deadlines import city_day
from workflows.rules.escalation import LAMPS, STEPS
from workflows.rules.permissions import Actor, seat_for_action

SHOWN = 8
MOST = 200


def waiting(session: Session, actor: Actor, here: ColumnElement[bool]) -> tuple[Decision, ...]:
    """Everything of the lists `here` that this person may decide, the oldest first within each kind."""
    found = _serious(session, actor, here)
    if seat_for_action(actor, "decide_extension", {}):
        found += _extensions(session, here)
    if seat_for_action(actor, "decide_escalation", {}):
        found += _escalations(session, here)
    if seat_for_action(actor, "register_objection", {}):
        found += _objections(session, here)
    return tuple(found)


def _serious(session: Session, actor: Actor, here: ColumnElement[bool]) -> list[Decision]:
    return [
        Decision(
            kind="serious",
            target=each.id,
            sentence=f"重大事项：{each.problem_title}",
            note=f"{each.unit} · {_day(city_day(each.at))}报告",
        )
        for each in serious.waiting(session, actor, here)
    ]


def extensions_asked(session: Session, here: ColumnElement[bool]) -> int:
    """How many requests for a later deadline nobody has decided."""
    query = _running(func.count(Extension.id), here).join(Extension, Extension.problem_id == Problem.id)
    return session.scalar(query.where(Extension.decided_at.is_(None))) or 0


def _running(what: Any, here: ColumnElement[bool]) -> Select[Any]:
    columns = what if isinstance(what, tuple) else (what,)
    return (
        select(*columns)
        .select_from(Problem)
        .join(Case, Case.problem_id == Problem.id)
        .join(ProblemList, ProblemList.id == Problem.list_id)
        .where(here, Case.cancelled_at.is_(None))
    )


def _extensions(session: Session, here: ColumnElement[bool]) -> list[Decision]:
    asked = _running((Problem, Extension), here).join(Extension, Extension.problem_id == Problem.id)
    rows = session.execute(
        asked.where(Extension.decided_at.is_(None)).order_by(Extension.asked_at, Extension.id).limit(MOST)
    ).all()
    ids = [problem.id for problem, _ in rows]
    units = responsible_units(session, ids)
    asked_before = session.execute(
        select(Extension.problem_id, func.count(Extension.id))
        .where(Extension.problem_id.in_(ids))
        .group_by(Extension.problem_id)
    ).all()
    times = dict(asked_before)
    return [
        Decision(
            kind="extension",
            target=problem.id,
            sentence=f"延期申请：{problem.title} → {_day(extension.due_on)}",
            note=f"{units.get(problem.id, '')} · 第 {times[problem.id]} 次申请",
        )
        for problem, extension in rows
    ]


def _escalations(session: Session, here: ColumnElement[bool]) -> list[Decision]:
    proposed = _running((Problem, EscalationStep), here).join(EscalationStep, EscalationStep.case_id == Case.id)
    rows = session.execute(
        proposed.where(EscalationStep.state == "waiting")
        .order_by(EscalationStep.proposed_at, EscalationStep.id)
        .limit(MOST)
    )
    return [
        Decision(
            kind="escalation",
            target=step.id,
            sentence=f"{LAMPS[step.lamp]}：{problem.title} → 建议{STEPS[step.step]}",
            note=f"{step.name} · 已超期 {step.days_late} 天" if step.days_late else step.name,
        )
        for problem, step in rows
    ]


def _objections(session: Session, here: ColumnElement[bool]) -> list[Decision]:
    received = (
        _running((Problem, Objection), here)
        .join(PublicNotice, PublicNotice.case_id == Case.id)
        .join(Objection, Objection.notice_id == PublicNotice.id)
    )
    rows = session.execute(
        received.where(Objection.answered_at.is_(None)).order_by(Objection.received_at, Objection.id).limit(MOST)
    )
    return [
        Decision(
            kind="objection",
            target=problem.id,
            sentence=f"公示期异议：{problem.title}",
            note=f"{_day(city_day(objection.received_at))}收到",
        )
        for problem, objection in rows
    ]


def _day(day: Any) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
