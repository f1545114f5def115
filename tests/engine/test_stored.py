"""Stored diagrams and stored cases: the same in another process, years later, and refused in words when damaged.

`golden/` was written once, by the first release of the format. Never write it again: what it holds must load for ever.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.cases import FORMS, MORNING, ROLES, SERVICES, START_FACTS, Case, compiled
from tests.engine.drawing import diagram, end, start, user
from tests.engine.samples import notice, rectification
from workflows.engine import Run, StateUnreadable, compile_diagram, restore_diagram

GOLDEN = Path(__file__).parent / "golden"
SIMPLE = diagram(start(), user("work"), end(), flows=["start > work", "work > end"])


def test_a_diagram_is_told_apart_by_the_digest_of_its_source() -> None:
    made = compile_diagram(SIMPLE, services=SERVICES, forms=FORMS, roles=ROLES, start_facts=START_FACTS)
    other = compile_diagram(SIMPLE + b"\n", services=SERVICES, forms=FORMS, roles=ROLES, start_facts=START_FACTS)

    assert made.digest == compiled(SIMPLE).digest
    assert len(made.digest) == 64
    assert made.digest != other.digest
    assert (made.key, made.name) == ("case", "测试流程")


def test_a_stored_diagram_is_our_own_json() -> None:
    stored = json.loads(compiled(SIMPLE).stored)

    assert stored["format"] == 1
    assert [box["kind"] for box in stored["boxes"]] == ["start", "user", "end"]
    assert restore_diagram(compiled(SIMPLE).stored).nodes == compiled(SIMPLE).nodes


IN_ANOTHER_PROCESS = """
import sys
from datetime import datetime, timedelta
from workflows.engine import Run, restore_diagram
stored, state, at = (sys.stdin.buffer.read(int(size)) for size in sys.argv[1:])
run = Run.load(restore_diagram(stored), state)
at = datetime.fromisoformat(at.decode())
run.deliver("objection", {}, at=at)
run.complete(run.open_boxes()[0].token, {"passed": False}, at=at)
run.complete(run.open_boxes()[0].token, {"notice_ends_at": (at + timedelta(days=3)).isoformat()}, at=at)
print(sorted(wait.box for wait in run.waits()), run.due_at, run.pass_time(at=at + timedelta(days=3)))
"""


def test_a_stored_diagram_and_case_go_on_in_another_process() -> None:
    case = Case(notice()).does("publish", notice_ends_at="2026-12-01T00:00:00+00:00")
    parts = [case.diagram.stored, case.state, MORNING.isoformat().encode()]

    told = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS, *(str(len(part)) for part in parts)],
        input=b"".join(parts),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert told.stdout.decode().strip() == "['objection', 'over'] 2026-11-26 01:00:00+00:00 ['over']"


def test_a_case_saved_and_loaded_is_the_same_case() -> None:
    case = Case(rectification(), deadline_at="2026-12-01T00:00:00+00:00", note="整改")
    again = Run.load(case.diagram, case.run.dump())

    assert again.open_boxes() == case.run.open_boxes()
    assert again.waits() == case.run.waits()
    assert (again.due_at, again.completed) == (case.run.due_at, False)


def test_a_state_of_another_diagram_is_refused() -> None:
    with pytest.raises(StateUnreadable, match="另一个版本的流程图"):
        Run.load(notice(), Case(rectification()).state)


@pytest.mark.parametrize("state", [b"", b"{}", b"\x28\xb5\x2f\xfd", b"x" * 300])
def test_a_damaged_state_is_refused(state: bytes) -> None:
    with pytest.raises(StateUnreadable):
        Run.load(rectification(), state)


DIAGRAM = rectification()
STATE = Case(DIAGRAM, deadline_at="2026-12-01T00:00:00+00:00").state


@settings(deadline=None)
@given(st.integers(0, len(STATE) - 1), st.integers(0, 255))
def test_a_state_with_one_wrong_byte_is_refused_or_harmless(place: int, byte: int) -> None:
    spoiled = STATE[:place] + bytes([byte]) + STATE[place + 1 :]
    try:
        again = Run.load(DIAGRAM, spoiled)
    except StateUnreadable:
        return
    assert again.open_boxes() == Run.load(DIAGRAM, STATE).open_boxes()


@pytest.mark.parametrize(
    "stored", [b"", b"[]", b"{}", b'{"format":2}', b'{"format":1,"boxes":[{}],"flows":[]}', b"\xff"]
)
def test_a_damaged_stored_diagram_is_refused(stored: bytes) -> None:
    with pytest.raises(StateUnreadable, match="流程图的存档已损坏"):
        restore_diagram(stored)


def test_the_first_stored_cases_still_go_on() -> None:
    case = Run.load(
        restore_diagram((GOLDEN / "rectification-1.json").read_bytes()), (GOLDEN / "overdue-1.bin").read_bytes()
    )

    assert [box.box for box in case.open_boxes()] == ["rectify", "mark_overdue"]
    assert case.open_boxes()[0].token == "0123456789abcdef0123456789abcdef"
    assert case.open_boxes()[0].facts["note"] == "整改中"
    assert case.due_at is None
    at = datetime(2026, 12, 24, tzinfo=UTC)
    case.complete("0123456789abcdef0123456789abcdef", {}, at=at)
    assert {box.box for box in case.open_boxes()} == {"check", "mark_overdue"}


def test_the_first_stored_notice_still_ends_in_time() -> None:
    case = Run.load(restore_diagram((GOLDEN / "notice-1.json").read_bytes()), (GOLDEN / "on-notice-1.bin").read_bytes())

    assert [wait.box for wait in case.waits()] == ["objection", "over"]
    assert case.due_at == datetime(2026, 12, 1, tzinfo=UTC)
    assert case.pass_time(at=datetime(2026, 12, 1, tzinfo=UTC)) == ["over"]
    assert [box.box for box in case.open_boxes()] == ["approve"]
