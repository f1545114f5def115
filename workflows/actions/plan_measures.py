"""Measures of a revised plan: changed words follow it, new ones are added, none is taken from a case that has begun."""

from __future__ import annotations

from workflows.actions.plan_targets import DONE, MEASURE_BEGUN, PAST, SINCE, Target, day_words
from workflows.plans import MeasureReading
from workflows.plans.comparing import Change
from workflows.records import Measure
from workflows.rules.deadlines import city_day


def write_measure(target: Target, change: Change) -> None:
    """Write one changed, new or dropped measure."""
    printed = [measure for measure in target.problem.measures if measure.added_by_id is None]
    was = target.was.measures[change.old].text if change.old is not None else None
    row = next((each for each in printed if each.text == was), None)
    new = target.now.measures[change.new] if change.new is not None else None
    if change.old is not None and row is None:
        target.leave(change, SINCE.format(now="没有这条措施"))
    elif new is None and row is not None:
        _drop(target, change, row)
    elif new is not None and row is None:
        _add(target, change, new)
    elif new is not None and row is not None:
        _mend(target, change, row, new)


def _drop(target: Target, change: Change, row: Measure) -> None:
    if target.begun:
        target.leave(change, MEASURE_BEGUN)
        return
    target.session.delete(row)
    target.done(change)


def _add(target: Target, change: Change, new: MeasureReading) -> None:
    if target.case.rectified_at is not None:
        target.leave(change, DONE)
        return
    last = max((row.position for row in target.problem.measures), default=0)
    added = Measure(problem_id=target.problem.id, position=last + 1, added_by_id=None, added_at=target.revision.at)
    _fill(added, new)
    target.session.add(added)
    target.done(change)


def _mend(target: Target, change: Change, row: Measure, new: MeasureReading) -> None:
    """A measure's own day follows the plan unless it was moved since; a day that is past is no day to give."""
    was = target.was.measures[change.old or 0].deadline
    before, after = was.date if was else None, new.deadline.date if new.deadline else None
    if before != after and row.due_on not in (before, after):
        target.leave(change, SINCE.format(now=day_words(row.due_on)))
        return
    if before != after and after is not None and after <= city_day(target.revision.at):
        target.leave(change, PAST)
        return
    due_on = row.due_on if before == after else after
    _fill(row, new)
    row.due_on = due_on
    target.done(change, "plan:deadline-moved" if before != after else "plan:corrected")


def _fill(row: Measure, new: MeasureReading) -> None:
    row.text = row.raw = new.text
    row.due_on = new.deadline.date if new.deadline else None
    row.deadline_raw = new.deadline.raw if new.deadline else None
    row.long_term = bool(new.deadline and new.deadline.long_term)
