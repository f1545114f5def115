"""Random walks: a moved case goes on as one that began under the new version of its diagram."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.engine.cases import MORNING
from tests.engine.drawing import (
    Item,
    border,
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
from tests.engine.test_same_as_plain import MESSAGES, heard, some_facts
from workflows.engine import Diagram, OpenBox, Run, compile_diagram, move, obstacles
from workflows.engine.findings import ServiceKind

GIVES = ["passed", "grave", "deadline_at", "second_at", "notice_ends_at"]
WORLD: dict[str, Any] = {
    "services": {"note": ServiceKind(gives=frozenset(GIVES)), "close": ServiceKind()},
    "forms": {"decide": GIVES},
    "start_facts": GIVES,
}
ROUNDABOUT = [
    user("plan"),
    user("work"),
    border("late", "work", date="deadline_at"),
    border("cut", "work", interrupting=True, date="second_at"),
    service("mark", "note"),
    user("explain"),
    end("marked"),
    fork("decided"),
    user("check"),
    event_gateway("running"),
    timer("over", date="second_at"),
    message("objection"),
    user("handle"),
    parallel("split"),
    user("one"),
    user("two"),
    timer("pause", date="notice_ends_at"),
    parallel("join"),
    user("sign"),
    end(),
]
ROUNDABOUT_FLOWS = [
    "plan > work",
    "work > check",
    "late > mark",
    "mark > explain",
    "explain > marked",
    "cut > plan",
    "check > decided",
    "decided > running if passed",
    "decided > work if grave",
    "decided > plan default",
    "running > over",
    "running > objection",
    "objection > handle",
    "handle > running",
    "over > split",
    "split > one",
    "split > two",
    "two > pause",
    "one > join",
    "pause > join",
    "join > sign",
    "sign > end",
]


def changed_somewhere(chance: random.Random) -> Diagram:
    """The roundabout with up to three changes: a box put into a connection, a condition or a role changed, a box taken out."""
    items, flows = list(ROUNDABOUT), list(ROUNDABOUT_FLOWS)
    for number in range(chance.randint(0, 3)):
        place = chance.randrange(len(flows))
        source, target = flows[place].split(" ")[0], flows[place].split(" ")[2]
        match chance.choice(["insert", "insert", "condition", "role", "remove"]):
            case "insert" if source not in ("running",):
                items.append(user(f"new{number}"))
                flows[place] = flows[place].replace(f"> {target}", f"> new{number}")
                flows.append(f"new{number} > {target}")
            case "condition":
                flows = [flow.replace("if passed", "if passed and not grave") for flow in flows]
            case "role":
                box = chance.choice(["check", "handle", "one"])
                items = [user(box, lane="lead_unit") if item.id == box else item for item in items]
            case "remove" if {"objection > handle", "handle > running"} <= set(flows):
                items = [item for item in items if item.id != "handle"]
                flows = [flow for flow in flows if not flow.startswith("handle >") and flow != "objection > handle"]
                flows.append("objection > running")
            case _:
                pass
    return world(items, flows)


def world(items: Sequence[Item], flows: Sequence[str]) -> Diagram:
    source = diagram(start(), *items, flows=["start > plan", *flows])
    return compile_diagram(source, roles=["office", "lead_unit", "system"], **WORLD)


def view(run: Run) -> tuple[Any, ...]:
    """What people see of a case, without the tokens."""
    boxes = [(box.box, box.role, known(box)) for box in in_order(run)]
    return boxes, sorted((wait.box, str(wait.due_at)) for wait in run.waits()), run.completed


def known(box: OpenBox) -> list[tuple[str, Any]]:
    return sorted(box.facts.items(), key=str)


def in_order(run: Run) -> list[OpenBox]:
    """Two tokens of one box stand in no order that means anything."""
    return sorted(run.open_boxes(), key=lambda box: (box.box, str(known(box))))


def does_something(run: Run, seed: int, now: datetime) -> Run:
    """The same seed does the same to any case that looks the same."""
    chance = random.Random(seed)  # noqa: S311  # a walk to be repeated, not a secret
    run.pass_time(at=now)
    facts, boxes = some_facts(chance, now), in_order(run)
    if boxes and chance.random() < 0.7:
        run.complete(chance.choice(boxes).token, facts, at=now)
    elif chance.random() < 0.5:
        run.pass_time(at=now + timedelta(days=chance.randint(1, 9)))
    else:
        heard(run, chance.choice(MESSAGES), facts, now)
    return Run.load(run.diagram, run.dump())


@pytest.mark.parametrize("batch", range(6))
def test_a_moved_case_goes_on_as_one_that_began_under_the_new_diagram(batch: int) -> None:
    """Two cases go the same random walk under the old and the new version until they differ. From every common place the old
    one is moved, and goes on beside the other; only a case that stands at something changed is refused."""
    old, tried, went = world(ROUNDABOUT, ROUNDABOUT_FLOWS), 0, 0
    for seed in range(batch * 100, batch * 100 + 12):
        chance = random.Random(seed)  # noqa: S311  # a walk to be repeated, not a secret
        new = changed_somewhere(chance)
        facts = some_facts(chance, MORNING)
        here, there = Run.start(old, facts, at=MORNING), Run.start(new, facts, at=MORNING)
        for step in range(25):
            if [box[0] for box in view(here)[0]] != [box[0] for box in view(there)[0]]:
                break
            now, same = MORNING + timedelta(days=step), view(here) == view(there)
            found = obstacles(here, new, **WORLD)
            tried += 1
            assert same or {one.code for one in found} == {"role-changed"}, (seed, step, found)
            if not found:
                went += 1
                follows(move(here, new, **WORLD), there, seed=seed * 100 + step, now=now)
            here, there = (does_something(each, seed * 1000 + step, now) for each in (here, there))
    assert went > tried * 0.6, (went, tried)


def follows(after: Run, there: Run, *, seed: int, now: datetime) -> None:
    """Both do the same for a while and look the same all the time."""
    after, there = (Run.load(each.diagram, each.dump()) for each in (after, there))
    for step in range(6):
        assert view(after) == view(there), (seed, step)
        after, there = (does_something(each, seed + step, now) for each in (after, there))
        now += timedelta(days=1)
