"""Moving a case: the one place where the engine's state, the open tasks and the due time are written together.

The engine stops at every service box; here the application does what the box says, in the caller's transaction, until the case stands
only at people and waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.actions import case_facts, reminding, side_by_side, telling, who
from workflows.boxes.catalogue import CATALOGUE
from workflows.boxes.issue_document import ACCEPTANCE
from workflows.boxes.visit import Visit
from workflows.engine import OpenBox, Run, always_through
from workflows.queries import diagrams, people, unit_days
from workflows.records import Case, Problem, ProblemDeadline, Task
from workflows.rules.deadlines import city_day, deadline_instant
from workflows.rules.permissions import Involvement
from workflows.rules.roles import ROLES


def load(session: Session, case: Case) -> Run:
    """The engine's run of a case, under the diagram it started with."""
    return Run.load(diagrams.running(session, case.diagram_id), case.state)


@dataclass(frozen=True, kw_only=True)
class Return:
    """A case sent back: by whom, why, and until when the box must be done again."""

    by: UUID
    reason: str
    due_on: date


def settle(
    session: Session,
    case: Case,
    run: Run,
    *,
    at: datetime,
    returned: Return | None = None,
    again: frozenset[UUID] = frozenset(),
) -> int:
    """Run every service box that stands open, then write state, tasks and due time; returns how many were run. Never commits.

    `returned` marks the tasks opened now as sent back; `again` names the units that must do a box again where several do it side by side
    (empty: all of them). Raises what a service box refuses.
    """
    problem = session.get_one(Problem, case.problem_id)
    served = _run_by_itself(session, case, problem, run, at)
    _match_tasks(session, case, problem, run.open_boxes(), at=at, returned=returned, again=again)
    if returned is not None and not _stays_rectified(session, case, run):
        case.rectified_at = None
    current = reminding.follow(session, case, problem, at=at, returned=returned is not None)
    case.due_at = wake_at(session, case, problem, run, current, at=at)  # asks, so it comes before the row is changed
    case.state, case.stage = run.dump(), stage_of(run)
    case.undo_state = case.undo_sign_off_id = case.undo_due_on = None
    return served


def _stays_rectified(session: Session, case: Case, run: Run) -> bool:
    """Whether a case that was sent back still stands behind its acceptance: then its checks are done again, not its rectification."""
    diagram = diagrams.running(session, case.diagram_id)
    accepted = {node.id for node in diagram.nodes if node.properties.get("document") == ACCEPTANCE}
    user = [box.box for box in run.open_boxes() if box.kind == "user"]
    return bool(user) and all(always_through(diagram, box, accepted) for box in user)


def wake_at(
    session: Session, case: Case, problem: Problem, run: Run, current: ProblemDeadline, *, at: datetime
) -> datetime | None:
    """The next instant the clock must look at this case: what the process waits for, or something to be said about a deadline."""
    if case.suspended_at is not None or case.cancelled_at is not None:
        return None
    spoken = reminding.next_at(session, case, problem, current, at=at)
    return min(filter(None, (next_due(run, problem, case), spoken)), default=None)


def next_due(run: Run, problem: Problem, case: Case) -> datetime | None:
    """The next instant at which the process goes on by itself: a timer of the diagram, or the deadline of a problem not yet marked late."""
    if case.suspended_at is not None or case.cancelled_at is not None:
        return None
    late = None
    if (
        case.overdue_since is None
        and case.closed_at is None
        and case.rectified_at is None
        and problem.due_on is not None
    ):
        late = deadline_instant(problem.due_on)
    return min(filter(None, (run.due_at, late)), default=None)


def _run_by_itself(session: Session, case: Case, problem: Problem, run: Run, at: datetime) -> int:
    """Do what needs nobody: service boxes, and boxes for each of nobody; returns how many service boxes were run."""
    served, passed = 0, set[str]()
    while True:
        services = [box for box in run.open_boxes() if box.kind == "service"]
        for box in services:
            _serve(session, case, problem, run, box, at)
        served += len(services)
        idle = [] if services else side_by_side.with_nobody(session, problem, run.open_boxes(), passed)
        for box in idle:
            passed.add(box.box)
            _pass(session, case, problem, run, box, at)
        if not services and not idle:
            return served


def _pass(session: Session, case: Case, problem: Problem, run: Run, box: OpenBox, at: datetime) -> None:
    form = diagrams.form(session, case.diagram_id, box.properties["form"])
    said = side_by_side.together(form.decided, [], box.properties.get("join", "all"))
    run.complete(box.token, {**case_facts.standing_facts(session, problem), **said}, at=at)
    who.note(session, "box:nobody", case=case, by=None, at=at, box=box.box, box_name=box.name)


