"""The steps bar: the main path in a few words, and where the case stands on it."""

from __future__ import annotations

import re
from pathlib import Path

from workflows.drawing import Step, steps

SOURCE = (Path(__file__).parents[2] / "workflows" / "diagrams" / "rectification.bpmn").read_bytes()
EVERYTHING = re.findall(rb'<bpmn:(?:user|service)Task id="(\w+)"', SOURCE)


def bar(*, current: tuple[str, ...] = (), done: tuple[str, ...] = ()) -> dict[str, str]:
    return {step.name: step.state for step in steps(SOURCE, current=current, done=done)}


def named(name: str) -> Step:
    return next(step for step in steps(SOURCE, current=(), done=()) if step.name == name)


def test_the_main_path_is_eight_steps_in_the_order_of_the_work() -> None:
    assert list(bar()) == ["下达清单", "整改方案", "整改落实", "自查自验", "现场复核", "抽查", "公示", "销号"]


def test_what_lies_before_the_live_step_is_done_even_after_a_short_cut() -> None:
    states = bar(current=("rectify",), done=())

    assert list(states.values()) == ["done", "done", "current"] + ["ahead"] * 5


def test_after_a_return_the_later_steps_lie_ahead_again() -> None:
    states = bar(current=("rectify",), done=("rectify", "self_check", "reinspect"))

    assert states["自查自验"] == states["现场复核"] == "ahead"


def test_both_events_of_a_running_notice_are_one_live_step() -> None:
    states = bar(current=("notice_over", "objection_received"), done=("open_public_notice",))

    assert [name for name, state in states.items() if state == "current"] == ["公示"]


def test_a_closed_case_has_every_step_done_although_it_waits_for_a_reopening() -> None:
    done = tuple(key.decode() for key in EVERYTHING if key not in (b"random_audit", b"handle_objection"))
    states = bar(current=("reopened",), done=done)

    assert set(states.values()) == {"done"}


def test_an_overdue_case_is_live_in_one_step_only() -> None:
    assert list(bar(current=("rectify", "mark_overdue")).values()).count("current") == 1


def test_a_step_knows_who_does_it_and_its_boxes() -> None:
    assert named("现场复核").role == "municipal_inspector"
    assert named("整改方案").boxes == ("submit_plan", "accept_plan")
    assert named("抽查").id == "random_audit"


def test_a_diagram_without_step_names_shows_its_user_boxes() -> None:
    plain = re.sub(rb' *<spiffworkflow:property name="step".*\n', b"", SOURCE)
    names = [step.name for step in steps(plain, current=(), done=())]

    assert names[0] == "明确责任单位"
    assert "予以销号" not in names


def test_a_diagram_without_layout_still_has_its_steps_in_the_order_of_the_file() -> None:
    bare = re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", SOURCE, flags=re.DOTALL)

    assert [step.name for step in steps(bare, current=(), done=())] == list(bar())
