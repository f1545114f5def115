"""Cases that began before a process told counties and city apart."""

from __future__ import annotations

from tests.diagrams.story import MONDAY, diagram, source, texts
from workflows.actions.diagrams import answer_kinds, given
from workflows.engine import Fact, Run, compile_diagram, move, obstacles
from workflows.rules.deadlines import deadline_instant
from workflows.rules.roles import ROLES


def test_a_case_that_was_never_told_its_level_moves_to_the_county_way() -> None:
    known = given(texts())
    before = source("rectification").decode().replace("落实整改措施", "落实整改", 1).encode()
    older = compile_diagram(before, roles=frozenset(ROLES), answers=answer_kinds(texts()), **known)
    told: dict[str, Fact] = {
        "units_assigned": True,
        "plan_known": True,
        "deadline_at": deadline_instant(None).isoformat(),
    }
    run = Run.start(older, told, at=MONDAY)

    assert list(obstacles(run, diagram(), **known)) == []
    moved = move(run, diagram(), **known)
    moved.complete(moved.open_boxes()[0].token, {"county_level": True}, at=MONDAY)

    assert [box.box for box in moved.open_boxes()] == ["self_accept"]
