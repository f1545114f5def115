"""Supervision orders (挂牌督办): the office starts one over a problem; from its signature until it is lifted it stands over the problem."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import matters
from workflows.actions.once import Done
from workflows.actions.press import begin, day_after_today, require_running
from workflows.queries import matters as kinds
from workflows.queries import orders
from workflows.records import Matter, Problem, ProblemUnit
from workflows.rules.errors import NotYet
from workflows.rules.matters import ORDER


def start_order(
    session: Session, *, problem_id: UUID, values: Mapping[str, Any], request_id: UUID, by: UUID, at: datetime
) -> Done:
    """Draw up an order over a problem, for the head of the office to sign.

    Raises NotFound, NotPermitted, InvalidInput, NotYet when one is open over this problem already, when no unit is responsible, or when the
    problem is closed.
    """
    press = begin(session, "start_order", problem_id=problem_id, request_id=request_id, by=by, at=at)
    if press.before:
        return press.before
    require_running(press.case)
    if press.case.closed_at is not None:
        raise NotYet(why="问题已销号，不需要挂牌督办；确需督办的，请先决定重新整改")
    if (other := kinds.orders(session, [problem_id], standing=False).get(problem_id)) is not None:
        raise NotYet(why=f"这个问题已有一件挂牌督办（{other.number}）没有办结，不能再挂")
    press.valid("start_order", values)
    due_on = day_after_today(values, "due_on", "督办时限", at)
    units = _units(session, press.problem)
    step = orders.approved_step(session, press.case)
    line = matters.Line(
        kind=ORDER,
        title=f"挂牌督办：{press.problem.title}"[:200],
        text=str(values["reason"]),
        target=str(values["requirements"]),
        area=press.problem.area,
        due_on=due_on,
        units=units,
    )
    matter = Matter(about_id=problem_id, step_id=step.id if step else None)
    order, _ = matters.start(session, line, by=press.actor, at=at, matter=matter)
    press.note("order:drawn-up", number=order.number, reason=values["reason"], due_on=due_on)
    return press.done(f"已起草挂牌督办 {order.number}，等领导小组办公室负责人签发后生效。")


def _units(session: Session, problem: Problem) -> tuple[tuple[str, UUID], ...]:
    rows = session.execute(
        select(ProblemUnit.part, ProblemUnit.unit_id)
        .where(ProblemUnit.problem_id == problem.id, ProblemUnit.unit_id.is_not(None))
        .order_by(ProblemUnit.position)
    )
    found = tuple(dict.fromkeys((part, unit_id) for part, unit_id in rows if unit_id is not None))
    if not any(part == "responsible" for part, _ in found):
        raise NotYet(why="这个问题还没有明确责任单位，请先明确责任单位再挂牌督办")
    return found
