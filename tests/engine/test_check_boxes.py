"""The check before deployment, box by box: what a box may be, must carry and may wait for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.cases import findings_of
from tests.engine.drawing import (
    Item,
    diagram,
    end,
    message,
    other,
    service,
    start,
    timer,
    user,
)
from tests.engine.told import LINE, codes, line_of_boxes, only


def test_a_sound_diagram_has_no_findings() -> None:
    assert findings_of(line_of_boxes(user("work"))) == []


def test_a_finding_names_the_box_its_name_and_its_line() -> None:
    found = only(line_of_boxes(service("work", "shred_evidence")))

    assert (found.code, found.box, found.name, found.severity) == ("unknown-service", "work", "系统work", "error")
    assert found.line is not None
    assert b'id="work"' in line_of_boxes(service("work", "shred_evidence")).splitlines()[found.line - 1]
    assert (
        found.message
        == "服务任务“系统work”（work）用的服务“shred_evidence”不在服务目录里。可选：close、notify、open_notice。"
    )
    assert found.english == "work: there is no service shred_evidence"


BOXES = {
    "no-service": service("work", None),
    "missing-parameter": service("work", "notify"),
    "unknown-parameter": service("work", "close", colour="red"),
    "copies": service("work", "notify", template="hello", copies="many"),
    "no-copies": service("work", "notify", template="hello", copies="0"),
    "tone": service("work", "notify", template="hello", tone="rude"),
    "days": user("work", within_days="soon"),
    "no-form": user("work", form=None),
    "unknown-form": user("work", form="poetry"),
    "no-lane": user("work", lane=None),
    "nobody-does-it": user("work", lane="system"),
    "unknown-role": user("work", lane="king"),
    "unknown-box": user("work", another_person="nobody"),
    "unknown-property": user("work", formm="decide"),
    "no-name": user("work", name=""),
    "long-name": user("work", name="整" * 101),
    "bare-timer": timer("work", duration="P30D"),
    "cycle-timer": timer("work", cycle='"R3/P7D"'),
    "timer-without-time": timer("work"),
    "no-trigger": other("intermediateCatchEvent", "work"),
    "bad-message": message("work", "Reopen-It"),
    "internal-message": message("work", "event_value"),
    "bad-fact": message("work", "reopen", gives="Deadline"),
    "repeated-property": user("work").having(
        "<bpmn:extensionElements><spiffworkflow:properties>"
        '<spiffworkflow:property name="step" value="a"/><spiffworkflow:property name="step" value="b"/>'
        "</spiffworkflow:properties></bpmn:extensionElements>"
    ),
}
SAME_CODE = dict.fromkeys(["copies", "no-copies", "tone", "days"], "bad-value") | {
    "bare-timer": "bad-timer",
    "internal-message": "bad-message",
}


@pytest.mark.parametrize("mistake", BOXES)
def test_a_mistake_in_a_box_is_told_by_its_name(mistake: str) -> None:
    found = [one for one in findings_of(line_of_boxes(BOXES[mistake])) if one.code == SAME_CODE.get(mistake, mistake)]

    assert len(found) == 1
    assert "work" in found[0].message or mistake == "unknown-role"
    assert found[0].message.endswith("。")


def test_a_lane_without_role_is_told() -> None:
    source = diagram(start(), user("work"), end(), flows=LINE, roles={"office": None})

    assert only(source).message == (
        "泳道“泳道office”（lane_office）没有写明角色。请在泳道的扩展属性里加 role，例如 role = responsible_unit。"
    )


UNSUPPORTED = [
    other("scriptTask", "work", "<bpmn:script>import os</bpmn:script>"),
    other("callActivity", "work", calledElement="other"),
    other("subProcess", "work"),
    other("subProcess", "work", triggeredByEvent="true"),
    other("adHocSubProcess", "work"),
    other("transaction", "work"),
    other("inclusiveGateway", "work"),
    other("complexGateway", "work"),
    other("intermediateThrowEvent", "work", '<bpmn:linkEventDefinition name="far"/>'),
    other("intermediateThrowEvent", "work", "<bpmn:compensateEventDefinition/>"),
    other("businessRuleTask", "work"),
    other("sendTask", "work"),
    other("receiveTask", "work"),
    other("manualTask", "work"),
    other("task", "work"),
    other("fancyTask", "work"),
]


@pytest.mark.parametrize("box", UNSUPPORTED, ids=lambda box: box.tag)
def test_what_the_engine_does_not_do_right_is_refused_by_name(box: Item) -> None:
    found = only(line_of_boxes(box))

    assert found.code == "unsupported-box"
    assert "“其他work”（work）不能使用" in found.message


@pytest.mark.parametrize("tag", ["signal", "conditional", "link", "error", "escalation", "compensate", "cancel"])
def test_an_event_waits_for_a_time_or_a_message_only(tag: str) -> None:
    event = other("intermediateCatchEvent", "work", f"<bpmn:{tag}EventDefinition/>")

    assert codes(line_of_boxes(event)) == {"unsupported-event"}


@pytest.mark.parametrize(
    "inner",
    [
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true"/>',
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>",
        '<bpmn:multiInstanceLoopCharacteristics behavior="One"/>',
        "<bpmn:standardLoopCharacteristics/>",
        "<bpmn:extensionElements><spiffworkflow:preScript>x = 1</spiffworkflow:preScript></bpmn:extensionElements>",
        "<bpmn:extensionElements><spiffworkflow:postScript>x = 1</spiffworkflow:postScript></bpmn:extensionElements>",
    ],
)
def test_loops_and_scripts_hung_onto_a_box_are_refused(inner: str) -> None:
    box = replace(user("work"), properties={}).having(inner)

    assert "unsupported-feature" in codes(line_of_boxes(box))


@pytest.mark.parametrize("trigger", ["message", "timer", "signal"])
def test_only_a_plain_start_is_allowed(trigger: str) -> None:
    source = diagram(start().having(f"<bpmn:{trigger}EventDefinition/>"), user("work"), end(), flows=LINE)

    assert codes(source) == {"unsupported-start"}


def test_an_end_does_nothing_but_end() -> None:
    source = diagram(start(), user("work"), end().having("<bpmn:terminateEventDefinition/>"), flows=LINE)

    assert "终止事件" in only(source).message


def test_an_iso_duration_without_quotes_is_told_with_the_remedy() -> None:
    assert '写成 "P30D"' in only(line_of_boxes(timer("work", duration="P30D"))).message
    assert '写成 "2026-12-31"' in only(line_of_boxes(timer("work", date="2026-12-31"))).message


@pytest.mark.parametrize(
    "times",
    [
        {"date": '"2026-12-31T18:00:00"'},
        {"date": '"P30D"'},
        {"duration": '"30 days"'},
        {"duration": '"2026-12-31T18:00:00+08:00"'},
        {"duration": '"P1.5D"'},
        {"date": "now() + 3"},
        {"date": "__import__('os').system('id')"},
    ],
)
def test_a_timer_that_could_only_fail_later_is_refused_now(times: dict[str, str]) -> None:
    assert codes(line_of_boxes(timer("work", **times))) == {"bad-timer"}


def test_a_message_that_leads_nowhere_is_told() -> None:
    event = other("intermediateCatchEvent", "work", '<bpmn:messageEventDefinition messageRef="lost"/>')

    assert only(line_of_boxes(event)).code == "no-message"
