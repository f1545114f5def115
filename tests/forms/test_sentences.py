"""Every field that must be corrected says so in a sentence with the number that matters."""

from __future__ import annotations

from typing import Any

import pytest

from tests.forms.building import decision, due_on, form, people, shipped, text_field, when_returned
from workflows.forms import Form


def small() -> Form:
    return form(
        required=("findings", "decision"),
        rules=(when_returned(required=["reason", "due_on"]),),
        findings=text_field(minLength=20),
        people=people(minItems=2),
        decision=decision(),
        reason=text_field(title="退回原因"),
        due_on=due_on(),
    )


def told(form: Form, **values: Any) -> dict[str, str]:
    """Field → sentence for a form that is otherwise filled in correctly."""
    filled = {"findings": "情" * 20, "decision": "pass"} | values
    return {problem.field: problem.message for problem in form.validate(filled)}


def test_a_complete_form_has_nothing_to_correct() -> None:
    assert told(small()) == {}


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"findings": "短"}, "findings", "“核查情况”至少写 20 字，现在 1 字。"),
        ({"findings": "长" * 120}, "findings", "“核查情况”最多 100 字，现在 120 字，请删减 20 字。"),
        ({"people": [{"name": "王"}]}, "people", "“核查人员”至少要有 2 人，现在 1 人。"),
        ({"people": [{"name": "王"}, {}]}, "people-1-name", "请填写“核查人员”第 2 项的“姓名”。"),
        ({"decision": "perhaps"}, "decision", "“结论”没有这个选项，请从列出的选项中选择。"),
        (
            {"due_on": "2026-02-30"},
            "due_on",
            "“新的时限”不是有效的日期：请写成 2026-12-31 的样子，年份在 2000 到 2099 之间。",
        ),
        (
            {"due_on": "20261231"},
            "due_on",
            "“新的时限”不是有效的日期：请写成 2026-12-31 的样子，年份在 2000 到 2099 之间。",
        ),
        (
            {"due_on": "2026-W01-1"},
            "due_on",
            "“新的时限”不是有效的日期：请写成 2026-12-31 的样子，年份在 2000 到 2099 之间。",
        ),
        ({"findings": 7}, "findings", "“核查情况”的内容不符合要求，请重新填写。"),
        ({"findings": "情" * 20 + "\x00"}, "findings", "“核查情况”含有看不见的控制字符，无法保存，请删除后重新填写。"),
        (
            {"findings": "情" * 20 + "\ud800"},
            "findings",
            "“核查情况”含有看不见的控制字符，无法保存，请删除后重新填写。",
        ),
        ({"secret": "x"}, "", "提交的内容里有表单没有的项目，请刷新页面后重新填写。"),
    ],
)
def test_the_sentence_says_what_and_how_much(values: dict[str, Any], field: str, sentence: str) -> None:
    assert told(small(), **values) == {field: sentence}


def test_a_missing_answer_is_asked_for() -> None:
    problems = small().validate({})

    assert [problem.message for problem in problems] == ["请填写“核查情况”。", "请选择“结论”。"]


def test_a_return_needs_its_reason_and_a_new_deadline() -> None:
    assert told(small(), decision="return") == {
        "reason": "选择“退回”的，必须填写“退回原因”。",
        "due_on": "选择“退回”的，必须填写“新的时限”。",
    }


def test_nobody_passes_what_is_not_true_on_site() -> None:
    checks = [{"measure": "m1", "finding": "confirmed"}, {"measure": "m2", "finding": "not_confirmed", "note": "没有"}]
    filled = {"measure_checks": checks, "decision": "pass"}
    problems = {problem.field: problem.message for problem in shipped("reinspect").validate(filled)}

    assert "请退回责任单位" in problems["measure_checks-1-finding"]


def test_what_is_not_true_must_be_explained() -> None:
    filled = {"measure_checks": [{"measure": "m1", "finding": "not_confirmed"}], "decision": "return"}
    problems = {problem.field: problem.message for problem in shipped("self_check").validate(filled)}

    assert problems["measure_checks-0-note"].startswith("选择“不属实”的，必须填写")


@pytest.mark.parametrize("odd", [None, [], {}, 3, {"x": "\x00"}, [[["\x00"]]]])
def test_odd_values_from_a_program_are_told_and_never_crash(odd: Any) -> None:
    for field in small().fields:
        assert told(small(), **{field.name: odd})
