"""The library as it comes, to compare with: its own parser, timers, workflow and serialiser, no compaction.

Service boxes become manual tasks, which is how a stock workflow can be made to stop at them. Its clock is the `datetime` of its timer
module, set by the test that uses it. It is driven as if somebody looked at the clock at every due instant.
"""

from __future__ import annotations

import datetime as real
from collections.abc import Mapping
from typing import Any

import SpiffWorkflow.bpmn.specs.event_definitions.timer as timer_module
from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.defaults import EventBasedGateway
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.util.task import TaskState

from workflows.engine import Fact

SEVERAL = b'<bpmn:multiInstanceLoopCharacteristics isSequential="false" />'
"""The library would make tasks of its own at once; ours stops at such a box once, and the application asks the units."""
SERIALISER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())


class Clock(real.datetime):
    """A `datetime` whose now() stands where the test has put it."""

    instant = real.datetime(2026, 1, 1, tzinfo=real.UTC)

    @classmethod
    def now(cls, _zone: Any = None) -> Any:
        """The instant set, whatever the zone: it is aware."""
        return cls.instant


def specification(source: bytes, key: str) -> Any:
    """What the library's own parser makes of the file."""
    stock = source.replace(b"bpmn:serviceTask", b"bpmn:manualTask").replace(SEVERAL, b"")
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(stock))
    return parser.get_spec(key)


class PlainCase:
    """The same steps as `Case`, by the plain library. With `reload` it goes through the stock serialiser after each."""

    def __init__(self, spec: Any, facts: dict[str, Fact], *, at: real.datetime, reload: bool = False) -> None:
        self.reload = reload
        self.workflow = BpmnWorkflow(spec)
        self.workflow.task_tree.data.update(facts)
        self.now = Clock.instant = at
        self.workflow.do_engine_steps()
        self._look_at_clock()

    def complete(self, box: str, facts: dict[str, Fact], *, where: Mapping[str, Fact]) -> bool:
        """Complete the box at which this was known (several of one name may be open); False when there is none."""
        self._look_at_clock()
        open_ones = [task for task in self._open() if task.task_spec.name == box]
        task = next((task for task in open_ones if task.data == where), None)
        if task is not None:
            task.data.update(facts)
            task.run()
            self.workflow.do_engine_steps()
            self._look_at_clock()
        return task is not None

    def deliver(self, message: str, facts: dict[str, Fact]) -> bool:
        """Send the message; False when nobody waits."""
        self._look_at_clock()
        try:
            self.workflow.send_event(BpmnEvent(MessageEventDefinition(message), payload=dict(facts)))
        except WorkflowException:
            return False
        self.workflow.do_engine_steps()
        self._look_at_clock()
        return True

    def pass_time(self, at: real.datetime) -> None:
        """Move the clock on."""
        self.now = at
        self._look_at_clock()

    def view(self) -> tuple[Any, ...]:
        """Open boxes with their facts, awaited events with their instants, and whether all is over."""
        boxes = sorted((task.task_spec.name, sorted(task.data.items(), key=str)) for task in self._open())
        waits = sorted((name, str(due)) for task in self._waiting() for name, due in _events(task))
        return boxes, waits, bool(self.workflow.is_completed())

    def save(self) -> str:
        """What the library stores; loads it again when asked to."""
        text = str(SERIALISER.serialize_json(self.workflow))
        if self.reload:
            self.workflow = SERIALISER.deserialize_json(text)
        return text

    def _open(self) -> list[Any]:
        return list(self.workflow.get_tasks(state=TaskState.READY, manual=True))

    def _waiting(self) -> list[Any]:
        return list(self.workflow.event_manager.tasks.values())

    def _look_at_clock(self) -> None:
        """Fire what is due, at each due instant in turn: the library fires just after its instant, so a hair is added."""
        while True:
            due = [one for task in self._waiting() for _, one in _events(task) if one is not None and one <= self.now]
            if not due:
                break
            Clock.instant = min(due) + real.timedelta(microseconds=1)
            self.workflow.refresh_timers()
            self.workflow.do_engine_steps()
        Clock.instant = self.now


def _events(task: Any) -> list[tuple[str, real.datetime | None]]:
    spec = task.task_spec
    if isinstance(spec, EventBasedGateway):
        pairs = zip(spec.outputs, spec.event_definition.event_definitions, strict=True)
        return [(event.name, _due(task, definition)) for event, definition in pairs]
    return [(spec.name, _due(task, spec.event_definition))]


def _due(task: Any, definition: Any) -> real.datetime | None:
    value = task.internal_data.get("event_value")
    if not isinstance(definition, TimerEventDefinition) or value is None:
        return None
    due = timer_module.TimerEventDefinition.get_datetime(value)
    return None if due.year == 9999 else real.datetime.fromisoformat(due.isoformat())
