"""The forms that are shipped can be used as they are."""

from __future__ import annotations

import pytest

from tests.forms.building import shipped, shipped_keys


@pytest.mark.parametrize("key", shipped_keys())
def test_every_shipped_form_loads_under_its_file_name(key: str) -> None:
    form = shipped(key)

    assert form.key == key
    assert form.fields
    assert form.description.endswith("。")


@pytest.mark.parametrize("key", shipped_keys())
def test_a_shipped_form_that_returns_asks_for_reason_and_deadline(key: str) -> None:
    form = shipped(key)
    returning = [option for field in form.fields for option in field.options if option.returns]

    for option in returning:
        needed = {field.name for field in form.fields if field.needed_when and option.value in field.needed_when.values}
        assert {"reason", "due_on"} <= needed
        assert {field.name for field in form.fields if field.widget == "return_to"} <= needed
        assert "须写明原因和" in option.description


@pytest.mark.parametrize("key", shipped_keys())
def test_every_option_of_a_decision_says_what_happens_next(key: str) -> None:
    field = shipped(key).field("decision")

    assert field is None or all(option.description for option in field.options)


@pytest.mark.parametrize("key", shipped_keys())
def test_every_option_of_a_decision_gives_all_its_facts(key: str) -> None:
    field = shipped(key).field("decision")
    facts = [set(option.facts) for option in field.options] if field else []

    assert all(given == facts[0] for given in facts)