def _serve(session: Session, case: Case, problem: Problem, run: Run, box: OpenBox, at: datetime) -> None:
    parameters = {key: value for key, value in box.properties.items() if key not in ("service", "step")}
    visit = Visit(session=session, case=case, problem=problem, box=box.box, parameters=parameters, at=at)
    run.complete(box.token, CATALOGUE[box.properties["service"]].does(visit), at=at)


def _match_tasks(
    session: Session,
    case: Case,
    problem: Problem,
    boxes: list[OpenBox],
    *,
    at: datetime,
    returned: Return | None,
    again: frozenset[UUID],
) -> None:
    """Make the open-task rows equal to the engine's open user boxes."""
    standing: dict[str, list[Task]] = defaultdict(list)
    for task in session.scalars(select(Task).where(Task.case_id == case.id, Task.closed_at.is_(None))):
        standing[task.token].append(task)
    wanted = {box.token: box for box in boxes if box.kind == "user"}
    for token, rows in standing.items():
        if token not in wanted:
            for task in rows:
                task.closed_at = at
    for token, box in wanted.items():
        if token not in standing:
            units = side_by_side.units_asked(session, problem, box, again)
            open_tasks(session, case, problem, box, units, at=at, returned=returned)
        elif side_by_side.misshapen(box, standing[token]):
            units = [*side_by_side.reshaped(session, problem, box, standing[token], at)]
            open_tasks(session, case, problem, box, units, at=at)


def match_units(session: Session, case: Case, problem: Problem, run: Run, before: Involvement, *, at: datetime) -> None:
    """After the units of a problem were changed: who left is asked no more, who joined is asked now, who answered has answered.

    `before` is who took part until now. A box whose last open unit left is completed with the answers there are. The caller settles.
    """
    now = people.involvement(session, problem.id)
    for box in run.open_boxes():
        if not (part := side_by_side.part_of(box)) or box.kind != "user":
            continue
        rows = side_by_side.open_rows(session, case, box.token)
        for task in rows:
            if task.unit_id is not None and task.unit_id not in now.get(part, frozenset()):
                task.closed_at = at
        joined = now.get(part, frozenset()) - before.get(part, frozenset())
        joined -= side_by_side.answered(session, case, box.token) | {task.unit_id for task in rows}
        if not side_by_side.misshapen(box, rows):
            open_tasks(session, case, problem, box, sorted(joined, key=str), at=at)
        session.flush()
        if not side_by_side.open_rows(session, case, box.token):
            _complete_joined(session, case, problem, run, box, at)


def _complete_joined(session: Session, case: Case, problem: Problem, run: Run, box: OpenBox, at: datetime) -> None:
    node, form = (
        diagrams.node(session, case.diagram_id, box.box),
        diagrams.form_of_box(session, case.diagram_id, box.box),
    )
    said = side_by_side.joined(session, case, problem, node, form)
    run.complete(box.token, {**case_facts.standing_facts(session, problem), **said}, at=at)


def open_tasks(
    session: Session,
    case: Case,
    problem: Problem,
    box: OpenBox,
    units: Sequence[UUID | None],
    *,
    at: datetime,
    returned: Return | None = None,
) -> None:
    """Ask each of these units to do a box that stands open; None: whoever the role says."""
    part = "" if "within_days" in box.properties else side_by_side.part_of(box)
    own = unit_days.own_days(session, problem.id, part) if part else {}
    for unit in units:
        task = new_task(case, problem, box, unit, at)
        if unit in own:
            task.due_on = own[unit]
        task.returned = returned is not None
        if returned is not None:
            task.returned_by_id, task.return_reason, task.due_on = returned.by, returned.reason, returned.due_on
        session.add_all([task, telling.arrived(task, case, at=at)])


def new_task(case: Case, problem: Problem, box: OpenBox, unit: UUID | None, at: datetime) -> Task:
    """The row that asks a unit, or whoever the role says, to do an open box."""
    return Task(
        case_id=case.id,
        token=box.token,
        box=box.box,
        name=box.name,
        role=box.role or "office",
        unit_id=unit,
        opened_at=at,
        due_on=_due_on(problem, box, at),
        returned=False,
    )


def _due_on(problem: Problem, box: OpenBox, at: datetime) -> date | None:
    """A box's own `within_days` (calendar days from today), else the problem's deadline for those who rectify and self-check."""
    if "within_days" in box.properties:
        return city_day(at) + timedelta(days=int(box.properties["within_days"]))
    return problem.due_on if ROLES[box.role or "office"].part in ("responsible", "lead") else None


def stage_of(run: Run) -> str:
    """The box a case is listed under: where people act, else what it waits for."""
    user = [box.box for box in run.open_boxes() if box.kind == "user"]
    if user:
        return user[0]
    waits = sorted(run.waits(), key=lambda wait: wait.kind != "timer")  # what happens by itself before what may happen
    return waits[0].box if waits else "end"
