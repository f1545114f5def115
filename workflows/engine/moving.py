"""Moving a running case to another version of its diagram.

What stands is kept: the tokens under their names, what they know, the instants of waiting timers (an extension granted under the old
version still counts). What the library merely predicted is dropped and predicted anew. A case that could not stand where it stands
under the new version is refused in words; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.util.task import TaskState

from workflows.engine import codec
from workflows.engine.diagram import Diagram
from workflows.engine.errors import CaseNotMovable
from workflows.engine.findings import ServiceKind
from workflows.engine.missing_facts import Givers, missing_facts
from workflows.engine.model import Box, Model
from workflows.engine.obstacles import Obstacle, at_box, branches, facts_missing, other_process, over
from workflows.engine.positions import Place, can_stand, side_boxes
from workflows.engine.run import Run

PREDICTED = TaskState.FUTURE | TaskState.LIKELY | TaskState.MAYBE
LIVE = TaskState.READY | TaskState.WAITING


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case stands: the boxes of its tokens with what each knows, and the joins at which one arrived."""

    knows: Mapping[str, Collection[str]]
    arrived: frozenset[tuple[str, str]]


def move(
    run: Run,
    to: Diagram,
    *,
    services: Mapping[str, ServiceKind],
    forms: Mapping[str, Collection[str]],
    start_facts: Collection[str],
) -> Run:
    """The same case under another diagram, at rest where it was; `run` stays as it is.

    The keywords are those of `compile_diagram`, for `to`. Raises CaseNotMovable with every obstacle.
    """
    found = obstacles(run, to, services=services, forms=forms, start_facts=start_facts)
    if found:
        raise CaseNotMovable(found)
    workflow = codec.filled(to.spec, _carried(run, to.model))
    for task in workflow.in_state(LIVE):
        _predict(task)
    return Run(to, workflow)


def _predict(task: Any) -> None:
    """Give a live task the future the library would have given it: behind an event at a border one step and no more.

    Deeper predictions there hold joins of the same host, which the first join to fire takes away (measured: the host then never ends
    its timers).
    """
    spec = task.task_spec
    if isinstance(spec, BoundaryEvent):
        task._sync_children(spec.outputs, TaskState.MAYBE)
    elif not isinstance(spec, BoundaryEventJoin):
        spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)


def obstacles(
    run: Run,
    to: Diagram,
    *,
    services: Mapping[str, ServiceKind],
    forms: Mapping[str, Collection[str]],
    start_facts: Collection[str],
) -> tuple[Obstacle, ...]:
    """Everything that keeps this case from being moved, in words; empty when it can be. Changes nothing."""
    if run.completed:
        return (over(),)
    if run.diagram.key != to.key:
        return (other_process(run.diagram, to),)
    standing = _standing(run)
    found = tuple(_in_the_way(run.diagram.model, to.model, standing))
    if found:
        return found
    givers = Givers(services=services, forms=forms, start_facts=start_facts)
    return tuple(facts_missing(box, name) for box, name in missing_facts(to.model, standing.knows, givers))


def _standing(run: Run) -> Standing:
    boxes = {box.id: box for box in run.diagram.model.boxes}
    knows: dict[str, frozenset[str]] = {}
    rows = codec.rows_of(run.workflow)
    for _parent, state, name, _token, _internal, facts, _rank in rows:
        box = boxes.get(name)
        if box is None or box.attached_to is not None or box.kind == "parallel_gateway" or not state & LIVE:
            continue
        known = frozenset(facts or ())
        knows[name] = knows[name] & known if name in knows else known
    joins = {box.id for box in boxes.values() if box.kind == "parallel_gateway"}
    return Standing(knows=knows, arrived=frozenset(_arrived(rows, joins)))


def _arrived(rows: list[list[Any]], joins: Collection[str]) -> Iterator[tuple[str, str]]:
    """The connections into joins on which a token waits. Of several, the library cancels all but the newest."""
    fired = {row[2] for row in rows if row[1] == TaskState.COMPLETED}
    for row in rows:
        waits = row[1] == TaskState.WAITING or (row[1] == TaskState.CANCELLED and row[2] not in fired)
        if row[2] in joins and waits:
            yield rows[row[0]][2].removesuffix(".BoundaryEventJoin"), row[2]


def _in_the_way(old: Model, new: Model, standing: Standing) -> Iterator[Obstacle]:
    before, after = {box.id: box for box in old.boxes}, {box.id: box for box in new.boxes}
    was_side, is_side = side_boxes(old), side_boxes(new)
    blocked = False
    for name in standing.knows:
        here, there = before[name], after.get(name)
        problem = at_box(here, there, _events(old, here), _events(new, there) if there else frozenset())
        if problem is None and (name in was_side) != (name in is_side):
            problem = branches(here)
        if problem is not None:
            blocked = True
            yield problem
    main: frozenset[Place] = frozenset(name for name in standing.knows if name not in was_side)
    if not blocked and not can_stand(new, main | standing.arrived):
        yield branches(before[next(iter(standing.knows))])


def _events(model: Model, host: Box) -> frozenset[tuple[str, str, bool]]:
    """The events a box has armed: at its border, and the timers behind an event-based gateway."""
    border = {(box.id, box.kind, box.interrupting) for box in model.boxes if box.attached_to == host.id}
    if host.kind != "event_gateway":
        return frozenset(border)
    behind = {flow.target for flow in model.flows if flow.source == host.id}
    return frozenset((box.id, box.kind, False) for box in model.boxes if box.id in behind and box.kind == "timer")


def _carried(run: Run, new: Model) -> list[list[Any]]:
    """The rows to take along: everything that is not a prediction, save what was finished in boxes that are no more.

    What hung below a row that stays behind hangs below its nearest ancestor that goes along.
    """
    known = _meanings(run.diagram.model) & _meanings(new)
    names = {name for name, _ in known}
    place, carried = {-1: -1}, []
    for index, row in enumerate(codec.rows_of(run.workflow)):
        stays = row[1] & PREDICTED or (row[2] not in names and not row[1] & LIVE and row[0] >= 0)
        if not stays:
            carried.append([place[row[0]], *row[1:]])
        place[index] = place[row[0]] if stays else len(carried) - 1
    return carried


def _meanings(model: Model) -> set[tuple[str, str]]:
    """The names a row can have, with what they stand for: a name may mean another kind of box in another version."""
    hosts = {box.attached_to for box in model.boxes if box.attached_to}
    helpers = {(f"{host}.{part}", part) for host in hosts for part in ("BoundaryEventSplit", "BoundaryEventJoin")}
    return {(box.id, box.kind) for box in model.boxes} | helpers
