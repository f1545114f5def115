"""Which deadlines of a case are in force, and what was said about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workflows.queries import calendars, ladder, matters, settings
from workflows.queries.deadline_values import DeadlineLine
from workflows.records import Case, DeadlineMark, Measure, Problem, ProblemDeadline, Task, Unit
from workflows.rules.deadlines import Counting, city_day, lamp_for
from workflows.rules.reminders import BEFORE, Deadline, Plan, Said, days_from

BEGINNING = 18
DAYS_BEFORE = "reminders.days_before"


def plan(session: Session) -> Plan:
    """What this city says about its deadlines, and when."""
    kept = settings.read_all(session, (DAYS_BEFORE, calendars.RED_AFTER_DAYS, ladder.KEY))
    late = tuple(days for days in ladder.read(kept[ladder.KEY]).turning_points("days_late") if days > 1)
    return Plan(
        before=days_from(kept[DAYS_BEFORE]) or BEFORE,
        red_after=calendars.days_until_red(kept[calendars.RED_AFTER_DAYS]),
        late=late,
    )


def in_force(session: Session, case_id: UUID) -> ProblemDeadline | None:
    """The deadline of the problem as it stands; None before the first was kept."""
    query = select(ProblemDeadline).where(ProblemDeadline.case_id == case_id)
    return session.scalar(query.order_by(ProblemDeadline.since.desc(), ProblemDeadline.id).limit(1))


def is_watched(case: Case) -> bool:
    """Whether anything is said about the deadlines of a case: not while it rests, and not after its end."""
    return case.closed_at is None and case.cancelled_at is None and case.suspended_at is None


def watched(session: Session, case: Case, problem: Problem, current: ProblemDeadline) -> list[Deadline]:
    """The deadlines in force: the problem's until it is rectified, measures with a day of their own, open tasks with one.

    What falls on the problem's own day is told with the problem. After a return the new day holds for all measures.
    """
    if not is_watched(case):
        return []
    found: list[Deadline] = []
    if case.rectified_at is None:
        if problem.due_on is not None:
            found.append(_of_problem(current, problem.due_on, matters.kind(session, problem).due))
        if not current.returned:
            found += _of_measures(session, problem)
    return _without_doubles(found, _of_tasks(session, case))


def watched_at_first(
    problem: Problem, current: ProblemDeadline, measures: Iterable[Measure], tasks: Iterable[Task], *, due: str
) -> list[Deadline]:
    """What `watched` finds for a case that was opened just now, told without asking the database; `due` names the problem's deadline."""
    found = [_of_problem(current, problem.due_on, due)] if problem.due_on is not None else []
    found += [
        _of_measure(each.id, each.text, each.due_on, each.added_at)
        for each in measures
        if each.due_on is not None and each.due_on != problem.due_on
    ]
    of_tasks = [
        _of_task(each.id, f"“{each.name}”", each.due_on, each.opened_at) for each in tasks if each.due_on is not None
    ]
    return _without_doubles(found, of_tasks)


def _without_doubles(found: list[Deadline], tasks: list[Deadline]) -> list[Deadline]:
    """A task due on the problem's own day is told with the problem."""
    spoken_for = {each.due_on for each in found if each.about == "problem"}
    return found + [each for each in tasks if each.due_on not in spoken_for]


def _of_problem(current: ProblemDeadline, due_on: date, name: str) -> Deadline:
    return Deadline(about="problem", about_id=current.id, name=name, due_on=due_on, since=current.since)


def _of_measures(session: Session, problem: Problem) -> list[Deadline]:
    query = select(Measure.id, Measure.text, Measure.due_on, Measure.added_at).where(
        Measure.problem_id == problem.id, Measure.due_on.is_not(None)
    )
    return [
        _of_measure(measure_id, text, due_on, added_at)
        for measure_id, text, due_on, added_at in session.execute(query.order_by(Measure.position))
        if due_on is not None and due_on != problem.due_on
    ]


def _of_measure(measure_id: UUID, text: str, due_on: date, since: datetime) -> Deadline:
    return Deadline(about="measure", about_id=measure_id, name=f"措施“{_begin(text)}”", due_on=due_on, since=since)


def _of_task(task_id: UUID, name: str, due_on: date, since: datetime) -> Deadline:
    return Deadline(about="task", about_id=task_id, name=name, due_on=due_on, since=since)


def _of_tasks(session: Session, case: Case) -> list[Deadline]:
    query = (
        select(Task.id, Task.name, Unit.name, Task.due_on, Task.opened_at)
        .outerjoin(Unit, Unit.id == Task.unit_id)
        .where(Task.case_id == case.id, Task.closed_at.is_(None), Task.due_on.is_not(None))
    )
    return [
        _of_task(task_id, f"{unit}“{name}”" if unit else f"“{name}”", due_on, opened_at)
        for task_id, name, unit, due_on, opened_at in session.execute(query.order_by(Task.opened_at, Task.id))
        if due_on is not None
    ]


