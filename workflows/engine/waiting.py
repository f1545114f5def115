"""What a case waits for: plain events, events at the border of a box, events behind an event-based gateway."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition

from workflows.engine.codec import token_of
from workflows.engine.timers import Timer, due_of
from workflows.engine.values import Wait


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A waiting task and one event it would react to. Behind an event-based gateway the task is the gateway."""

    task: Any
    spec: Any
    definition: Any

    @property
    def is_timer(self) -> bool:
        """Whether the event is a timer rather than a message."""
        return isinstance(self.definition, Timer)

    def wait(self) -> Wait:
        """The same, as other rooms may know it."""
        timed = self.is_timer
        return Wait(
            token=token_of(self.task),
            box=self.spec.name,
            name=self.spec.bpmn_name or "",
            kind="timer" if timed else "message",
            message=None if timed else self.definition.name,
            due_at=due_of(self.task) if timed else None,
        )


def awaited(workflow: Any) -> list[Awaited]:
    """Every event the workflow waits for, oldest first."""
    return [one for task in workflow.event_manager.tasks.values() for one in _events_of(task)]


def _events_of(task: Any) -> Iterator[Awaited]:
    spec = task.task_spec
    if isinstance(spec, EventBasedGateway):
        for event, definition in zip(spec.outputs, spec.event_definition.event_definitions, strict=True):
            yield Awaited(task=task, spec=event, definition=definition)
    elif isinstance(spec.event_definition, (Timer, MessageEventDefinition)):
        yield Awaited(task=task, spec=spec, definition=spec.event_definition)
