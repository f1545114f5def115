"""What the clock says about deadlines: a reminder before, yellow and red after, each once; and the step the ladder proposes.

A deadline that is moved, met or given anew with a return ends what was still to be said about it, and any proposal nobody has decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.actions import telling, who
from workflows.queries import deadlines, ladder, matters
from workflows.records import Case, DeadlineMark, EscalationStep, Problem, ProblemDeadline, Task
from workflows.rules.deadlines import city_day, is_red
from workflows.rules.escalation import LAMPS, STEPS
from workflows.rules.reminders import Deadline, Mark, Plan, Said, due_marks, next_mark

YELLOW = "late_1"


def follow(session: Session, case: Case, problem: Problem, *, at: datetime, returned: bool = False) -> ProblemDeadline:
    """Keep the deadline in force as it is now, and take back proposals about deadlines that are no longer; returns what is in force.

    `returned`: it was given with a return or a reopening, and counts as new even when its day is the old one.
    """
    current = deadlines.in_force(session, case.id)
    if current is None or current.due_on != problem.due_on or returned:
        current = _begin(session, case, problem, current, at, returned)
    _withdraw(session, case, problem, current, at)
    return current


def next_at(
    session: Session, case: Case, problem: Problem, current: ProblemDeadline, *, at: datetime
) -> datetime | None:
    """The next instant at which something must be said about a deadline of this case."""
    if not (listed := deadlines.watched(session, case, problem, current)):
        return None
    schedule = deadlines.plan(session)
    past = any(mark.at <= at for each in listed for mark in schedule.marks(each))
    return next_mark(listed, schedule, deadlines.said(session, case.id, listed) if past else (), at)


def remind(session: Session, case: Case, problem: Problem, current: ProblemDeadline, *, at: datetime) -> None:
    """Say everything that is due, in the journal; propose a step for every deadline that has passed."""
    schedule, listed = deadlines.plan(session), deadlines.watched(session, case, problem, current)
    known = deadlines.said(session, case.id, listed)
    late: dict[date, list[Deadline]] = defaultdict(list)
    alike: dict[tuple[str, date, tuple[str, ...]], list[Deadline]] = defaultdict(list)
    for each in listed:
        if marks := due_marks(each, schedule, known, at):
            _mark(session, case, each, marks, at)
            one = str(each.about_id) if each.about != "task" else ""
            _tell(session, case, each, marks[-1], at)
            alike[one, each.due_on, tuple(mark.key for mark in marks)].append(each)
            if not marks[-1].is_reminder:
                late[each.due_on].append(each)
    for (_, _, keys), those in alike.items():
        _say(session, case, those, keys, schedule, at)
    session.flush()
    for due_on in sorted(late):
        given_up = current.hopeless_at is not None and late[due_on][0].about == "problem"
        propose(session, case, late[due_on], schedule, hopeless=given_up, at=at)


def propose(
    session: Session, case: Case, about: list[Deadline], schedule: Plan, *, hopeless: bool, at: datetime
) -> EscalationStep | None:
    """Ask the ladder about deadlines of one day and keep its answer as a proposal; None when it has none, or proposed it before.

    An order, a check or a round is itself a step somebody took: none is proposed about it.
    """
    if matters.kind_of_case(session, case).is_matter:
        return None
    first, today = about[0], city_day(at)
    days_late = max(0, (today - first.due_on).days)
    lamp = "red" if hopeless or is_red(first.due_on, today, schedule.red_after) else "yellow"
    yellows, table = max(1, _yellows(session, case)), ladder.table(session)
    decided = table.decide({"lamp": lamp, "yellows": yellows, "days_late": min(days_late, 9_999)})
    if decided is None or _proposed(session, case, about, decided.answer):
        return None
    step = EscalationStep(
        case_id=case.id,
        about=first.about,
        about_id=first.about_id,
        name=first.name if len(about) == 1 else f"{first.name}等 {len(about)} 项",
        due_on=first.due_on,
        step=decided.answer,
        state="waiting",
        lamp=lamp,
        yellows=yellows,
        days_late=days_late,
        rule=decided.words,
        table_digest=table.digest,
        proposed_at=at,
    )
    session.add(step)
    facts = {"name": step.name, "lamp": LAMPS[lamp], "step": STEPS[step.step], "rule": step.rule, "due_on": step.due_on}
    who.note(session, "escalation:proposed", case=case, by=None, at=at, **facts)
    return step


def _begin(
    session: Session, case: Case, problem: Problem, before: ProblemDeadline | None, at: datetime, returned: bool
) -> ProblemDeadline:
    """A new deadline in force. One that began at this very moment is corrected instead, so that the order of rows is never in doubt."""
    if before is None or before.since < at:
        was_returned = before is not None and before.returned
        before = ProblemDeadline(case_id=case.id, since=at, returned=was_returned)
        session.add(before)
    before.due_on, before.returned = problem.due_on, before.returned or returned
    session.flush()
    return before


def _mark(session: Session, case: Case, deadline: Deadline, marks: Collection[Mark], at: datetime) -> None:
    for mark in marks:
        session.add(
            DeadlineMark(
                case_id=case.id,
                about=deadline.about,
                about_id=deadline.about_id,
                due_on=deadline.due_on,
                mark=mark.key,
                at=at,
            )
        )


def _say(
    session: Session, case: Case, those: list[Deadline], keys: Collection[str], schedule: Plan, at: datetime
) -> None:
    """Write the last mark into the journal, once for all tasks of a day. The problem's own day is journalled by the box that marks it late."""
    first = those[0]
    name = first.name if len(those) == 1 else f"{first.name}等 {len(those)} 项"
    facts = {"name": name, "due_on": first.due_on, "days": abs((first.due_on - city_day(at)).days)}
    if f"late_{schedule.red_after + 1}" in keys:
        who.note(session, "deadline:red", case=case, by=None, at=at, **facts)
    elif YELLOW in keys and first.about != "problem":
        who.note(session, "deadline:late", case=case, by=None, at=at, **facts)
    elif any(key.startswith("before_") for key in keys):
        who.note(session, "deadline:reminded", case=case, by=None, at=at, **facts)


