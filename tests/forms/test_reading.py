"""What a browser sends becomes values, and what does not belong is refused."""

from __future__ import annotations

import pytest

from tests.forms.building import form, people, shipped, text_field
from workflows.rules.errors import InvalidInput


def test_blank_fields_are_left_out_and_texts_are_tidied() -> None:
    small = form(findings=text_field(), reason=text_field())

    assert small.read({"findings": ["  第一行\r\n第二行 "], "reason": ["   "]}) == {"findings": "第一行\n第二行"}


def test_rows_are_read_in_their_order_without_the_blank_ones() -> None:
    sent = {"measures-2-text": ["建立巡查制度"], "measures-10-text": ["联网"], "measures-0-text": ["  "]}
    values = shipped("submit_plan").read(sent)

    assert values["measures"] == [{"text": "建立巡查制度"}, {"text": "联网"}]


def test_a_checkbox_is_true_or_false_and_never_missing() -> None:
    plan = shipped("submit_plan")

    assert plan.read({"long_term": ["on"]}) == {"long_term": True}
    assert plan.read({}) == {"long_term": False}


def test_several_units_are_one_list() -> None:
    assert shipped("assign_units").read({"lead_units": ["u1", "", "u2"]}) == {"lead_units": ["u1", "u2"]}


@pytest.mark.parametrize("name", ["approved", "decision-0-const", "measures-0-secret", "measures", "measures-x-text"])
def test_an_item_the_form_does_not_have_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        shipped("submit_plan").read({name: ["x"]})

    assert "表单里没有" in caught.value.problems[0].message


def test_one_field_sent_twice_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        form(findings=text_field()).read({"findings": ["一", "二"]})

    assert caught.value.problems[0].message == "“核查情况”只能填写一次，收到了 2 份。"


def test_two_hundred_rows_are_read_and_one_more_is_refused() -> None:
    small = form(people=people())
    rows = {f"people-{number}-name": ["王"] for number in range(200)}

    assert len(small.read(rows)["people"]) == 200
    with pytest.raises(InvalidInput, match="1 处"):
        small.read(rows | {"people-200-name": ["李"]})
