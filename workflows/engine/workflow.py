"""The library's workflow, with its tree walks replaced by flat scans.

The library walks the whole tree of tasks for every question, to a depth of 1000, and then reports a case as
completed although a task is open. Our trees are kept small (see `compaction`), and these scans do not depend on
depth at all.
"""

from __future__ import annotations

import logging
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.util.task import TaskState

from workflows.engine.errors import ExpressionRefused

for _logger in ("spiff.task", "spiff.workflow"):
    # At its default level the library puts every fact of a case into its log records.
    logging.getLogger(_logger).setLevel(logging.WARNING)


class NoScripts(PythonScriptEngine):  # type: ignore[misc]  # the library has no types
    """In the place of the library's interpreter: whatever reaches it is refused, nothing runs as Python."""

    def evaluate(self, _task: Any, expression: Any, **_context: Any) -> Any:
        """The library's hook for expressions. Always raises ExpressionRefused."""
        raise ExpressionRefused(text=expression, why="流程图中不能运行程序", why_english="diagrams run no code")

    def execute(self, _task: Any, script: Any, **_context: Any) -> Any:
        """The library's hook for scripts. Always raises ExpressionRefused."""
        raise ExpressionRefused(text=script, why="流程图中不能运行程序", why_english="diagrams run no code")


class CaseWorkflow(BpmnWorkflow):  # type: ignore[misc]  # the library has no types
    """One process without subprocesses."""

    completed: bool

    def __init__(self, spec: Any, *, deserializing: bool = False) -> None:
        super().__init__(spec, script_engine=NoScripts(), deserializing=deserializing)

    def in_state(self, state: int) -> list[Any]:
        """The tasks in this state or mask, oldest first."""
        return [task for task in self.tasks.values() if task._state & state]

    def run_automatic(self) -> None:
        """Run gateways and events until the case stands at stops and waiting events only."""
        while ready := [task for task in self.in_state(TaskState.READY) if not task.task_spec.manual]:
            for task in ready:
                if task._state == TaskState.READY:
                    task.run()

    def update_waiting_tasks(self) -> None:
        """Ask every waiting task again; called by the library whenever a task completes."""
        for task in self.in_state(TaskState.WAITING):
            if task._state == TaskState.WAITING:
                task.task_spec._update(task)

    def is_completed(self) -> bool:
        """Whether nothing is left to do."""
        if not self.completed and not self.in_state(TaskState.NOT_FINISHED_MASK):
            self.completed = True
        return self.completed

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        """Log records of the library carry no facts of a case."""
        return dct or {}