def may_be_hopeless(session: Session, case: Case, problem: Problem) -> bool:
    """Whether the problem's deadline is in force and nobody has stated yet that it cannot be kept."""
    current = in_force(session, case.id)
    if current is None or current.hopeless_at is not None:
        return False
    return is_watched(case) and case.rectified_at is None and problem.due_on is not None


def said(session: Session, case_id: UUID, listed: Iterable[Deadline] = ()) -> set[Said]:
    """Everything said about the deadlines of a case, the former ones too.

    What was said about the problem's day was said to every task due that day: a unit whose day stays while the problem's moves on is not told
    the same again. `listed` are the deadlines asked about.
    """
    query = select(DeadlineMark.about, DeadlineMark.about_id, DeadlineMark.due_on, DeadlineMark.mark, DeadlineMark.at)
    rows = session.execute(query.where(DeadlineMark.case_id == case_id)).all()
    found = {Said(row.about_id, row.due_on, row.mark) for row in rows}
    for each in listed:
        if each.about == "task":
            found |= {
                Said(each.about_id, row.due_on, row.mark)
                for row in rows
                if row.about == "problem" and row.due_on == each.due_on and row.at >= each.since
            }
    return found


def hopeless(session: Session, case_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of some cases, those whose deadline in force somebody stated cannot be kept."""
    later = aliased(ProblemDeadline)
    superseded = select(later.id).where(later.case_id == ProblemDeadline.case_id, later.since > ProblemDeadline.since)
    query = select(ProblemDeadline.case_id).where(
        ProblemDeadline.case_id.in_(list(case_ids)), ProblemDeadline.hopeless_at.is_not(None), ~superseded.exists()
    )
    return frozenset(session.scalars(query))


def lines(
    session: Session,
    case: Case,
    problem: Problem,
    counting: Counting,
    at: datetime,
    *,
    but: Collection[UUID] = (),
) -> tuple[DeadlineLine, ...]:
    """The deadlines in force with their lamps, for the page of a problem, in the order of their days; `but` for those told elsewhere."""
    current = in_force(session, case.id)
    if current is None:
        return ()
    listed = [each for each in watched(session, case, problem, current) if each.about_id not in but]
    if not listed:
        return ()
    spoken, schedule = _spoken(session, case.id), plan(session)
    given_up = current.hopeless_at is not None
    return tuple(
        _line(each, spoken.get((each.about_id, each.due_on), []), schedule, counting, at, given_up)
        for each in sorted(listed, key=lambda each: each.due_on)
    )


def _line(
    deadline: Deadline, marks: Iterable[DeadlineMark], schedule: Plan, counting: Counting, at: datetime, given_up: bool
) -> DeadlineLine:
    coming = [mark.at for mark in schedule.marks(deadline) if mark.at > at and mark.is_reminder]
    return DeadlineLine(
        name=deadline.name,
        due_on=deadline.due_on,
        lamp=lamp_for(
            deadline.due_on, city_day(at), counting=counting, hopeless=given_up and deadline.about == "problem"
        ),
        said=tuple(reminder_words(mark) for mark in marks if mark.mark.startswith("before_")),
        next_on=city_day(coming[0]) if coming else None,
    )


def _spoken(session: Session, case_id: UUID) -> dict[tuple[UUID, date], list[DeadlineMark]]:
    found: dict[tuple[UUID, date], list[DeadlineMark]] = defaultdict(list)
    for mark in session.scalars(
        select(DeadlineMark).where(DeadlineMark.case_id == case_id).order_by(DeadlineMark.at, DeadlineMark.mark)
    ):
        found[mark.about_id, mark.due_on].append(mark)
    return found


def reminders(session: Session, case_ids: Collection[UUID], today: date) -> dict[UUID, list[DeadlineMark]]:
    """The reminders given about days that are still to come, by case, the latest first."""
    found: dict[UUID, list[DeadlineMark]] = defaultdict(list)
    query = select(DeadlineMark).where(
        DeadlineMark.case_id.in_(list(case_ids)), DeadlineMark.due_on >= today, DeadlineMark.mark.startswith("before_")
    )
    for mark in session.scalars(query.order_by(DeadlineMark.at.desc(), DeadlineMark.mark)):
        found[mark.case_id].append(mark)
    return found


def reminder_of(task: Task, marks: Iterable[DeadlineMark]) -> str:
    """The last reminder that concerns an open task, in words; empty when none was given since it was opened."""
    return next((reminder_words(mark) for mark in marks if _concerns(task, mark)), "")


def _concerns(task: Task, mark: DeadlineMark) -> bool:
    spoken_to = mark.about == "problem" or (mark.about == "task" and mark.about_id == task.id)
    return mark.at >= task.opened_at and mark.due_on == task.due_on and spoken_to


def reminder_words(mark: DeadlineMark) -> str:
    """11 月 27 日已提醒（时限前 3 天）."""
    on, days = city_day(mark.at), (mark.due_on - city_day(mark.at)).days
    return f"{on.month} 月 {on.day} 日已提醒（时限{f'前 {days} 天' if days > 0 else '当天'}）"


def _begin(text: str) -> str:
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING]}…"
