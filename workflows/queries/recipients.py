"""Whom an occurrence concerns, asked when its messages are made and not when it occurred.

Whoever has lost sight of the problem meanwhile, was deactivated, or whose task somebody else has done already, is told nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import assignments, duties, people
from workflows.queries.duties import Duties
from workflows.records import Case, Occurrence, Substitution, Task
from workflows.rules.errors import NotFound
from workflows.rules.permissions import Actor, Involvement, may_see, seat_for
from workflows.rules.roles import ROLES

OWN = frozenset({"handed_over", "taken_over", "mentioned", "account"})
"""Kinds that always name their one person."""
LENT = frozenset({"handed_over", "taken_over"})
"""Of those, the ones about a task: whoever stands in for their person is told too. What is personal is not lent."""
Told = dict[UUID, UUID | None]
"""Who is told → for whom they stand in; None where it concerns themselves."""
TASKS = frozenset({"task_arrived", "task_returned"})
DEADLINES = frozenset({"due_soon", "due_next", "overdue"})
ROLES_TOLD: Mapping[str, tuple[str, ...]] = {
    "objection": ("responsible_unit", "lead_unit", "office", "office_leader"),
    "audit_drawn": ("responsible_unit", "lead_unit"),
    "due_soon": ("responsible_unit", "lead_unit"),
    "due_next": ("responsible_unit", "lead_unit"),
    "overdue": ("responsible_unit", "lead_unit"),
    "paper_failed": ("office",),
    "system": ("system_admin",),
}
"""Who is told of what is no one's task."""


@dataclass
class Looked:
    """What was read once for many occurrences."""

    session: Session
    at: datetime
    tasks: Mapping[UUID, Task]
    cases: Mapping[UUID, Case]
    known: Duties
    seated: dict[str, list[Actor]] = field(default_factory=dict)
    actors: dict[UUID, Actor | None] = field(default_factory=dict)
    substitutes: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    """Who is away → who stands in for them now."""

    def involved(self, case: Case) -> Involvement:
        """The units that take part in a case's problem."""
        return self.known.involvements.get(case.problem_id, {})

    def standing_in(self, absent: Iterable[UUID]) -> Iterator[tuple[Actor, UUID]]:
        """Who stands in for one of these people now, with whom they stand in for."""
        for person_id in absent:
            for each in self.substitutes.get(person_id, ()):
                if actor := self.actor(each):
                    yield actor, person_id

    def holding(self, seat: str) -> list[Actor]:
        """Everybody with a seat of this role, with those seats alone."""
        if seat not in self.seated:
            self.seated[seat] = list(assignments.seated(self.session, seat, self.at))
        return self.seated[seat]

    def actor(self, person_id: UUID) -> Actor | None:
        """The person with all their seats; None once they are deactivated."""
        if person_id not in self.actors:
            try:
                self.actors[person_id] = people.actor(self.session, person_id, self.at)
            except NotFound:
                self.actors[person_id] = None
        return self.actors[person_id]


def recipients(session: Session, untold: Sequence[Occurrence], *, at: datetime) -> dict[UUID, Told]:
    """The people of each occurrence, by its id; empty where it concerns nobody any more. Some queries for all of them together."""
    looked = _look(session, untold, at)
    found = {each.id: dict(_people(looked, each)) for each in untold}
    for each in untold:
        if each.actor_id is not None:
            found[each.id].pop(each.actor_id, None)
    return found


def _look(session: Session, untold: Iterable[Occurrence], at: datetime) -> Looked:
    listed = list(untold)
    task_ids = {each.task_id for each in listed if each.task_id}
    case_ids = {each.case_id for each in listed if each.case_id}
    cases = {each.id: each for each in session.scalars(select(Case).where(Case.id.in_(case_ids)))}
    return Looked(
        session=session,
        at=at,
        tasks={each.id: each for each in session.scalars(select(Task).where(Task.id.in_(task_ids)))},
        cases=cases,
        known=duties.of_cases(session, cases.values()),
        substitutes=_substitutes(session, at),
    )


def _substitutes(session: Session, at: datetime) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    query = select(Substitution.absent_id, Substitution.substitute_id)
    for absent, substitute in session.execute(query.where(Substitution.since <= at, Substitution.until > at)):
        found[absent].add(substitute)
    return {absent: frozenset(those) for absent, those in found.items()}


def _people(looked: Looked, told: Occurrence) -> Told:
    case = looked.cases.get(told.case_id) if told.case_id else None
    if told.person_id is not None:
        return _alone(looked, told, told.person_id, case)
    task = looked.tasks.get(told.task_id) if told.task_id else None
    if task is not None and case is not None and told.kind in TASKS | DEADLINES:
        return _doers(looked, task, case)
    if case is not None and told.kind in DEADLINES and (case.suspended_at or case.cancelled_at or case.closed_at):
        return {}
    return _seated(looked, told, case)


def _seated(looked: Looked, told: Occurrence, case: Case | None) -> Told:
    """Who holds a seat of the kind's roles; where it is the deadline of work that may be lent, whoever stands in for them too."""
    involved = looked.involved(case) if case is not None else {}
    found: Told = {}
    for role in ROLES_TOLD.get(told.kind, ()):
        held = [each for each in looked.holding(ROLES[role].seat) if seat_for(each, role, involved) is not None]
        found |= {each.person_id: None for each in held}
        for actor, absent in looked.standing_in(each.person_id for each in held) if told.kind in DEADLINES else ():
            if seat_for(actor, role, involved) is not None:
                found.setdefault(actor.person_id, absent)
    return found


def _alone(looked: Looked, told: Occurrence, person_id: UUID, case: Case | None) -> Told:
    """The one person, where they may still see what it is about; of a task that is lent, who may do it for them too."""
    task = looked.tasks.get(told.task_id) if told.task_id and told.kind in LENT else None
    found = _lent(looked, [person_id], task, case) if task is not None and case is not None else {}
    actor = looked.actor(person_id)
    if actor is not None and (case is None or may_see(actor, looked.involved(case))):
        found[person_id] = None
    return found


def _doers(looked: Looked, task: Task, case: Case) -> Told:
    """Who may do an open task: the one it was given to, else everybody with a fitting seat; of those who are away, their substitutes too.

    Nobody who must stay apart from it.
    """
    if task.closed_at is not None or case.suspended_at is not None:
        return {}
    held = [task.assignee_id] if task.assignee_id is not None else None
    able = held or [each.person_id for each in looked.holding(ROLES[task.role].seat)]
    actors = [actor for each in able if (actor := looked.actor(each)) is not None]
    own = [each for each in actors if not looked.known.is_barred(looked.session, each, task, case)]
    return _lent(looked, able, task, case) | {each.person_id: None for each in own}


def _lent(looked: Looked, absent: Iterable[UUID], task: Task, case: Case) -> Told:
    """Who stands in for one of these and may do the task, with whom they do it for, as their sign-off would say."""
    found: Told = {}
    for actor, person_id in looked.standing_in(absent):
        seat = looked.known.seat(actor, task, case)
        if seat is not None and not looked.known.is_barred(looked.session, actor, task, case):
            found[actor.person_id] = seat.for_id or person_id
    return found
