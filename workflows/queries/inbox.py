"""*My tasks*: what this person can do now, what waits for others, said in the order of urgency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from workflows.queries import (
    access,
    assignments,
    calendars,
    deadlines,
    duties,
    escalations,
    people,
    serious,
    signing_pages,
)
from workflows.queries.assignment_values import held_words
from workflows.queries.duties import Duties
from workflows.queries.inbox_values import Group, Inbox, TaskRow
from workflows.records import Case, CoSignature, DeadlineMark, Person, Problem, Task, Unit
from workflows.rules.deadlines import SOON_DAYS, Counting, Lamp, city_day, lamp_for, without_day
from workflows.rules.permissions import Actor
from workflows.rules.roles import ROLES

TITLES = {
    "co_sign": "请您加签",
    "mine": "由您承办",
    "returned": "被退回，需要重新办理",
    "late": "已超期",
    "week": "本周到期",
    "later": "其他待办",
    "held": "由同事承办",
    "others": "等他人办理",
}
SHOWN = 50
"""Rows per group; a group says how many there are in all."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """An open task with what its line needs. `units`: for how many units of one box it stands (others than the actor's, told in one line)."""

    task: Task
    case: Case
    problem: Problem
    returned_by: str
    holder: str
    given_by: str
    """Who gave it to the holder by name; empty where they claimed it."""
    units: int = 1


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is said about deadlines today: how lateness is counted, the reminders given by case, the cases stated to be hopeless."""

    today: date
    counting: Counting
    reminders: Mapping[UUID, list[DeadlineMark]]
    hopeless: frozenset[UUID]

    def lamp(self, found: Found) -> Lamp:
        """The lamp of an open task; where it must be done by the problem's own day, that day's hopelessness is its own."""
        task, problem = found.task, found.problem
        given_up = found.case.id in self.hopeless and task.due_on == problem.due_on
        return _lamp(task, problem, self.today, self.counting, hopeless=given_up)


def inbox(session: Session, *, person_id: UUID, at: datetime) -> Inbox:
    """The home of a task owner. Raises NotFound when the account is gone."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    groups: dict[str, list[TaskRow]] = {key: [] for key in TITLES}
    found = open_tasks(session, actor)
    for each, row in zip(found, rows_of(session, actor, found, today), strict=True):
        groups[_group(row, each, today)].append(row)
    groups["mine"].sort(key=lambda row: not row.returned)
    groups["co_sign"] = _co_sign_rows(session, actor, today)
    return Inbox(
        person_name=actor.name,
        serious=serious.waiting(session, actor),
        proposals=escalations.waiting(session, actor),
        signatures=signing_pages.waiting_for(session, actor),
        today=today,
        groups=tuple(
            Group(key=key, title=TITLES[key], rows=tuple(rows[:SHOWN]), total=len(rows)) for key, rows in groups.items()
        ),
    )


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
            lamp=_lamp(task, problem, today, calendars.counting(session)),
            note=f"{asked_by}：{asked.question}",
            may_act=True,
            verb="co-sign",
        )
        for asked, task, problem, asked_by in rows
    ]


def open_tasks(session: Session, actor: Actor, problem_id: UUID | None = None) -> list[Found]:
    """Open tasks of problems the actor's units take part in, or whose role the actor holds; all of one problem when it is given.

    Where several units do a box side by side, the tasks of units that are not the actor's are one line: the one due first, and how many.
    """
    returner, holder, giver = aliased(Person), aliased(Person), aliased(Person)
    foreign = _foreign(actor, problem_id)
    query = (
        select(Task, Case, Problem, returner.name, holder.name, giver.name, func.coalesce(foreign.c.units, 1))
        .join(Case, Case.id == Task.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .outerjoin(returner, returner.id == Task.returned_by_id)
        .outerjoin(holder, holder.id == Task.assignee_id)
        .outerjoin(giver, and_(giver.id == Task.assigned_by_id, Task.assigned_by_id != Task.assignee_id))
        .outerjoin(foreign, foreign.c.id == Task.id)
        .where(Task.closed_at.is_(None), Case.suspended_at.is_(None), access.visible(actor))
        .where(or_(foreign.c.place.is_(None), foreign.c.place == 1))
        .order_by(Task.due_on.is_(None), Task.due_on, Problem.position, Task.id)
    )
    if problem_id is not None:
        query = query.where(Problem.id == problem_id)
    rows = session.execute(query.limit(2000))
    return [
        Found(
            task=task,
            case=case,
            problem=problem,
            returned_by=returned_by or "",
            holder=held_by or "",
            given_by=given_by or "",
            units=units,
        )
        for task, case, problem, returned_by, held_by, given_by, units in rows
    ]


def _foreign(actor: Actor, problem_id: UUID | None) -> Subquery:
    """The open tasks of single units that are not the actor's: how many units share the box, and the task's place among them."""
    box = (Task.case_id, Task.token)
    place = func.row_number().over(partition_by=box, order_by=(Task.due_on.is_(None), Task.due_on, Task.id))
    units = func.count().over(partition_by=box)
    query = select(Task.id, place.label("place"), units.label("units")).where(
        Task.closed_at.is_(None), Task.unit_id.is_not(None), Task.unit_id.not_in(actor.units_seen)
    )
    if problem_id is not None:
        query = query.join(Case, Case.id == Task.case_id).where(Case.problem_id == problem_id)
    return query.subquery()


def rows_of(session: Session, actor: Actor, found: list[Found], today: date) -> list[TaskRow]:
    """The lines of some open tasks: may this person act, when are they due, what happened before."""
    known = duties.of_cases(session, {each.case.id: each.case for each in found}.values())
    names = _units_named(session, known)
    told = Told(
        today=today,
        counting=calendars.counting(session),
        reminders=deadlines.reminders(session, {each.case.id for each in found}, today),
        hopeless=deadlines.hopeless(session, {each.case.id for each in found}),
    )
    return [_row(session, actor, each, told, known, _whose(each, known, names)) for each in found]


def _units_named(session: Session, known: Duties) -> dict[UUID, str]:
    ids = {unit for parts in known.involvements.values() for units in parts.values() for unit in units}
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)).order_by(Unit.name))
    return {row.id: row.name for row in rows}


