"""The shipped diagram as a file: accepted by the check, complete in words and in layout."""

from __future__ import annotations

import re

import pytest

from tests.diagrams.story import DIAGRAMS, SOURCE, START_FACTS, diagram, forms
from workflows.boxes.catalogue import service_kinds
from workflows.drawing.layout import Layout, read_layout
from workflows.engine import Node, check
from workflows.rules.roles import ROLES

PEOPLE = [node for node in diagram().nodes if node.kind == "user"]


def test_the_deployment_check_finds_nothing_at_all() -> None:
    facts = {key: form.facts for key, form in forms().items()}

    assert check(SOURCE, services=service_kinds(), forms=facts, roles=frozenset(ROLES), start_facts=START_FACTS) == []


def test_the_key_and_the_boxes_are_those_the_application_knows() -> None:
    assert diagram().key == "rectification"
    assert {node.id for node in PEOPLE} == {
        "assign_units",
        "submit_plan",
        "accept_plan",
        "rectify",
        "self_check",
        "reinspect",
        "confirm_reinspection",
        "random_audit",
        "handle_objection",
        "approve_closure",
    }


@pytest.mark.parametrize("box", PEOPLE, ids=[node.id for node in PEOPLE])
def test_a_box_for_people_has_its_form_its_decision_and_its_explanation(box: Node) -> None:
    assert forms()[box.properties["form"]].key == box.id
    assert box.properties["decision"]
    assert box.role in ROLES
    assert box.documentation.endswith("。")


def test_everything_on_the_page_has_a_chinese_name_and_boxes_explain_themselves() -> None:
    for node in diagram().nodes:
        assert re.search("[\u4e00-\u9fff]", node.name), node.id
        assert node.documentation or node.kind == "end", node.id


def test_the_second_inspector_is_another_person() -> None:
    box = next(node for node in PEOPLE if node.id == "confirm_reinspection")

    assert box.properties["another_person"] == "reinspect"


def test_every_shipped_form_is_used_by_the_diagram_or_by_a_verb_beside_it() -> None:
    used = set(re.findall(r'name="form" value="(\w+)"', SOURCE.decode()))

    assert set(forms()) - used == {"ask_extension", "decide_extension"}
    assert used <= {path.stem for path in (DIAGRAMS / "forms").glob("*.json")}


LAYOUT: Layout = read_layout(SOURCE)
BESIDE_THE_FLOW = ("participant", "lane", "textAnnotation")


def test_every_connection_is_drawn_with_right_angles() -> None:
    for edge in LAYOUT.edges:
        for (x1, y1), (x2, y2) in zip(edge.points, edge.points[1:], strict=False):
            assert x1 == x2 or y1 == y2, edge.id


def test_no_two_boxes_overlap() -> None:
    boxes = [shape for shape in LAYOUT.shapes if shape.kind not in ("participant", "lane", "boundaryEvent")]
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            (left, top), (right, bottom) = one.area.corners
            (left2, top2), (right2, bottom2) = other.area.corners
            assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top, (one.id, other.id)


def test_every_box_lies_in_the_lane_that_lists_it() -> None:
    roles = dict(re.findall(r'<bpmn:lane id="(\w+)".*?name="role" value="(\w+)"', SOURCE.decode(), flags=re.DOTALL))
    lanes = {roles[shape.id]: shape.area for shape in LAYOUT.shapes if shape.kind == "lane"}
    for shape in LAYOUT.shapes:
        if shape.kind not in BESIDE_THE_FLOW:
            lane = lanes[LAYOUT.lanes[shape.id]]
            _, middle = shape.area.middle
            assert lane.y <= middle <= lane.y + lane.height, shape.id


def test_no_connection_runs_through_a_box_it_has_nothing_to_do_with() -> None:
    boxes = [shape for shape in LAYOUT.shapes if shape.kind.endswith(("Task", "Gateway"))]
    for edge in LAYOUT.edges:
        for (x1, y1), (x2, y2) in zip(edge.points, edge.points[1:], strict=False):
            for box in boxes:
                (left, top), (right, bottom) = box.area.corners
                across = min(x1, x2) < right and max(x1, x2) > left
                down = min(y1, y2) < bottom and max(y1, y2) > top
                assert not (across and down), (edge.id, box.id)
