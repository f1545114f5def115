"""What the engine costs per step: load a case, complete one box, save it; with returns behind it, beside the plain library.

Measured in CPU time of this process on the shipped lifecycle. A step is the mean of the two boxes of one return (the unit reports,
the self-check returns the case), each begun from the same saved state again and again, so that nothing grows while measuring.
The plain library is used as its documentation shows: its own parser, its default serialiser with the specification in every state.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from bench.report import Report, Row
from workflows.engine import Diagram, Fact, FormKind, Run, ServiceKind, compile_diagram, restore_diagram

SOURCE = Path(__file__).parents[1] / "workflows" / "diagrams" / "rectification.bpmn"
SEVERAL = b'<bpmn:multiInstanceLoopCharacteristics isSequential="false" />'
"""The library would make a task per unit at once; ours stops once and the application asks the units."""
RETURNS = (0, 5, 20)
AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
FACTS: dict[str, Fact] = {
    "units_assigned": True,
    "plan_known": True,
    "county_level": False,
    "deadline_at": "9999-12-31T00:00:00+00:00",
    "self_check_passed": False,
}
ROLES = ("office", "office_leader", "responsible_unit", "lead_unit", "municipal_inspector", "system")

Step = Callable[[Any], Any]


class _Named(dict[str, Any]):
    """A catalogue that knows whatever the lifecycle names: this measures running, not checking."""

    def __missing__(self, _key: str) -> Any:
        return self["*"]

    def __contains__(self, _key: object) -> bool:
        return True

    def get(self, key: str, _default: Any = None) -> Any:
        """The entry, which there always is."""
        return self[key]


def run() -> Report:
    """CPU milliseconds per step, the plain library beside ours, and the size of the saved state."""
    ours, plain = _ours(), _plain()
    rows, notes = [], []
    for returns in RETURNS:
        own_states, plain_states = _after(ours, returns), _after(plain, returns)
        own, other = _milliseconds(ours[1], own_states, 200), _milliseconds(plain[1], plain_states, 8)
        rows.append(Row(name=f"本引擎，退回 {returns} 次", value=own))
        rows.append(Row(name=f"SpiffWorkflow 默认用法，退回 {returns} 次", value=other))
        notes.append(
            f"退回 {returns} 次：SpiffWorkflow 默认用法是本引擎的 {other / own:.0f} 倍；"
            f"保存的状态 {len(own_states[0])} 字节，对 {len(plain_states[0])} 字节。"
        )
    return Report(
        title="引擎：装载、办结一个框、保存，每步的 CPU 时间",
        unit="毫秒",
        beside="本引擎，退回 0 次",
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _ours() -> tuple[bytes, Step]:
    """The first state, and the step from a state to the next."""
    diagram = lifecycle()
    return Run.start(diagram, FACTS, at=AT).dump(), lambda state: _own_step(diagram, state)


def lifecycle() -> Diagram:
    """The shipped lifecycle, ready to run."""
    facts = ["units_assigned", "plan_known", "deadline_at", "county_level"]
    catalogue = ServiceKind(optional=frozenset({"document"}), gives=frozenset({"notice_ends_at"}))
    given = [*facts, "plan_accepted", "self_check_passed", "reinspection_passed", "reinspection_confirmed"]
    given += ["audit_selected", "audit_passed", "objection_upheld", "closure_approved", "self_acceptance_passed"]
    made = compile_diagram(
        SOURCE.read_bytes(),
        services=_Named({"*": catalogue}),
        forms=_Named({"*": given}),
        roles=ROLES,
        start_facts=facts,
        answers={"rectify": FormKind()},
    )
    return restore_diagram(made.stored)


def _own_step(diagram: Diagram, state: bytes) -> bytes:
    case = Run.load(diagram, state)
    case.complete(case.open_boxes()[0].token, FACTS, at=AT)
    return case.dump()


def _plain() -> tuple[str, Step]:
    """The same with the library alone; service boxes become manual tasks, since a stock one cannot be stopped at."""
    parser = BpmnParser()
    stock = SOURCE.read_bytes().replace(b"bpmn:serviceTask", b"bpmn:manualTask").replace(SEVERAL, b"")
    parser.add_bpmn_xml(etree.fromstring(stock))
    serialiser = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    workflow = BpmnWorkflow(parser.get_spec("rectification"))
    workflow.task_tree.data.update(FACTS)
    workflow.do_engine_steps()
    return serialiser.serialize_json(workflow), lambda state: _plain_step(serialiser, state)


def _plain_step(serialiser: Any, state: str) -> str:
    workflow = serialiser.deserialize_json(state)
    task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
    task.data.update(FACTS)
    task.run()
    workflow.do_engine_steps()
    return str(serialiser.serialize_json(workflow))


def _after(engine: tuple[Any, Step], returns: int) -> tuple[Any, Any]:
    """The states before the two boxes of one more return, with so many returns behind them."""
    state, step = engine
    for _ in range(2 * returns):
        state = step(state)
    return state, step(state)


def _milliseconds(step: Step, states: tuple[Any, ...], times: int) -> float:
    """Best of three rounds: what other programs on the machine add is not ours."""
    best = min(_seconds(step, states, times) for _ in range(3))
    return best / (times * len(states)) * 1000


def _seconds(step: Step, states: tuple[Any, ...], times: int) -> float:
    started = time.process_time()
    for _ in range(times):
        for state in states:
            step(state)
    return time.process_time() - started