def _whose(found: Found, known: Duties, names: dict[UUID, str]) -> str:
    """Whose turn it is: who was drawn, the units that take the part, a post in such a unit, or the role where it is the city's own."""
    if drawn := known.drawn(found.task):
        return "、".join(drawn.values())
    if found.task.unit_id is not None:
        name = names.get(found.task.unit_id, "")
        return name if found.units < 2 else f"{name}等 {found.units} 个单位"
    role = ROLES[found.task.role]
    units = known.involvements.get(found.problem.id, {}).get(role.part or "", frozenset())
    post = role.name if role.post else ""
    return "、".join(f"{name}{post}" for unit, name in names.items() if unit in units) or role.name


def _row(session: Session, actor: Actor, found: Found, told: Told, known: Duties, unit_name: str) -> TaskRow:
    task, problem = found.task, found.problem
    mine = task.assignee_id == actor.person_id
    barred = known.is_barred(session, actor, task, found.case)
    may_act = not barred and not known.held_by_another(actor, task)
    return TaskRow(
        task_id=task.id,
        problem_id=problem.id,
        number=problem.number or "",
        title=problem.title,
        box_name=task.name,
        unit_name=unit_name,
        due_on=task.due_on,
        lamp=told.lamp(found),
        note=_instead(known, actor, found) + _note(found, told.today, unit_name, mine=mine),
        mine=mine and may_act,
        returned=task.returned,
        holder="" if mine or barred else found.holder,
        may_hand_over=may_act or assignments.oversees(actor, known.involvements.get(problem.id, {})),
        reminder=deadlines.reminder_of(task, told.reminders.get(found.case.id, ())),
        may_act=may_act,
    )


def _instead(known: Duties, actor: Actor, found: Found) -> str:
    """For whom the actor would do it, where the seat is lent."""
    seat = known.seat(actor, found.task, found.case) if actor.lent else None
    return f"代{seat.for_name}办理 · " if seat and seat.for_name else ""


def _lamp(task: Task, problem: Problem, today: date, counting: Counting, *, hopeless: bool = False) -> Lamp:
    raw = without_day(long_term=problem.long_term, immediate=problem.immediate, deadline=problem.due_on)
    return lamp_for(task.due_on, today, returned=task.returned, raw=raw, counting=counting, hopeless=hopeless)


def _group(row: TaskRow, found: Found, today: date) -> str:
    if not row.may_act:
        return "held" if row.holder else "others"
    if row.mine:
        return "mine"
    if found.task.returned:
        return "returned"
    if row.due_on is None:
        return "later"
    left = (row.due_on - today).days
    return "late" if left < 0 else "week" if left <= SOON_DAYS else "later"


def _note(found: Found, today: date, unit_name: str, *, mine: bool) -> str:
    task = found.task
    parts = [unit_name]
    if not mine or found.given_by:
        reason = task.assign_reason or ""
        parts.append(held_words(holder=found.holder, mine=mine, given_by=found.given_by, reason=reason))
    if task.returned:
        parts.append(f"退回人：{found.returned_by}")
        parts.append(f"原因：{task.return_reason}")
    else:
        days = (today - city_day(task.opened_at)).days
        parts.append("今天转来" if days <= 0 else f"已等 {days} 天")
    if task.chased_at is not None:
        day = city_day(task.chased_at)
        parts.append(f"{day.month} 月 {day.day} 日催办，共 {task.chases} 次")
    return " · ".join(_filled(parts))


def _filled(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]
