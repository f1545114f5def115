"""One case on its way through a diagram."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from workflows.engine import codec
from workflows.engine.compaction import forget_finished
from workflows.engine.diagram import Diagram
from workflows.engine.errors import BoxNotOpen, NobodyWaits
from workflows.engine.facts import checked
from workflows.engine.model import Box
from workflows.engine.timers import clock_at, due_of, move
from workflows.engine.values import Facts, OpenBox, Wait
from workflows.engine.waiting import Awaited, awaited
from workflows.engine.workflow import CaseWorkflow


class Run:
    """A case in memory. Load, do one thing, dump; never keep one across requests.

    Every method that moves the case ends with the case at rest: it stands at boxes and waits for events,
    nothing is half done. Timers due at `at` fire before the move and after it, earliest first, each as if at
    its own instant: what happens does not depend on how often somebody looks at the clock. After a refusal the
    run must be thrown away.
    """

    def __init__(self, diagram: Diagram, workflow: Any) -> None:
        self.diagram = diagram
        self._workflow = workflow

    @classmethod
    def start(cls, diagram: Diagram, facts: Facts, *, at: datetime) -> Self:
        """A new case at the start of the diagram. Raises like `complete`, save BoxNotOpen."""
        known = checked(facts)
        with clock_at(at):
            workflow = CaseWorkflow(diagram.spec)
            workflow.task_tree.data.update(known)
            run = cls(diagram, workflow)
            run._settle()
        run._fire_due(at)
        return run

    @classmethod
    def load(cls, diagram: Diagram, state: bytes) -> Self:
        """The case that `dump` gave. Raises StateUnreadable for damaged bytes or those of another diagram."""
        return cls(diagram, codec.load(state, diagram.spec, diagram.digest))

    def dump(self) -> bytes:
        """The state without the diagram, compressed. It does not grow with returns: finished steps are forgotten."""
        return codec.dump(self._workflow, self.diagram.digest)

    def open_boxes(self) -> list[OpenBox]:
        """The user and service boxes that can be completed now, in the order of the file."""
        place = {node.id: number for number, node in enumerate(self.diagram.nodes)}
        return sorted((_open_box(task) for task in self._stops()), key=lambda box: place[box.box])

    def waits(self) -> list[Wait]:
        """The messages and timers the case waits for, by box."""
        return sorted((one.wait() for one in awaited(self._workflow)), key=lambda wait: wait.box)

    def complete(self, token: str, facts: Facts, *, at: datetime) -> list[str]:
        """Complete an open box with the facts it gives; returns the timer boxes that fired on the way.

        Raises BoxNotOpen when no box with this token is open (completed before, ended by a timer, never there),
        FactRefused, NaiveInstant, TimerRefused, ExpressionFailed.
        """
        known = checked(facts)
        fired = self._fire_due(at)
        task = next((task for task in self._stops() if codec.token_of(task) == token), None)
        if task is None:
            raise BoxNotOpen(token=token)
        with clock_at(at):
            task.data.update(known)
            task.run()
            self._settle()
        return fired + self._fire_due(at)

    def deliver(self, message: str, facts: Facts, *, at: datetime) -> list[str]:
        """Hand a message to the event that waits for it; returns the timer boxes that fired on the way.

        A timer due before the message comes first: an objection after the notice is over finds nobody waiting.
        Raises NobodyWaits when no event waits for the message, and otherwise like `complete`.
        """
        known = checked(facts)
        fired = self._fire_due(at)
        events = [one for one in awaited(self._workflow) if not one.is_timer and one.definition.name == message]
        if not events:
            raise NobodyWaits(message=message)
        with clock_at(at):
            self._workflow.send_event(BpmnEvent(events[0].definition, payload=known))
            self._settle()
        return fired + self._fire_due(at)

    def pass_time(self, *, at: datetime) -> list[str]:
        """Fire every timer due at or before `at`; returns their boxes in order. Raises like `complete`."""
        return self._fire_due(at)

    def move_timer(self, box: str, to: datetime) -> int:
        """Give the waiting timers of this box another instant; returns how many were moved (0 when none waits).

        An instant in the past is due at the next `pass_time`. Raises NaiveInstant.
        """
        timers = [one for one in self._timers() if one.spec.name == box]
        for one in timers:
            move(one.task, to)
        return len(timers)

    @property
    def workflow(self) -> Any:
        """The library's workflow; for this package only."""
        return self._workflow

    @property
    def due_at(self) -> datetime | None:
        """The earliest instant (UTC) at which `pass_time` does something; None when there is none."""
        return min((due for one in self._timers() if (due := due_of(one.task)) is not None), default=None)

    @property
    def completed(self) -> bool:
        """Whether the case has left the diagram by its ends."""
        return bool(self._workflow.is_completed())

    def _timers(self) -> list[Awaited]:
        return [one for one in awaited(self._workflow) if one.is_timer]

    def _stops(self) -> list[Any]:
        return [task for task in self._workflow.in_state(TaskState.READY) if task.task_spec.manual]

    def _settle(self) -> None:
        self._workflow.run_automatic()
        self._workflow.is_completed()
        forget_finished(self._workflow)

    def _fire_due(self, at: datetime) -> list[str]:
        """Fire due timers one instant after another; each cycle of a diagram has a stop, so this comes to an end."""
        fired: list[str] = []
        with clock_at(at):
            while (due := self.due_at) is not None and due <= at:
                fired += [one.spec.name for one in self._timers() if due_of(one.task) == due]
                with clock_at(due.astimezone(at.tzinfo)):
                    self._workflow.refresh_timers()
                    self._settle()
        return fired


def _open_box(task: Any) -> OpenBox:
    box: Box = task.task_spec.box
    return OpenBox(
        token=codec.token_of(task),
        box=box.id,
        name=box.name,
        kind="service" if box.kind == "service" else "user",
        role=box.role,
        properties=dict(box.properties),
        facts=dict(task.data),
    )
