"""A case as bytes: what is left of its tree after compaction, as JSON, compressed.

The library's own format carries the whole specification and every finished task (42 to 181 KB a case); this
carries a few hundred bytes, and refers to the specification by the digest of its diagram. Rows stand parents
before children, and a row names its parent by position, so that nothing depends on the order of keys in an
object.

A row is [parent's position or -1, state, spec, token or 0, internal data or 0, facts or 0, rank of the last
change].
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import orjson
import zstandard
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.compaction import is_joining
from workflows.engine.errors import StateUnreadable
from workflows.engine.workflow import CaseWorkflow

FORMAT = 1
LARGEST = 8_000_000
"""Bytes before compression; a damaged header may claim any size, and the memory for it would be reserved."""
_LIVE = TaskState.READY | TaskState.WAITING


def dump(workflow: Any, digest: str) -> bytes:
    """The workflow as bytes; `digest` is that of its diagram, told again on loading."""
    content = {"completed": bool(workflow.completed), "tasks": rows_of(workflow)}
    state = {"format": FORMAT, "diagram": digest[:16], **content}
    return zstandard.ZstdCompressor(level=9, write_checksum=True).compress(orjson.dumps(state))


def load(state: bytes, spec: Any, digest: str) -> Any:
    """The workflow that `dump` gave. Raises StateUnreadable for other bytes, or bytes of another diagram."""
    content = _unpacked(state)
    if content.get("diagram") != digest[:16]:
        raise StateUnreadable(
            why="它属于另一个版本的流程图", why_english="it belongs to another version of the diagram"
        )
    try:
        return filled(spec, content["tasks"], completed=bool(content["completed"]))
    except (KeyError, TypeError, ValueError, IndexError):
        raise StateUnreadable(why="内容残缺", why_english="it is incomplete") from None


def filled(spec: Any, rows: list[list[Any]], *, completed: bool = False) -> Any:
    """The workflow made of these rows. Raises KeyError and the like for rows that do not fit the specification."""
    workflow = CaseWorkflow(spec, deserializing=True)
    placed: list[Any] = []
    for row in rows:
        placed.append(_task(workflow, row, placed))
    workflow.task_tree = placed[0]
    workflow.completed = completed
    return workflow


def rows_of(workflow: Any) -> list[list[Any]]:
    """The tasks of a workflow as rows, parents before children."""
    position = {identity: index for index, identity in enumerate(workflow.tasks)}
    ranks = _ranks(workflow)
    return [_row(task, position, ranks) for task in workflow.tasks.values()]


def _unpacked(state: bytes) -> dict[str, Any]:
    try:
        if not 0 < zstandard.frame_content_size(state) <= LARGEST:
            raise zstandard.ZstdError("unlikely size")
        content = orjson.loads(zstandard.ZstdDecompressor().decompress(state, allow_extra_data=False))
    except (zstandard.ZstdError, orjson.JSONDecodeError):
        raise StateUnreadable(why="数据已损坏", why_english="the data is damaged") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise StateUnreadable(why="格式版本不认识", why_english="its format is not known")
    return content


def _ranks(workflow: Any) -> dict[Any, int]:
    """In which order tasks last changed: a join of branches lets the later one win. Elsewhere it does not matter."""
    if not is_joining(workflow):
        return {}
    changed = sorted(workflow.tasks.values(), key=lambda task: task.last_state_change)
    return {task.id: rank for rank, task in enumerate(changed)}


def _row(task: Any, position: dict[Any, int], ranks: dict[Any, int]) -> list[Any]:
    return [
        -1 if task._parent is None else position[task._parent],
        task._state,
        task.task_spec.name,
        token_of(task) if task._state & _LIVE else 0,
        _internal(task) or 0,
        task.data or 0,
        ranks.get(task.id, 0),
    ]


def _internal(task: Any) -> dict[str, Any]:
    """What a waiting event remembers. Events seen are always used up when a case is at rest."""
    return {key: value for key, value in task.internal_data.items() if key != "seen_events"}


def token_of(task: Any) -> str:
    """How the application names an open task: 32 hexadecimal characters, the same after every reload."""
    return str(task.id.hex)


def _task(workflow: Any, row: list[Any], placed: list[Any]) -> Any:
    """One task, made without the library's constructor, which would link and log it."""
    parent, state, name, token, internal, facts, rank = row
    task = Task.__new__(Task)
    task.id = UUID(hex=token) if token else uuid4()
    task.workflow, task.task_spec = workflow, workflow.spec.task_specs[name]
    task._parent, task._children, task._state = None, [], int(state)
    task.triggered, task.thread_id, task.last_state_change = False, 0, float(rank)
    task.internal_data, task.data = dict(internal or {}), dict(facts or {})
    if parent >= 0:
        task._parent = placed[parent].id
        placed[parent]._children.append(task.id)
    workflow.tasks[task.id] = task
    if task._state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
        workflow.event_manager.add_task(task)
    return task
