"""Writing what a revised plan changes into a problem that is already being dealt with, without losing what has happened to it since.

What somebody has corrected, moved or handed over since the plan was accepted is not written over: it is listed for a person to decide, as
is everything a case that has gone too far does not take any more. Each change stands in the case's journal with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import advance, assigning, deadline_moves
from workflows.actions.plan_measures import write_measure
from workflows.actions.plan_targets import BEGUN, NO_DAY, PAST, SINCE, UNKNOWN, Left, Revision, Target, day_words
from workflows.plans import ProblemReading
from workflows.plans.comparing import Change
from workflows.plans.comparing.difference import UNITS
from workflows.queries import cases, people
from workflows.queries.registers import register_of
from workflows.records import Case, Problem, ProblemUnit, SignOff
from workflows.rules.canonical import canonical
from workflows.rules.deadlines import city_day
from workflows.rules.phrases import title_of
from workflows.rules.unit_names import match_unit

COLUMNS = {
    "number": "number",
    "area": "area",
    "text": "text",
    "target": "target",
    "responsible_persons": "responsible_persons_raw",
}


def write_changes(
    session: Session,
    problem: Problem,
    was: ProblemReading,
    now: ProblemReading,
    changes: Sequence[Change],
    revision: Revision,
) -> tuple[int, tuple[Left, ...]]:
    """Write what can be written; returns how many changes were, and what is left to a person."""
    case = cases.locked(session, session.scalars(select(Case.id).where(Case.problem_id == problem.id)).one())
    begun = session.scalar(select(SignOff.id).where(SignOff.case_id == case.id).limit(1)) is not None
    run = advance.load(session, case)
    target = Target(session, problem, case, run, was, now, revision, begun)
    if why := _stands_still(case):
        for change in changes:
            target.leave(change, why)
        return 0, tuple(target.left)
    for change in changes:
        _WRITERS[change.field](target, change)
    if target.changed:
        _keep_found(target)
        session.flush()
        advance.settle(session, case, run, at=revision.at)
    return target.changed, tuple(target.left)


def _stands_still(case: Case) -> str:
    """Why nothing of a case is changed; empty while it runs."""
    if case.cancelled_at is not None:
        return "问题已撤销列入或并案，没有自动更改"
    if case.closed_at is not None:
        return "问题已销号，没有自动更改；确需更改的，请先决定重新整改"
    return "问题已暂停办理，没有自动更改；恢复后请另行更正" if case.suspended_at is not None else ""


def _text(target: Target, change: Change) -> None:
    column = COLUMNS[change.field]
    current = getattr(target.problem, column) or ""
    if current == change.after:
        return
    if "".join(current.split()) != "".join(change.before.split()):
        target.leave(change, SINCE.format(now=current))
        return
    setattr(target.problem, column, change.after or None)
    if change.field == "text" and target.problem.title == title_of(change.before):
        target.problem.title = title_of(change.after)
    if change.field == "target":
        target.problem.target_raw = change.after or None
    target.done(change)


def _progress(target: Target, change: Change) -> None:
    """Only what the plan itself says of progress; units report theirs in the case."""
    target.done(change)


def _deadline(target: Target, change: Change) -> None:
    """The words always follow; the day only through the rule for moved deadlines, and never into the past."""
    problem, old, new = target.problem, target.was.deadline, target.now.deadline
    before, after = (each.date if each else None for each in (old, new))
    if before != after and problem.due_on != after:
        if problem.due_on != before:
            target.leave(change, SINCE.format(now=day_words(problem.due_on)))
            return
        if after is None:
            target.leave(change, NO_DAY)
            return
        if after <= city_day(target.revision.at):
            target.leave(change, PAST)
            return
        deadline_moves.move_deadline(target.session, target.case, problem, after, run=target.run)
    problem.deadline_raw = new.raw if new else None
    problem.long_term, problem.immediate = bool(new and new.long_term), bool(new and new.immediate)
    target.done(change, "plan:deadline-moved" if before != after else "plan:corrected")


def _units(target: Target, change: Change) -> None:
    """Other units while nobody has begun, as if the plan had named them at first; afterwards a person hands the problem over."""
    part = change.field.removesuffix("_units")
    current = getattr(register_of([target.problem])[0], change.field)
    if set(current) == set(getattr(target.now, change.field)):
        return
    if target.begun:
        target.leave(change, BEGUN)
        return
    if set(current) != set(getattr(target.was, change.field)):
        target.leave(change, SINCE.format(now="、".join(current)))
        return
    printed = getattr(target.now, change.field)
    matched = [(raw, match_unit(raw, target.revision.names)) for raw in printed]
    standing = _rows(target, part)
    if (
        part in ("responsible", "lead")
        and all(row.unit_id for row in standing)
        and not all(unit for _, unit in matched)
    ):
        target.leave(change, UNKNOWN)
        return
    _replace(target, part, standing, matched)
    target.done(change)


def _rows(target: Target, part: str) -> list[ProblemUnit]:
    rows = select(ProblemUnit).where(ProblemUnit.problem_id == target.problem.id, ProblemUnit.part == part)
    return list(target.session.scalars(rows))


def _replace(
    target: Target, part: str, standing: Sequence[ProblemUnit], matched: Sequence[tuple[str, UUID | None]]
) -> None:
    session, problem = target.session, target.problem
    before = people.involvement(session, problem.id)
    for row in standing:
        session.delete(row)
    for position, (raw, unit_id) in enumerate(matched, 1):
        session.add(ProblemUnit(problem_id=problem.id, unit_id=unit_id, part=part, raw=raw, position=position))
    problem.units_raw = "，".join(raw for raw, _ in matched) if part == "responsible" else problem.units_raw
    session.flush()
    assigning.drop_unfit(session, target.case, by=target.revision.by, at=target.revision.at)
    advance.match_units(session, target.case, problem, target.run, before, at=target.revision.at)


def _keep_found(target: Target) -> None:
    """Where the fields stand in the newest file, for the page that shows the problem beside its source."""
    kept = {"number_raw": target.now.number_raw, "progress": target.now.progress}
    found = {
        **json.loads(target.problem.found),
        "line": target.now.line,
        "found": target.now.found_json(),
        "kept": kept,
    }
    target.problem.found = canonical(found)


_WRITERS = {
    **dict.fromkeys(COLUMNS, _text),
    **dict.fromkeys(UNITS, _units),
    "measures": write_measure,
    "deadline": _deadline,
    "progress": _progress,
}
