"""The shipped diagrams as files: accepted by the check, complete in words and in layout."""

from __future__ import annotations

import re

import pytest

from tests.diagrams.story import DIAGRAMS, PROCESSES, diagram, forms, source
from workflows.actions import check_diagram
from workflows.drawing.layout import Layout, read_layout
from workflows.engine import Node
from workflows.rules.roles import ROLES

every_process = pytest.mark.parametrize("process", PROCESSES)


def people(process: str) -> dict[str, Node]:
    return {node.id: node for node in diagram(process).nodes if node.kind == "user"}


@every_process
def test_the_deployment_check_finds_nothing_at_all(process: str) -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (DIAGRAMS / "forms").glob("*.json")}

    assert check_diagram(source(process), texts) == []


@every_process
def test_a_file_is_named_after_its_process(process: str) -> None:
    assert diagram(process).key == process


def test_the_boxes_of_the_rectification_are_those_the_application_knows() -> None:
    assert set(people("rectification")) == {
        "assign_units",
        "submit_plan",
        "accept_plan",
        "rectify",
        "self_check",
        "self_accept",
        "reinspect",
        "confirm_reinspection",
        "random_audit",
        "handle_objection",
        "approve_closure",
    }


@every_process
def test_a_box_for_people_has_its_form_its_decision_and_its_explanation(process: str) -> None:
    for box in people(process).values():
        assert forms()[box.properties["form"]].key in (box.id, "sign_petition", "handle_objection")
        assert box.properties["decision"], box.id
        assert box.role in ROLES, box.id
        assert box.documentation.endswith("。"), box.id


@every_process
def test_everything_on_the_page_has_a_chinese_name_and_boxes_explain_themselves(process: str) -> None:
    for node in diagram(process).nodes:
        assert re.search("[\u4e00-\u9fff]", node.name), node.id
        assert node.documentation or node.kind == "end", node.id


@every_process
def test_a_page_has_room_for_the_steps(process: str) -> None:
    steps = {node.properties["step"] for node in diagram(process).nodes if "step" in node.properties}

    assert 2 <= len(steps) <= 9


def test_the_second_inspector_is_another_person() -> None:
    assert people("rectification")["confirm_reinspection"].properties["another_person"] == "reinspect"


def test_every_shipped_form_is_used_by_a_diagram_or_by_a_verb_beside_it() -> None:
    used = {
        form for process in PROCESSES for form in re.findall(r'name="form" value="(\w+)"', source(process).decode())
    }

    assert set(forms()) - used == {"ask_extension", "decide_extension"}
    assert used <= set(forms())


LAYOUTS: dict[str, Layout] = {process: read_layout(source(process)) for process in PROCESSES}
BESIDE_THE_FLOW = ("participant", "lane", "textAnnotation")


@every_process
def test_every_connection_is_drawn_with_right_angles(process: str) -> None:
    for edge in LAYOUTS[process].edges:
        for (x1, y1), (x2, y2) in zip(edge.points, edge.points[1:], strict=False):
            assert x1 == x2 or y1 == y2, edge.id


@every_process
def test_no_two_boxes_overlap(process: str) -> None:
    boxes = [shape for shape in LAYOUTS[process].shapes if shape.kind not in ("participant", "lane", "boundaryEvent")]
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            (left, top), (right, bottom) = one.area.corners
            (left2, top2), (right2, bottom2) = other.area.corners
            assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top, (one.id, other.id)


@every_process
def test_every_box_lies_in_the_lane_that_lists_it(process: str) -> None:
    roles = dict(
        re.findall(r'<bpmn:lane id="(\w+)".*?name="role" value="(\w+)"', source(process).decode(), flags=re.DOTALL)
    )
    lanes = {roles[shape.id]: shape.area for shape in LAYOUTS[process].shapes if shape.kind == "lane"}
    for shape in LAYOUTS[process].shapes:
        if shape.kind not in BESIDE_THE_FLOW:
            lane = lanes[LAYOUTS[process].lanes[shape.id]]
            _, middle = shape.area.middle
            assert lane.y <= middle <= lane.y + lane.height, shape.id


@every_process
def test_no_connection_runs_through_a_box_it_has_nothing_to_do_with(process: str) -> None:
    boxes = [shape for shape in LAYOUTS[process].shapes if shape.kind.endswith(("Task", "Gateway"))]
    for edge in LAYOUTS[process].edges:
        for (x1, y1), (x2, y2) in zip(edge.points, edge.points[1:], strict=False):
            for box in boxes:
                (left, top), (right, bottom) = box.area.corners
                across = min(x1, x2) < right and max(x1, x2) > left
                down = min(y1, y2) < bottom and max(y1, y2) > top
                assert not (across and down), (edge.id, box.id)
