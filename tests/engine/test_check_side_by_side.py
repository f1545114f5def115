"""The check before deployment, for boxes that several units do at the same time."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.engine.cases import FORMS, ROLES, SERVICES, START_FACTS, compiled
from tests.engine.drawing import Item, service, user
from tests.engine.told import line_of_boxes
from workflows.engine import Finding, FormKind, check, difference

BARS = '<bpmn:multiInstanceLoopCharacteristics isSequential="false"/>'
DECIDED = FormKind(booleans=frozenset({"passed"}))


def told(box: Item, **answers: FormKind) -> list[Finding]:
    kinds: Mapping[str, FormKind] = {"plain": FormKind(), "decide": DECIDED, **answers}
    return check(
        line_of_boxes(box), services=SERVICES, forms=FORMS, roles=ROLES, start_facts=START_FACTS, answers=kinds
    )


def asked(**properties: str) -> Item:
    """A box for each responsible unit, with the bars."""
    return user("work", **{"lane": "responsible_unit", "form": "plain", "each": "responsible", **properties}).having(
        BARS
    )


def test_each_responsible_unit_may_be_asked_in_its_own_lane() -> None:
    assert told(asked()) == []
    assert told(asked(lane="lead_unit", each="lead")) == []
    assert told(asked(form="decide", join="all")) == []


WRONG: dict[str, tuple[Item, str, str]] = {
    "bars alone": (
        user("work", lane="responsible_unit", form="plain").having(BARS),
        "side-by-side-without-each",
        "没有写明由谁分别办理",
    ),
    "each alone": (
        user("work", lane="responsible_unit", form="plain", each="responsible"),
        "each-without-mark",
        "没有标为并行多实例（三条竖线）",
    ),
    "another lane": (asked(lane="lead_unit"), "each-in-another-lane", "请移到责任单位的泳道"),
    "no part's lane": (asked(lane="office"), "each-in-another-lane", "请移到责任单位的泳道"),
    "no part": (asked(each="everybody"), "bad-value", "“each”写的是“everybody”"),
    "facts without join": (asked(form="decide"), "no-join", "须写明怎样汇总"),
    "a third join": (asked(form="decide", join="most"), "bad-value", "“join”写的是“most”，应为：all、any"),
    "join alone": (user("work", form="plain", join="all"), "join-without-each", "没有写 each"),
    "a service box": (service("work").having(BARS), "side-by-side-not-a-user-box", "不是人工任务"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_the_name_of_the_box(case: str) -> None:
    box, code, words = WRONG[case]

    [found] = told(box)

    assert (found.code, found.box, found.severity) == (code, "work", "error")
    assert words in found.message
    assert f"“{box.name}”（work）" in found.message


def test_answers_that_are_not_yes_or_no_cannot_be_put_together() -> None:
    [found] = told(asked(form="count", join="any"), count=FormKind(others=frozenset({"number"})))

    assert found.code == "facts-clash"
    assert "给出不是“是否”的事实（number）" in found.message


def test_a_form_of_which_nothing_was_told_is_not_believed() -> None:
    assert [found.code for found in told(asked(form="count"))] == ["facts-clash"]


def test_a_form_whose_second_answer_would_undo_the_first_is_refused() -> None:
    [found] = told(asked(), plain=FormKind(alone="它会改写整改措施"))

    assert found.code == "answers-clash"
    assert "它会改写整改措施" in found.message


def test_the_bars_may_be_drawn_as_other_editors_write_them() -> None:
    bare = user("work", lane="responsible_unit", form="plain", each="responsible")

    assert told(bare.having("<bpmn:multiInstanceLoopCharacteristics/>")) == []
    assert (
        told(
            bare.having(
                '<bpmn:multiInstanceLoopCharacteristics behavior="All"><!-- 各单位 --></bpmn:multiInstanceLoopCharacteristics>'
            )
        )
        == []
    )


def test_the_difference_of_versions_says_that_units_are_asked_one_by_one() -> None:
    before = compiled(line_of_boxes(user("work", lane="responsible_unit", form="plain")))
    after = compiled(line_of_boxes(asked()))

    assert [change.message for change in difference(before, after)] == [
        "“办理work”加上由各单位分别办理的设置：responsible。"
    ]
