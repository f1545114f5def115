"""Forgetting what is finished, so that a case does not grow with every return.

The library keeps every task a case ever passed, in one tree, with a copy of all facts in each. Twenty returns
cost 20 ms a step and 155 KB; a thousand reach the depth where it miscounts. What is finished has no say in what
comes next, with three exceptions that are kept here: the root, an open split of boundary events with its
children, and everything while parallel branches are still to join.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.util.task import TaskState

LIVE = TaskState.READY | TaskState.STARTED | TaskState.WAITING


def forget_finished(workflow: Any) -> None:
    """Take finished tasks out of the tree in place; the tasks left hang under their nearest ancestor that is left."""
    if is_joining(workflow):
        return
    kept = _kept(workflow)
    for task in kept.values():
        parent = task._parent
        while parent is not None and parent not in kept:
            parent = workflow.tasks[parent]._parent
        task._parent = parent
        task._children = []
        if task._state & TaskState.FINISHED_MASK:
            task.data, task.internal_data = {}, {}
    for identity, task in kept.items():
        if task._parent is not None:
            kept[task._parent]._children.append(identity)
    workflow.tasks = kept
    workflow.last_task = None


def is_joining(workflow: Any) -> bool:
    """Whether several branches are under way in a diagram where branches join: the join looks at finished tasks."""
    return workflow.spec.joins_branches and sum(1 for task in workflow.in_state(LIVE) if _is_token(task)) > 1


def _is_token(task: Any) -> bool:
    return not isinstance(task.task_spec, (_EndJoin, BoundaryEventJoin, BoundaryEvent))


def _kept(workflow: Any) -> dict[Any, Any]:
    """The tasks to keep, in the order in which they came to be (parents before children)."""
    splits = _open_splits(workflow)
    return {
        identity: task
        for identity, task in workflow.tasks.items()
        if task._parent is None
        or task._state & TaskState.NOT_FINISHED_MASK
        or identity in splits
        or task._parent in splits
    }


def _open_splits(workflow: Any) -> set[Any]:
    """The splits that an unfinished join of boundary events will look for: its nearest ancestor of that name."""
    found = set()
    for task in workflow.in_state(TaskState.NOT_FINISHED_MASK):
        if isinstance(task.task_spec, BoundaryEventJoin):
            split = task.find_ancestor(task.task_spec.split_task)
            if split is not None:
                found.add(split.id)
    return found
