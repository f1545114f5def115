"""Random walks: what is forgotten makes no difference. Every walk is gone by our case and by the plain library side by side."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import SpiffWorkflow.bpmn.specs.event_definitions.timer as timer_module

from tests.engine.cases import MORNING
from tests.engine.drawing import (
    border,
    border_message,
    diagram,
    end,
    event_gateway,
    fork,
    message,
    parallel,
    service,
    start,
    timer,
    user,
)
from tests.engine.plain import Clock, PlainCase, specification
from workflows.engine import Diagram, Fact, FormKind, NobodyWaits, Run, compile_diagram
from workflows.engine.findings import ServiceKind

LIFECYCLE = (Path(__file__).parents[2] / "workflows" / "diagrams" / "rectification.bpmn").read_bytes()
ROUNDABOUT = diagram(
    start(),
    user("plan"),
    user("work"),
    border("late", "work", date="deadline_at"),
    border("cut", "work", interrupting=True, date="second_at"),
    border_message("withdrawn", "work", "withdraw"),
    service("mark", "note"),
    user("explain"),
    end("marked"),
    fork("decided"),
    user("check"),
    border("slow", "check", duration='"P20D"'),
    service("nudge", "note"),
    end("nudged"),
    event_gateway("running"),
    timer("over", date="second_at"),
    message("objection"),
    message("reopen"),
    user("handle"),
    fork("judged"),
    service("close", "note"),
    flows=[
        "start > plan",
        "plan > work",
        "work > check",
        "late > mark",
        "mark > explain",
        "explain > marked",
        "cut > plan",
        "withdrawn > handle",
        "slow > nudge",
        "nudge > nudged",
        "check > decided",
        "decided > running if passed",
        "decided > work if grave",
        "decided > plan default",
        "running > over",
        "running > objection",
        "over > close",
        "objection > handle",
        "handle > judged",
        "judged > work if passed",
        "judged > running default",
        "close > reopen",
        "reopen > plan",
    ],
)
BRANCHES = diagram(
    start(),
    parallel("split"),
    user("one"),
    border("late", "one", date="deadline_at"),
    service("mark", "note"),
    end("marked"),
    user("two"),
    fork("again"),
    timer("pause", date="second_at"),
    message("word"),
    parallel("join"),
    user("sign"),
    fork("decided"),
    end(),
    flows=[
        "start > split",
        "split > one",
        "split > two",
        "split > pause",
        "split > word",
        "late > mark",
        "mark > marked",
        "one > join",
        "two > again",
        "again > join if passed",
        "again > two default",
        "pause > join",
        "word > join",
        "join > sign",
        "sign > decided",
        "decided > end if passed",
        "decided > sign default",
    ],
)
DIAGRAMS = {
    "lifecycle": (LIFECYCLE, "rectification"),
    "roundabout": (ROUNDABOUT, "case"),
    "branches": (BRANCHES, "case"),
}
MESSAGES = ["audit_drawn", "objection_received", "reopen", "objection", "withdraw", "word"]
DECISIONS = ["passed", "grave", "plan_accepted", "self_check_passed", "reinspection_passed", "reinspection_confirmed"]
DECISIONS += ["audit_selected", "audit_passed", "objection_upheld", "closure_approved", "units_assigned", "plan_known"]
DECISIONS += ["county_level", "self_acceptance_passed"]
TARGETS = ["rectify", "self_check", "reinspect"]


class Anything(dict[str, Any]):
    """A catalogue that knows every form and service a diagram names, each giving every fact of these walks."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value

    def __contains__(self, _key: object) -> bool:
        return True

    def __getitem__(self, _key: str) -> Any:
        return self.value

    def get(self, _key: str, _default: Any = None) -> Any:
        return self.value


GIVEN = [*DECISIONS, "return_to", "deadline_at", "second_at", "notice_ends_at"]
ROLES = ["office", "office_leader", "responsible_unit", "lead_unit", "municipal_inspector", "system"]
SERVICE = ServiceKind(gives=frozenset(GIVEN), optional=frozenset({"document"}))


