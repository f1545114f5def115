"""The check before deployment: ids, names, the layout, and what is refused in the end."""

from __future__ import annotations

import pytest

from tests.engine.cases import FORMS, ROLES, SERVICES, START_FACTS, findings_of
from tests.engine.drawing import (
    diagram,
    end,
    service,
    start,
    user,
)
from tests.engine.told import LINE, codes, line_of_boxes
from workflows.engine import DiagramRefused, compile_diagram


def test_an_id_used_twice_is_told_where_it_comes_again() -> None:
    source = diagram(start(), user("work"), user("work"), end(), flows=LINE)

    assert "duplicate-id" in codes(source)


def test_ids_the_library_keeps_for_itself_are_refused() -> None:
    source = diagram(start(), user("End"), end(), flows=["start > End", "End > end"])

    assert codes(source) == {"bad-id"}


def test_two_boxes_of_one_name_are_a_warning() -> None:
    source = line_of_boxes(user("work", name="核查"), user("again", name="核查"))

    assert [(one.code, one.severity) for one in findings_of(source)] == [("duplicate-name", "warning")]


def test_a_missing_layout_is_a_warning() -> None:
    source = diagram(start(), user("work"), end(), flows=LINE, layout=False)

    assert [(one.code, one.severity) for one in findings_of(source)] == [("no-layout", "warning")]


def test_a_box_the_layout_forgot_is_a_warning() -> None:
    source = line_of_boxes(user("work")).replace(b'bpmnElement="work"', b'bpmnElement="wrok"')

    assert [(one.code, one.box) for one in findings_of(source)] == [("not-drawn", "work")]


def test_a_diagram_with_warnings_only_is_deployed() -> None:
    source = diagram(start(), user("work"), end(), flows=LINE, layout=False)

    made = compile_diagram(source, services=SERVICES, forms=FORMS, roles=ROLES, start_facts=START_FACTS)

    assert made.key == "case"


def test_a_diagram_with_errors_is_refused_with_all_of_them() -> None:
    source = line_of_boxes(service("work", "shred_evidence"), user("lonely", lane=None))

    with pytest.raises(DiagramRefused, match="流程图有 2 处必须改正") as refused:
        compile_diagram(source, services=SERVICES, forms=FORMS, roles=ROLES, start_facts=START_FACTS)

    assert {one.code for one in refused.value.findings} == {"unknown-service", "no-lane"}
    assert "shred_evidence" in str(refused.value)
