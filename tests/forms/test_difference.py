"""What changed between two versions of a form, as a process owner reads it."""

from __future__ import annotations

import json
from typing import Any

from tests.forms.building import text_field
from workflows.forms import Form, form_difference, load_form


def form(*, title: str = "自查", required: tuple[str, ...] = (), **fields: dict[str, Any]) -> Form:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "check",
        "title": title,
        "type": "object",
        "properties": fields,
        "required": list(required),
        "additionalProperties": False,
    }
    return load_form(json.dumps(schema, ensure_ascii=False))


OLD = form(findings=text_field(), place=text_field(title="地点"))


def test_the_same_form_has_no_difference() -> None:
    assert form_difference(OLD, form(findings=text_field(), place=text_field(title="地点"))) == ()


def test_fields_added_and_taken_away_are_named_by_their_labels() -> None:
    new = form(findings=text_field(), method=text_field(title="方法"))

    assert form_difference(OLD, new) == ("表单“自查”新增字段“方法”。", "表单“自查”删去字段“地点”。")


def test_a_field_changed_says_how() -> None:
    new = form(
        title="自查自验",
        required=("findings",),
        place=text_field(title="核查地点", maxLength=50),
        findings=text_field(description="写明时间"),
    )

    assert form_difference(OLD, new) == (
        "表单改名：“自查”改为“自查自验”。",
        "表单“自查自验”的字段“核查地点”改名（原为“地点”）。",
        "表单“自查自验”的字段“核查地点”的限制有改动。",
        "表单“自查自验”的字段“核查情况”改为必填。",
        "表单“自查自验”的字段“核查情况”的提示有改动。",
        "表单“自查自验”的字段次序有改动。",
    )


def test_facts_that_a_form_gives_otherwise_are_told() -> None:
    day = {"title": "新的时限", "type": "string", "format": "date", "x-widget": "date"}
    dated = {**day, "x-fact": "deadline_at", "x-instant": "end_of_day"}

    assert form_difference(form(due=day), form(due=dated))[-1] == "表单“自查”给出的事实由 无 改为 deadline_at。"
