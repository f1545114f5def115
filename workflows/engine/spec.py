"""From our model to the library's specification of a process.

The library's own parser is not used: it is recursive (chains beyond 488 boxes fail), raises raw TypeErrors on
some files, lets the layout decide in which order conditions are tried, and reads expressions as Python.
Building from the checked model leaves no second opinion about what a file means.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    EventBasedGateway,
    ExclusiveGateway,
    IntermediateCatchEvent,
    ParallelGateway,
    StartEvent,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.operators import Operator

from workflows.engine.errors import ExpressionFailed
from workflows.engine.expressions import compile_condition
from workflows.engine.model import Box, Model
from workflows.engine.timers import Timer


class Stop(BpmnSpecMixin):  # type: ignore[misc]  # the library has no types
    """A user or service box: the engine stops here until the application completes it (`manual`)."""

    def __init__(self, spec: Any, box: Box) -> None:
        super().__init__(spec, box.id, bpmn_name=box.name, manual=True)
        self.box = box


class Condition(Operator):  # type: ignore[misc]  # the library has no types
    """A compiled condition in the place where the library would `eval` its text."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(text)
        self.title = title
        self.compiled = compile_condition(text)

    def _matches(self, task: Any) -> bool:
        """The library's hook. Raises ExpressionFailed when a fact is missing or two facts cannot be compared."""
        try:
            return bool(self.compiled.evaluate(task.data))
        except KeyError as missing:
            name = missing.args[0]
            why, english = f"没有事实“{name}”", f"there is no fact {name}"
        except TypeError:
            why, english = "两边的内容不能比较大小", "the two sides cannot be compared"
        raise ExpressionFailed(box=self.title, text=self.compiled.text, why=why, why_english=english)


def build_spec(model: Model) -> Any:
    """The library's specification of a model that `check` found nothing against.

    `joins_branches` is ours: whether a join may have to look back at finished tasks.
    """
    spec = BpmnProcessSpec(name=model.key, description=model.name)
    spec.joins_branches = any(box.kind == "parallel_gateway" for box in model.boxes)
    made = {box.id: _make(spec, box) for box in model.boxes}
    entries = {**made, **_attach_events(spec, model.boxes, made)}
    for box in model.boxes:
        _connect(spec, model, box, made, entries)
    for box in model.boxes:
        if box.attached_to is not None:
            made[box.id].connect(_join_of(spec, box.attached_to))
    return spec


def _make(spec: Any, box: Box) -> Any:
    named = {"bpmn_name": box.name}
    match box.kind:
        case "user" | "service":
            return Stop(spec, box)
        case "start":
            return StartEvent(spec, box.id, event_definition=NoneEventDefinition(), **named)
        case "end":
            return EndEvent(spec, box.id, event_definition=NoneEventDefinition(), **named)
        case "gateway":
            return ExclusiveGateway(spec, box.id, **named)
        case "parallel_gateway":
            return ParallelGateway(spec, box.id, **named)
        case "event_gateway":
            return EventBasedGateway(spec, box.id, event_definition=MultipleEventDefinition(), **named)
        case "timer" | "message":
            return _make_event(spec, box)


def _make_event(spec: Any, box: Box) -> Any:
    definition = _definition(box)
    if box.attached_to is None:
        return IntermediateCatchEvent(spec, box.id, event_definition=definition, bpmn_name=box.name)
    return BoundaryEvent(
        spec, box.id, event_definition=definition, cancel_activity=box.interrupting, bpmn_name=box.name
    )


def _definition(box: Box) -> Any:
    if box.kind == "message":
        return MessageEventDefinition(box.message)
    return Timer(box.id, box.name or box.id, box.timer or "", duration=box.duration)


def _attach_events(spec: Any, boxes: Iterable[Box], made: dict[str, Any]) -> dict[str, Any]:
    """Put the library's split before and its join behind each box with events; returns host id → split."""
    entries: dict[str, Any] = {}
    for box in boxes:
        host = box.attached_to
        if host is None:
            continue
        if host not in entries:
            entries[host] = _split_and_join(spec, host, made[host])
        entries[host].connect(made[box.id])
    return entries


def _split_and_join(spec: Any, host: str, inner: Any) -> Any:
    split = BoundaryEventSplit(spec, f"{host}.BoundaryEventSplit")
    join = BoundaryEventJoin(spec, f"{host}.BoundaryEventJoin", split_task=split.name, cancel=True)
    split.connect(inner)
    inner.connect(join)
    return split


def _join_of(spec: Any, host: str) -> Any:
    return spec.task_specs[f"{host}.BoundaryEventJoin"]


def _connect(spec: Any, model: Model, box: Box, made: dict[str, Any], entries: dict[str, Any]) -> None:
    source = made[box.id]
    if box.kind == "start":
        spec.start.connect(source)
    if box.kind == "end":
        source.connect(spec.end)
    for flow in model.flows:
        if flow.source != box.id:
            continue
        if flow.condition is not None and flow.id != box.default:
            source.connect_if(Condition(box.name or box.id, flow.condition), entries[flow.target])
        else:
            source.connect(entries[flow.target])
