"""*My tasks*: what this person can do now, what waits for others, said in the order of urgency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import calendars, escalations, people, serious, signing_pages
from workflows.queries.inbox_values import Group, Inbox, TaskRow, Whose
from workflows.queries.task_rows import lamp_of, open_tasks, rows_of
from workflows.records import Case, CoSignature, Person, Problem, Task
from workflows.rules.deadlines import SOON_DAYS, city_day
from workflows.rules.permissions import Actor

TITLES = {
    "returned": "被退回，需要重新办理",
    "co_sign": "请您加签",
    "late": "已超期",
    "today": "今天到期",
    "week": "本周到期",
    "later": "其他待办",
    "held": "由同事承办",
    "others": "等他人办理",
}
OTHERS = frozenset({"held", "others"})
"""Groups of what this person need not do now."""
SHOWN = 50
"""Rows per group; a group says how many there are in all."""


def inbox(session: Session, *, person_id: UUID, at: datetime, whose: Whose = "all") -> Inbox:
    """The home of a task owner; `whose` narrows it to what is theirs by name, or what nobody has claimed. Raises NotFound."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    groups = _grouped(session, actor, today, at)
    own = [row for key, rows in groups.items() if key not in OTHERS for row in rows]
    return Inbox(
        person_name=actor.name,
        serious=serious.waiting(session, actor),
        proposals=escalations.waiting(session, actor),
        signatures=signing_pages.waiting_for(session, actor),
        today=today,
        whose=whose,
        mine=sum(1 for row in own if row.mine),
        unclaimed=sum(1 for row in own if row.may_claim),
        groups=tuple(_group(key, _narrowed(rows, whose)) for key, rows in groups.items()),
    )


def next_task(session: Session, *, person_id: UUID, at: datetime) -> TaskRow | None:
    """What this person had best do next: what was sent back first, then by the day it is due."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    groups = _grouped(session, actor, today, at)
    own = (row for key, rows in groups.items() if key not in OTHERS for row in rows)
    return next(own, None)


def _grouped(session: Session, actor: Actor, today: date, at: datetime) -> dict[str, list[TaskRow]]:
    groups: dict[str, list[TaskRow]] = {key: [] for key in TITLES}
    for row in rows_of(session, actor, open_tasks(session, actor), at):
        groups[_place(row, today)].append(row)
    groups["co_sign"] = _co_sign_rows(session, actor, today)
    for rows in groups.values():
        rows.sort(key=lambda row: not row.mine)  # stable: one's own before what is everybody's, each by its day
    return groups


def _place(row: TaskRow, today: date) -> str:
    if not row.may_act:
        return "held" if row.holder else "others"
    if row.returned:
        return "returned"
    if row.due_on is None:
        return "later"
    left = (row.due_on - today).days
    if left <= 0:
        return "today" if left == 0 else "late"
    return "week" if left <= SOON_DAYS else "later"


def _narrowed(rows: Sequence[TaskRow], whose: Whose) -> list[TaskRow]:
    if whose == "mine":
        return [row for row in rows if row.mine]
    return [row for row in rows if row.may_claim] if whose == "unclaimed" else list(rows)


def _group(key: str, rows: Sequence[TaskRow]) -> Group:
    return Group(key=key, title=TITLES[key], rows=tuple(rows[:SHOWN]), total=len(rows))


def _co_sign_rows(session: Session, actor: Actor, today: date) -> list[TaskRow]:
    """The opinions colleagues wait for."""
    rows = session.execute(
        select(CoSignature, Task, Problem, Person.name)
        .join(Task, Task.id == CoSignature.task_id)
        .join(Case, Case.id == Task.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .join(Person, Person.id == CoSignature.asked_by_id)
        .where(CoSignature.person_id == actor.person_id, CoSignature.answered_at.is_(None), Task.closed_at.is_(None))
        .order_by(CoSignature.asked_at)
    )
    return [
        TaskRow(
            task_id=task.id,
            problem_id=problem.id,
            number=problem.number or "",
            title=problem.title,
            box_name=f"{task.name} · 加签",
            unit_name="",
            due_on=task.due_on,
            lamp=lamp_of(task, problem, today, calendars.counting(session)),
            note=f"{asked_by}：{asked.question}",
            may_act=True,
            verb="co-sign",
        )
        for asked, task, problem, asked_by in rows
    ]