def compiled(name: str) -> Diagram:
    source, _ = DIAGRAMS[name]
    catalogue = {"services": Anything(SERVICE), "forms": Anything(GIVEN), "answers": Anything(FormKind())}
    return compile_diagram(source, roles=ROLES, start_facts=GIVEN, **catalogue)


@pytest.fixture(scope="module")
def plain_specifications() -> dict[str, Any]:
    """What the library's own parser makes of the diagrams."""
    return {name: specification(source, key) for name, (source, key) in DIAGRAMS.items()}


@pytest.fixture(autouse=True)
def _the_clock_of_the_library() -> Iterator[None]:
    """The plain library asks `datetime.now()` of its timer module."""
    timer_module.datetime = Clock
    yield
    timer_module.datetime = datetime


def view(run: Run) -> tuple[Any, ...]:
    """The same as `PlainCase.view`."""
    boxes = sorted((box.box, sorted(box.facts.items(), key=str)) for box in run.open_boxes())
    waits = sorted((wait.box, str(wait.due_at)) for wait in run.waits())
    return boxes, waits, run.completed


def some_facts(chance: random.Random, now: datetime) -> dict[str, Fact]:
    """Every decision either way, and instants from a few days ago to a month ahead. Half past: never exactly now."""
    facts: dict[str, Fact] = {name: chance.random() < 0.65 for name in DECISIONS}
    facts["return_to"] = chance.choice(TARGETS)
    for name in ("deadline_at", "second_at", "notice_ends_at"):
        facts[name] = (now + timedelta(days=chance.randint(-3, 30), minutes=30)).isoformat()
    return facts


def walk(name: str, diagram_: Diagram, spec: Any, seed: int, *, steps: int = 40, reload: bool = False) -> set[str]:
    """One walk; returns the boxes and events that were seen. Fails at the first difference."""
    chance = random.Random(seed)  # noqa: S311  # a walk to be repeated, not a secret
    now = MORNING
    facts = some_facts(chance, now)
    run, plain = Run.start(diagram_, facts, at=now), PlainCase(spec, facts, at=now, reload=reload)
    seen: set[str] = set()
    for step in range(steps):
        assert view(run) == plain.view(), (name, seed, step)
        state = run.dump()
        assert len(state) < 1500
        seen |= {box.box for box in run.open_boxes()} | {wait.box for wait in run.waits()}
        run = Run.load(diagram_, state)
        plain.save()
        boxes, deed = run.open_boxes(), chance.random()
        facts = some_facts(chance, now)
        if boxes and deed < 0.65:
            chosen = chance.choice(boxes)
            run.complete(chosen.token, facts, at=now)
            assert plain.complete(chosen.box, facts, where=chosen.facts)
        elif deed < 0.85:
            now += timedelta(days=chance.randint(1, 12))
            run.pass_time(at=now)
            plain.pass_time(now)
        else:
            message_ = chance.choice(MESSAGES + 8 * [wait.message for wait in run.waits() if wait.message])
            assert heard(run, message_, facts, now) == plain.deliver(message_, facts)
    return seen


def heard(run: Run, message_: str, facts: dict[str, Fact], now: datetime) -> bool:
    """Whether somebody waited for the message."""
    try:
        run.deliver(message_, facts, at=now)
    except NobodyWaits:
        return False
    return True


@pytest.mark.parametrize("name", DIAGRAMS)
def test_walks_end_where_the_plain_library_ends(name: str, plain_specifications: dict[str, Any]) -> None:
    """Seven on each diagram; the three hundred with the stock serialiser are slow."""
    diagram_ = compiled(name)
    for seed in range(7):
        walk(name, diagram_, plain_specifications[name], seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_hundred_walks_on_each_with_the_stock_serialiser(name: str, plain_specifications: dict[str, Any]) -> None:
    diagram_ = compiled(name)
    seen: set[str] = set()
    for seed in range(100):
        seen |= walk(name, diagram_, plain_specifications[name], 1000 + seed, reload=True)

    assert seen == {node.id for node in diagram_.nodes if node.kind in ("user", "service", "timer", "message")}
