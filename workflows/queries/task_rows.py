"""Open tasks as lines of a list: may this person act, when are they due, what happened before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Subquery, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from workflows.queries import access, assignments, calendars, deadlines, duties
from workflows.queries.assignment_values import held_words
from workflows.queries.duties import Duties
from workflows.queries.inbox_values import SentBack, TaskRow
from workflows.records import Case, DeadlineMark, Person, Problem, Task, Unit
from workflows.rules.deadlines import Counting, Lamp, city_day, lamp_for, without_day
from workflows.rules.permissions import Actor, Seat
from workflows.rules.roles import ROLES


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
    shared_seats: frozenset[tuple[str, UUID | None]]
    """Seats that more than one person holds: where a claim says something to somebody."""

    def shared(self, seat: Seat | None, task: Task) -> bool:
        """Whether somebody else could do the task just as well."""
        if seat is None:
            return False
        return (seat.role, seat.unit_id if ROLES[task.role].part else None) in self.shared_seats

    def lamp(self, found: Found) -> Lamp:
        """The lamp of an open task; where it must be done by the problem's own day, that day's hopelessness is its own."""
        task, problem = found.task, found.problem
        given_up = found.case.id in self.hopeless and task.due_on == problem.due_on
        return lamp_of(task, problem, self.today, self.counting, hopeless=given_up)


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


def rows_of(session: Session, actor: Actor, found: list[Found], at: datetime) -> list[TaskRow]:
    """The lines of some open tasks: may this person act, when are they due, what happened before."""
    today = city_day(at)
    known = duties.of_cases(session, {each.case.id: each.case for each in found}.values())
    names = _units_named(session, known)
    told = Told(
        today=today,
        counting=calendars.counting(session),
        reminders=deadlines.reminders(session, {each.case.id for each in found}, today),
        hopeless=deadlines.hopeless(session, {each.case.id for each in found}),
        shared_seats=assignments.shared_seats(session, at),
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
        back=_back(found),
        may_claim=may_act and task.assignee_id is None and told.shared(known.seat(actor, task, found.case), task),
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


def lamp_of(task: Task, problem: Problem, today: date, counting: Counting, *, hopeless: bool = False) -> Lamp:
    """The lamp of an open task of this problem."""
    raw = without_day(long_term=problem.long_term, immediate=problem.immediate, deadline=problem.due_on)
    return lamp_for(task.due_on, today, returned=task.returned, raw=raw, counting=counting, hopeless=hopeless)


def _note(found: Found, today: date, unit_name: str, *, mine: bool) -> str:
    task = found.task
    parts = [unit_name]
    if not mine or found.given_by:
        reason = task.assign_reason or ""
        parts.append(held_words(holder=found.holder, mine=mine, given_by=found.given_by, reason=reason))
    if not task.returned:
        days = (today - city_day(task.opened_at)).days
        parts.append("今天转来" if days <= 0 else f"已等 {days} 天")
    if task.chased_at is not None:
        day = city_day(task.chased_at)
        parts.append(f"{day.month} 月 {day.day} 日催办，共 {task.chases} 次")
    return " · ".join(_filled(parts))


def _back(found: Found) -> SentBack | None:
    """Who sent it back, when and why, in their words."""
    task = found.task
    if not task.returned:
        return None
    return SentBack(by=found.returned_by or "上一环节", at=task.opened_at, reason=task.return_reason or "")


def _filled(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]
