"""Whose a task is by name: what its page says and offers, and to whom it may be handed. The actions ask the same questions again.

A claim is a word among colleagues and no lock: it keeps two of them from filling in the same form, and any of them can take
the task over with a reason. It holds for one visit of the box, because every visit is a task of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from workflows.queries.assignment_values import Assignment
from workflows.queries.duties import Duties
from workflows.queries.values import Choice
from workflows.records import Case, Membership, Person, Task, Unit
from workflows.rules.permissions import Actor, Involvement, Seat, seat_for_action
from workflows.rules.roles import ROLES


def of_task(
    session: Session, actor: Actor, task: Task, case: Case, known: Duties, colleagues: Sequence[Choice]
) -> Assignment:
    """The assignment of an open task as this person sees it; `colleagues` are those it could be handed to.

    Nothing is offered where nobody else could act: a claim among one is noise.
    """
    if task.closed_at is not None:
        return Assignment()
    barred, mine = known.barred(session, actor, task, case), task.assignee_id == actor.person_id
    giver = session.get(Person, task.assigned_by_id) if task.assigned_by_id != task.assignee_id else None
    another = known.held_by_another(actor, task)
    return Assignment(
        holder=known.holders.get(task.id, ""),
        mine=mine,
        given_by=giver.name if giver else "",
        since=task.assigned_at,
        reason=task.assign_reason or "",
        may_claim=not barred and not task.assignee_id and bool(colleagues),
        may_take_over=not barred and bool(another),
        may_release=mine and bool(colleagues),
        may_hand_over=bool(colleagues) and not why_not_hand_over(session, actor, task, case, known),
    )


def why_not_hand_over(session: Session, actor: Actor, task: Task, case: Case, known: Duties) -> str:
    """Why the actor may not hand the task to anybody; empty when they may: the office always, others what they may do now."""
    if oversees(actor, known.involvements.get(case.problem_id, {})):
        return ""
    holder = known.held_by_another(actor, task)
    barred = known.barred(session, actor, task, case)
    return barred or (holder and f"这一环节由{holder}承办，请由{holder}转办，或者先接办再转办")


def why_not_taker(session: Session, giver: Actor, taker: Actor, task: Task, case: Case, known: Duties) -> str:
    """Why the task cannot be handed to this person, said about them; empty when it can."""
    if taker.person_id == task.assignee_id:
        return f"这一环节已经由{taker.name}承办"
    seat = known.seat(taker, task, case)
    if seat is None:
        return f"{taker.name}不是这一环节的{ROLES[task.role].name}人员，不能办理"
    if not _within_reach(giver, seat, task, known.involvements.get(case.problem_id, {})):
        return f"{taker.name}是{seat.unit_name}的人员，只能转给本单位的同事；跨单位的请领导小组办公室转办"
    return known.barred(session, taker, task, case).replace("您", taker.name)


def oversees(actor: Actor, involvement: Involvement) -> bool:
    """Whether the actor hands over anybody's tasks."""
    return seat_for_action(actor, "hand_over", involvement) is not None


def takers(session: Session, giver: Actor, task: Task, case: Case, known: Duties, at: datetime) -> tuple[Choice, ...]:
    """Everybody else the task can be handed to by this person, by unit and name."""
    return tuple(
        Choice(value=str(each.person_id), label=f"{each.name}（{seat.unit_name}）")
        for each in seated(session, ROLES[task.role].seat, at)
        if each.person_id != giver.person_id
        and (seat := known.seat(each, task, case)) is not None
        and not why_not_taker(session, giver, each, task, case, known)
    )


def shared_seats(session: Session, at: datetime) -> frozenset[tuple[str, UUID | None]]:
    """Seats that several people hold now: by role and unit, and, for roles of the whole city, by role alone (None)."""
    several = func.count(Membership.person_id.distinct()) > 1
    held = (Membership.since <= at, or_(Membership.until.is_(None), Membership.until > at))
    by_role = (
        select(Membership.role)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.active, *held)
        .having(several)
    )
    of_units = session.execute(by_role.add_columns(Membership.unit_id).group_by(Membership.role, Membership.unit_id))
    of_city = session.scalars(by_role.group_by(Membership.role))
    return frozenset([*((role, unit_id) for role, unit_id in of_units), *((role, None) for role in of_city)])


def _within_reach(giver: Actor, seat: Seat, task: Task, involvement: Involvement) -> bool:
    relative = ROLES[task.role].part is not None
    return not relative or seat.unit_id in giver.units or oversees(giver, involvement)


def seated(session: Session, role: str, at: datetime) -> Iterator[Actor]:
    """Everybody active who holds a seat of this role now, with those seats alone."""
    rows = session.execute(
        select(Person.id, Person.name, Membership.unit_id, Unit.name)
        .join(Membership, Membership.person_id == Person.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Person.active, Membership.role == role)
        .where(Membership.since <= at, or_(Membership.until.is_(None), Membership.until > at))
        .order_by(Unit.name, Person.name, Person.id)
    )
    seats: dict[tuple[UUID, str], list[Seat]] = defaultdict(list)
    for person_id, name, unit_id, unit_name in rows:
        seats[person_id, name].append(Seat(role=role, unit_id=unit_id, unit_name=unit_name))
    return (Actor(person_id=pid, name=name, seats=tuple(held)) for (pid, name), held in seats.items())
