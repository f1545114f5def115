"""Giving a problem another deadline: what moves with it, and what of its units' own days is left."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.engine import Run
from workflows.queries import unit_days
from workflows.records import Case, Measure, Problem, ProblemUnit, Task
from workflows.rules.deadlines import deadline_instant


def move_deadline(
    session: Session, case: Case, problem: Problem, due_on: date, *, run: Run, afresh: bool = False
) -> None:
    """Give a problem, the measures and open tasks of the same day and its waiting timer a new day; the day before never fires again.

    A unit's own day stays as long as it is before the new one; `afresh` (a return, a reopening, going on after a rest) ends them all. The words
    of the plan (`deadline_raw`) stay as they were printed.
    """
    apart = {} if afresh else unit_days.own_days(session, problem.id, "responsible")
    for task in session.scalars(select(Task).where(Task.case_id == case.id, Task.closed_at.is_(None))):
        own = apart.get(task.unit_id) if task.unit_id else None
        if task.due_on is not None and _goes_along(
            task.due_on, own, problem.due_on, due_on, afresh and bool(task.unit_id)
        ):
            task.due_on = due_on
    for measure in session.scalars(select(Measure).where(Measure.problem_id == problem.id)):
        if measure.due_on is not None and measure.due_on == problem.due_on:
            measure.due_on = due_on
    problem.due_on = due_on
    case.overdue_since = None
    forget_own_days(session, problem, None if afresh else due_on)
    run.move_timer("deadline_passed", deadline_instant(due_on))


def forget_own_days(session: Session, problem: Problem, since: date | None = None) -> None:
    """End the units' own days; with `since` only those that are not before it, because no unit has longer than the problem."""
    rows = select(ProblemUnit).where(ProblemUnit.problem_id == problem.id, ProblemUnit.due_on.is_not(None))
    for row in session.scalars(rows):
        if since is None or (row.due_on is not None and row.due_on >= since):
            row.due_on = None


def _goes_along(day: date, own: date | None, before: date | None, after: date, everybody: bool) -> bool:
    """Whether a task of this day moves: one of the problem's day, but not of a unit with a day of its own that is still before the new one."""
    if own is not None:
        return own >= after
    return everybody or day == before