def _tell(session: Session, case: Case, deadline: Deadline, mark: Mark, at: datetime) -> None:
    """Tell those who are to keep the deadline: before it, and on the first day after it. Later days are the ladder's."""
    kind = "due_soon" if mark.days > 1 else "due_next" if mark.is_reminder else "overdue" if mark.key == YELLOW else ""
    if not kind:
        return
    days = (deadline.due_on - city_day(at)).days
    task = session.get(Task, deadline.about_id) if deadline.about == "task" else None
    facts = {"name": deadline.name, "due_on": deadline.due_on, "days": days}
    telling.tell(session, kind, case=case, task=task, facts=facts, at=at)


def answered(session: Session, case: Case, task: Task, *, at: datetime) -> None:
    """One of several units has answered: a proposal about its day goes on about another unit that is late since the same day, or is taken back."""
    query = select(EscalationStep).where(
        EscalationStep.case_id == case.id, EscalationStep.about_id == task.id, EscalationStep.state == "waiting"
    )
    for step in session.scalars(query):
        late = select(Task.id).where(Task.case_id == case.id, Task.token == task.token, Task.closed_at.is_(None))
        other = session.scalar(late.where(Task.due_on == step.due_on).limit(1))
        if other is not None:
            step.about_id = other
        else:
            _take_back(session, case, step, at)


def _yellows(session: Session, case: Case) -> int:
    """How often a deadline of this problem has passed: deadlines of the same day count once."""
    query = select(func.count(DeadlineMark.due_on.distinct()))
    return session.scalar(query.where(DeadlineMark.case_id == case.id, DeadlineMark.mark == YELLOW)) or 0


def _proposed(session: Session, case: Case, about: list[Deadline], step: str) -> bool:
    """Whether this step was proposed before about any of these deadlines."""
    query = select(EscalationStep.id).where(
        EscalationStep.case_id == case.id,
        EscalationStep.about_id.in_([each.about_id for each in about]),
        EscalationStep.due_on == about[0].due_on,
        EscalationStep.step == step,
    )
    return session.scalar(query.limit(1)) is not None


def _withdraw(session: Session, case: Case, problem: Problem, current: ProblemDeadline, at: datetime) -> None:
    query = select(EscalationStep).where(EscalationStep.case_id == case.id, EscalationStep.state == "waiting")
    waiting = list(session.scalars(query))
    if not waiting:
        return
    standing = {Said(each.about_id, each.due_on, "") for each in deadlines.watched(session, case, problem, current)}
    for step in waiting:
        if Said(step.about_id, step.due_on, "") not in standing and case.suspended_at is None:
            _take_back(session, case, step, at)


def _take_back(session: Session, case: Case, step: EscalationStep, at: datetime) -> None:
    step.state, step.decided_at = "withdrawn", at
    who.note(session, "escalation:withdrawn", case=case, by=None, at=at, step=STEPS[step.step])
