"""A form definition is refused with sentences, before anybody fills it in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.forms.building import decision, definition, due_on, people, text_field, when_returned
from workflows.forms import FormRefused, load_form


def refused(schema: Any) -> dict[str, str]:
    """The codes and sentences with which a definition is refused."""
    text = schema if isinstance(schema, str) else json.dumps(schema, ensure_ascii=False)
    with pytest.raises(FormRefused) as caught:
        load_form(text)
    return {finding.code: finding.message for finding in caught.value.findings}


def test_a_complete_definition_is_accepted() -> None:
    rules = (when_returned(required=["due_on"]),)
    form = load_form(json.dumps(definition(required=("decision",), rules=rules, decision=decision(), due_on=due_on())))

    assert form.key == "small"
    assert form.facts == {"passed", "deadline_at"}


def test_broken_json_is_refused_with_its_line() -> None:
    assert refused('{\n "title": "小表",\n}') == {"not-json": "第 3 行不是正确的 JSON：请检查逗号、引号和括号。"}


@pytest.mark.parametrize("text", ["[]", "3", "null", '"表"'])
def test_only_an_object_is_a_form(text: str) -> None:
    assert list(refused(text)) == ["not-an-object"]


def test_two_fields_with_one_name_are_refused() -> None:
    assert refused('{"properties": {"reason": {}, "reason": {}}}') == {
        "written-twice": "“reason”写了两次，请删去一处。"
    }


@pytest.mark.parametrize("text", ["[" * 100_000, " " * 200_001])
def test_absurd_files_are_refused_without_a_trace(text: str) -> None:
    assert set(refused(text)) <= {"too-deep", "too-big"}


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (text_field(title=""), "field-title"),
        (text_field(pattern="(a+)+$"), "keyword"),
        ({"$ref": "file:///etc/passwd"}, "widget"),
        (text_field(**{"x-widget": "html"}), "widget"),
        (text_field(type="number"), "type"),
        (text_field(maxLength=50_000), "no-max-length"),
        ({"title": "日", "type": "string", "x-widget": "date"}, "no-date-format"),
        (people(maxItems=5000), "no-max-items"),
        (people(items={"type": "string"}), "items"),
        (due_on(**{"x-instant": "noon"}), "instant"),
        (due_on(**{"x-day": "tomorrow"}), "day"),
        (due_on(**{"x-fact": "typename"}), "fact"),
        (decision(oneOf=[{"const": "pass", "title": "通过"}]), "options"),
        (decision(oneOf=[{"const": "a", "title": "甲"}, {"const": "a", "title": "乙"}]), "options-alike"),
        (text_field(minLength="五"), "not-a-schema"),
        (True, "field-empty"),
    ],
)
def test_a_field_that_cannot_be_shown_or_bounded_is_refused(field: Any, code: str) -> None:
    assert code in refused(definition(field=field))


def test_an_option_that_keeps_a_fact_to_itself_is_refused() -> None:
    options = [{"const": "pass", "title": "通过", "x-facts": {"passed": True}}, {"const": "return", "title": "退回"}]

    assert "同样的几个事实" in refused(definition(decision=decision(oneOf=options)))["options-facts"]


def test_a_table_without_the_column_that_names_its_rows_is_refused() -> None:
    row = {"type": "object", "properties": {"unit": text_field()}, "additionalProperties": False}

    assert "“name”" in refused(definition(people=people(items=row)))["column-missing"]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"then": {"required": ["due_on"]}}, "rule-shape"),
        ({"if": {"properties": {"decision": {"const": "maybe"}}, "required": ["decision"]}, "then": {}}, "rule-test"),
        ({"if": {"properties": {"due_on": {"const": "x"}}, "required": ["due_on"]}, "then": {}}, "rule-test"),
        (when_returned(required=["nothing"]), "required-unknown"),
        (when_returned(properties={"due_on": {"const": "2026-01-01"}}), "rule-silent"),
        (when_returned(minProperties=3), "keyword"),
    ],
)
def test_a_rule_nobody_could_explain_is_refused(rule: Any, code: str) -> None:
    assert code in refused(definition(rules=(rule,), decision=decision(), due_on=due_on()))


def test_a_form_that_accepts_unknown_items_is_refused() -> None:
    assert "open-ended" in refused(definition() | {"additionalProperties": True})


def test_every_finding_is_told_at_once_in_both_languages() -> None:
    with pytest.raises(FormRefused) as caught:
        load_form(json.dumps(definition(one=text_field(title=""), two=text_field(type="number"))))

    assert len(caught.value.findings) == 2
    assert str(caught.value).startswith("表单有 2 处必须改正")
    assert all(finding.english for finding in caught.value.findings)


def chosen(**changes: Any) -> dict[str, Any]:
    units = {
        "title": "由哪些单位重办",
        "type": "array",
        "x-widget": "problem_units",
        "x-part": "responsible",
        "maxItems": 60,
    }
    return {**units, "items": {"type": "string", "minLength": 1, "maxLength": 64}, **changes}


def test_a_choice_among_the_problems_units_is_asked_for_under_a_decision() -> None:
    form = load_form(json.dumps(definition(decision=decision(), again=chosen(**{"x-when": ["return"]}))))
    field = form.field("again")

    assert field is not None
    assert (field.part, field.required, field.needed_when) == ("responsible", False, None)
    assert field.asked_when is not None
    assert field.asked_when.holds({"decision": "return"})
    assert not field.asked_when.holds({"decision": "pass"})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"x-part": "everybody"}, "part"),
        ({"x-when": ["later"]}, "when"),
        ({"x-when": "return"}, "when"),
        ({"x-when": [["return"]]}, "when"),
        ({"x-when": []}, "when"),
    ],
)
def test_a_choice_among_units_says_of_which_part_and_when(changes: dict[str, Any], code: str) -> None:
    assert list(refused(definition(decision=decision(), again=chosen(**changes)))) == [code]
