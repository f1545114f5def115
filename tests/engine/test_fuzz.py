"""Spoiled files: whatever a diagram holds, the check answers with sentences, and what it lets pass can be run."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.engine.cases import FORMS, MORNING, ROLES, SERVICES, START_FACTS, findings_of
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
from workflows.engine import Diagram, DiagramRefused, Fact, Run, compile_diagram, restore_diagram
from workflows.rules.errors import Refusal

LIFECYCLE = Path(__file__).parents[2] / "workflows" / "diagrams" / "rectification.bpmn"
EVERYTHING = diagram(
    start(),
    parallel("split"),
    user("one", form="count"),
    service("two", "notify", template="hello"),
    parallel("join"),
    user("work", another_person="one"),
    border("late", "work", date="deadline_at"),
    border("cut", "work", interrupting=True, duration='"P90D"'),
    border_message("withdrawn", "work", "withdraw"),
    service("mark"),
    end("marked"),
    fork("decided"),
    service("publish", "open_notice"),
    event_gateway("running"),
    timer("over", date="notice_ends_at"),
    message("objection", gives="grave"),
    fork("judged"),
    end(),
    flows=[
        "start > split",
        "split > one",
        "split > two",
        "one > join",
        "two > join",
        "join > work",
        "work > decided",
        "late > mark",
        "mark > marked",
        "cut > end",
        "withdrawn > end",
        'decided > publish if passed and number in [1, 2] or deadline_at == "x"',
        "decided > work default",
        "publish > running",
        "running > over",
        "running > objection",
        "over > end",
        "objection > judged",
        "judged > work if grave",
        "judged > publish default",
    ],
)
SPICE = [
    "",
    "start",
    "work",
    "running",
    "timerEventDefinition",
    '"P1D"',
    "P1D",
    "ﾟ整\U0001f600",
    "passed",
    "System",
    "0",
    "true",
]
SPICE += ["a" * 300, "{x}", "%s", "<", "End", "userTask", "__class__", "9999-12-31T00:00:00+00:00", "system", "late"]

Deed = tuple[str, int, int, str]
deeds = st.lists(
    st.tuples(
        st.sampled_from(["drop", "copy", "move", "attribute", "unset", "text", "rename", "swap"]),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.sampled_from(SPICE),
    ),
    min_size=1,
    max_size=6,
)
thorough = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def spoil(source: bytes, done: list[Deed]) -> bytes:
    """The file after somebody's edits with an XML editor."""
    root = etree.fromstring(source)
    for deed, here, there, word in done:
        elements = [element for element in root.iter() if element.getparent() is not None]
        if len(elements) < 2:
            break
        _edit(deed, elements[here % len(elements)], elements[there % len(elements)], here, word)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _edit(deed: str, one: etree._Element, two: etree._Element, number: int, word: str) -> None:
    names = sorted(one.attrib)
    parent = one.getparent()
    if deed == "drop" and parent is not None:
        parent.remove(one)
    elif deed in ("copy", "move") and one not in list(two.iterancestors()) and one is not two:
        two.append(etree.fromstring(etree.tostring(one)) if deed == "copy" else one)
    elif deed == "text":
        one.text = word
    elif deed == "rename":
        one.tag = two.tag
    elif deed == "attribute" and names:
        one.set(names[number % len(names)], word)
    elif deed == "unset" and names:
        del one.attrib[names[number % len(names)]]
    elif deed == "swap" and names and two.attrib:
        one.set(names[number % len(names)], two.attrib[sorted(two.attrib)[0]])


def answers(source: bytes) -> None:
    """The check answers in sentences; what has no error is compiled, stored, restored and walked."""
    found = findings_of(source)
    assert all(one.message and one.english and one.code for one in found)
    try:
        made = compile_diagram(source, services=SERVICES, forms=FORMS, roles=ROLES, start_facts=START_FACTS)
    except DiagramRefused:
        assert any(one.severity == "error" for one in found)
        return
    assert not any(one.severity == "error" for one in found)
    walk(restore_diagram(made.stored))


def walk(made: Diagram, steps: int = 12) -> None:
    """Complete whatever is open; only refusals may stop a case."""
    chance = random.Random(7)  # noqa: S311  # not for secrets
    facts: dict[str, Fact] = {"deadline_at": MORNING.isoformat(), "notice_ends_at": MORNING.isoformat(), "number": 1}
    try:
        run = Run.start(made, facts, at=MORNING)
        for _ in range(steps):
            run = Run.load(made, run.dump())
            boxes, messages = run.open_boxes(), [wait.message for wait in run.waits() if wait.message]
            if boxes and (chance.random() < 0.7 or not messages):
                run.complete(chance.choice(boxes).token, {"passed": chance.random() < 0.5, **facts}, at=MORNING)
            elif messages:
                run.deliver(chance.choice(messages), {"grave": True, **facts}, at=MORNING)
    except Refusal:
        return


def test_the_diagram_to_be_spoiled_is_sound() -> None:
    assert findings_of(EVERYTHING) == []


@thorough
@given(deeds)
def test_a_diagram_spoiled_by_edits_never_breaks_the_check(done: list[Deed]) -> None:
    answers(spoil(EVERYTHING, done))


@settings(thorough, max_examples=30)
@given(deeds)
def test_the_lifecycle_spoiled_by_edits_never_breaks_the_check(done: list[Deed]) -> None:
    answers(spoil(LIFECYCLE.read_bytes(), done))


@thorough
@given(st.lists(st.tuples(st.integers(0, len(EVERYTHING)), st.integers(0, 30), st.binary(max_size=12)), max_size=4))
def test_a_diagram_spoiled_in_transit_never_breaks_the_check(wounds: list[tuple[int, int, bytes]]) -> None:
    source = EVERYTHING
    for place, length, replacement in wounds:
        source = source[:place] + replacement + source[place + length :]
    answers(source)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_break_the_check(source: bytes) -> None:
    answers(source)


@pytest.mark.slow
@settings(thorough, max_examples=800)
@given(deeds)
def test_many_diagrams_spoiled_by_edits_never_break_the_check(done: list[Deed]) -> None:
    answers(spoil(EVERYTHING, done))
