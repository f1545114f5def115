"""Whether a person may complete a task: a fitting seat, and no duty that must stay apart. Pages and actions ask here, for one or for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import audits, diagrams, people
from workflows.records import Case, Person, SignOff, Task, Unit, Withdrawal
from workflows.rules.permissions import Actor, Involvement, Seat, seat_for, why_not
from workflows.rules.separation import AUDIT_BOX, Past, broken_by


@dataclass(frozen=True, kw_only=True)
class Duties:
    """What the question needs to know of some cases: the units of their problems, who signed what, and who was drawn to audit."""

    involvements: Mapping[UUID, Involvement]
    histories: Mapping[UUID, list[Past]]
    lineups: Mapping[UUID, Mapping[UUID, str]]
    """Case → person → name, of the newest draw."""
    holders: Mapping[UUID, str]
    """Open task → the name of the person it belongs to."""

    def drawn(self, task: Task) -> Mapping[UUID, str]:
        """Who alone may do an audit: the people drawn for it. Empty for every other task, and where nobody was drawn."""
        return self.lineups.get(task.case_id, {}) if task.box == AUDIT_BOX else {}

    def seat(self, actor: Actor, task: Task, case: Case) -> Seat | None:
        """The seat in which the actor would act; None when they hold none. Of several units that do a box, each speaks for itself only."""
        involved = self.involvements.get(case.problem_id, {})
        if task.unit_id is not None:
            involved = {part: units & {task.unit_id} for part, units in involved.items()}
        return seat_for(actor, task.role, involved)

    def is_barred(self, session: Session, actor: Actor, task: Task, case: Case) -> bool:
        """Whether the task is not for the actor; without the words, which may need a query, for lists."""
        return self.seat(actor, task, case) is None or bool(self.barred(session, actor, task, case))

    def held_by_another(self, actor: Actor, task: Task) -> str:
        """The name of the colleague the task belongs to; empty while it is the actor's, of one they stand in for, or nobody's."""
        own = task.assignee_id == actor.person_id or task.assignee_id in actor.stands_in_for
        return "" if own else self.holders.get(task.id, "")

    def refused(self, session: Session, actor: Actor, task: Task, case: Case) -> str:
        """Why the actor may not complete the task now; empty when they may."""
        holder = self.held_by_another(actor, task)
        return self.barred(session, actor, task, case) or (holder and f"这一环节由{holder}承办；您要办的，请先接办")

    def barred(self, session: Session, actor: Actor, task: Task, case: Case) -> str:
        """Why the task is not for the actor at all, whoever holds it; empty when it is.

        Who stands in for somebody may do neither what they themselves may not, nor what that person may not; and who was drawn by name to
        audit goes in person.
        """
        seat = self.seat(actor, task, case)
        if seat is None:
            involved = self.involvements.get(case.problem_id, {})
            elsewhere = task.unit_id is not None and seat_for(actor, task.role, involved) is not None
            return _of_another_unit(session, task) if elsewhere else why_not((task.role,))
        drawn = self.drawn(task)
        if drawn and actor.person_id not in drawn:
            names = "、".join(drawn.values())
            return f"本问题由抽签确定的{names}抽查；本人不能参加的，请在抽查页面写明原因更换抽查人员"
        another = diagrams.node(session, case.diagram_id, task.box).properties.get("another_person", "")
        history = self.histories.get(case.id, [])
        own = broken_by(task.box, actor.person_id, history, another_than=another)
        if own or seat.for_id is None:
            return own
        theirs = broken_by(task.box, seat.for_id, history, another_than=another)
        return theirs and f"您是代{seat.for_name}办理，而{theirs.replace('您', seat.for_name)}"


def _of_another_unit(session: Session, task: Task) -> str:
    unit = session.get_one(Unit, task.unit_id)
    return f"这一项由{unit.name}办理，您不在该单位；各单位分别办理，请打开本单位的任务"


def of_cases(session: Session, cases: Iterable[Case]) -> Duties:
    """The duties of some cases, with four queries however many there are."""
    listed = list(cases)
    return Duties(
        involvements=people.involvements(session, [case.problem_id for case in listed]),
        histories=_histories(session, [case.id for case in listed]),
        lineups=audits.lineups(session, [case.id for case in listed]),
        holders=_holders(session, [case.id for case in listed]),
    )


def of_task(session: Session, task: Task, case: Case) -> Duties:
    """The duties of one task; who was drawn is asked for audits only, who holds it where somebody does."""
    return Duties(
        involvements=people.involvements(session, [case.problem_id]),
        histories=_histories(session, [case.id]),
        lineups=audits.lineups(session, [case.id]) if task.box == AUDIT_BOX else {},
        holders=_holders(session, [case.id]) if task.assignee_id is not None else {},
    )


def _histories(session: Session, case_ids: list[UUID]) -> dict[UUID, list[Past]]:
    found: dict[UUID, list[Past]] = defaultdict(list)
    rows = session.execute(
        select(SignOff.case_id, SignOff.box, SignOff.person_id, SignOff.for_person_id)
        .where(SignOff.case_id.in_(case_ids), SignOff.id.not_in(select(Withdrawal.sign_off_id)))
        .distinct()
    )
    for case_id, box, *people_of_it in rows:
        found[case_id] += [Past(box=box, person_id=each) for each in people_of_it if each is not None]
    return found


def _holders(session: Session, case_ids: list[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(Task.id, Person.name)
        .join(Person, Person.id == Task.assignee_id)
        .where(Task.case_id.in_(case_ids), Task.closed_at.is_(None))
    )
    return {row.id: row.name for row in rows}
