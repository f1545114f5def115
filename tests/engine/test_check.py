"""What the check before deployment tells the person who drew the diagram: one test per mistake, each naming its box."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.engine.cases import FORMS, ROLES, SERVICES, START_FACTS, findings_of
from tests.engine.drawing import (
    Item,
    border,
    border_message,
    diagram,
    end,
    event_gateway,
    fork,
    message,
    other,
    parallel,
    service,
    start,
    timer,
    user,
)
from workflows.engine import DiagramRefused, Finding, compile_diagram

LINE = ["start > work", "work > end"]


def line_of_boxes(*boxes: Item) -> bytes:
    """Start, these boxes one after another, end."""
    ids = ["start", *(box.id for box in boxes), "end"]
    return diagram(start(), *boxes, end(), flows=[f"{one} > {two}" for one, two in pairwise(ids)])


def only(source: bytes) -> Finding:
    """The one finding there must be."""
    found = findings_of(source)
    assert len(found) == 1, [(one.code, one.message) for one in found]
    return found[0]


def codes(source: bytes) -> set[str]:
    return {one.code for one in findings_of(source)}


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
SAME_CODE = {"bare-timer": "bad-timer", "internal-message": "bad-message"}


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
        "<bpmn:multiInstanceLoopCharacteristics/>",
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


FORK = [start(), user("work"), fork("decided"), end()]


def forked(*ways: str) -> bytes:
    return diagram(*FORK, flows=["start > work", "work > decided", *ways])


def test_a_fork_needs_a_default() -> None:
    source = forked("decided > end if passed", "decided > work if not passed")

    assert only(source).code == "no-default"
    assert "判断decided" in only(source).message


def test_a_way_without_condition_is_told() -> None:
    assert "no-condition" in codes(forked("decided > end", "decided > work default"))


def test_a_condition_on_the_default_is_only_a_warning() -> None:
    source = forked("decided > end if passed", "decided > work default if not passed")

    assert [(one.code, one.severity) for one in findings_of(source)] == [("default-with-condition", "warning")]


def test_a_condition_behind_a_box_is_told_to_be_useless() -> None:
    source = diagram(start(), user("work"), end(), flows=["start > work", "work > end if passed"])

    assert only(source).code == "useless-condition"


def test_a_dangerous_condition_is_refused_with_its_connection() -> None:
    source = forked("decided > end if ().__class__.__base__.__subclasses__()", "decided > work default")

    assert (only(source).code, only(source).box) == ("bad-condition", "decided_to_end")


def test_a_default_that_belongs_to_another_gateway_is_told() -> None:
    source = forked("decided > end if passed", "decided > work default").replace(
        b'default="decided_to_work"', b'default="start_to_work"'
    )

    assert codes(source) == {"wrong-default", "no-default", "no-condition"}


def test_a_fact_nobody_gives_is_told_where_it_is_used() -> None:
    found = only(forked("decided > end if audit_selected", "decided > work default"))

    assert (found.code, found.box) == ("unknown-fact", "decided_to_end")
    assert "“audit_selected”" in found.message


def test_a_fact_that_some_way_leaves_out_is_a_warning() -> None:
    source = diagram(
        start(),
        fork("first"),
        user("skipped", form="count"),
        fork("decided"),
        user("work"),
        end(),
        flows=[
            "start > first",
            'first > skipped if deadline_at == "x"',
            "first > decided default",
            "skipped > decided",
            "decided > end if number > 3",
            "decided > work default",
            "work > end",
        ],
    )

    assert [(one.code, one.severity) for one in findings_of(source)] == [("fact-may-be-missing", "warning")]


def test_a_form_gives_its_facts_only_after_its_box() -> None:
    """The timer at the border of the box that asks for the number starts before anybody has answered."""
    source = diagram(
        start(),
        user("work", form="count"),
        border("late", "work", date="number"),
        end(),
        end("late_end"),
        flows=[*LINE, "late > late_end"],
    )

    assert only(source).code == "unknown-fact"


def test_facts_a_message_gives_are_read_from_its_properties() -> None:
    ways = ["start > drawn", "drawn > decided", "decided > end if selected", "decided > work default", "work > end"]
    gives = diagram(start(), message("drawn", gives="selected"), fork("decided"), user("work"), end(), flows=ways)
    silent = diagram(start(), message("drawn"), fork("decided"), user("work"), end(), flows=ways)

    assert findings_of(gives) == []
    assert only(silent).code == "unknown-fact"


def race(*events: Item, more: tuple[str, ...] = ()) -> bytes:
    flows = ["start > race", *more]
    for event in events:
        flows += [f"race > {event.id}", f"{event.id} > end"]
    return diagram(start(), event_gateway("race"), *events, end(), flows=flows)


def test_two_timers_behind_one_event_gateway_are_refused() -> None:
    assert only(race(timer("early", date="deadline_at"), timer("late", duration='"P10D"'))).code == "two-timers"


def test_two_events_for_one_message_behind_a_gateway_are_refused() -> None:
    assert only(race(message("one", "objection"), message("two", "objection"))).code == "same-message"


def test_an_event_gateway_needs_two_events() -> None:
    assert only(race(timer("early", date="deadline_at"))).code == "few-events"


def test_only_events_stand_behind_an_event_gateway() -> None:
    assert "not-an-event" in codes(race(timer("early", date="deadline_at"), user("work")))


def test_an_event_behind_a_gateway_has_no_other_way_in() -> None:
    source = diagram(
        start(),
        user("work"),
        event_gateway("race"),
        timer("early", date="deadline_at"),
        message("objection"),
        fork("side"),
        end(),
        flows=[
            "start > work",
            "work > side",
            "side > race if passed",
            "side > early default",
            "race > early",
            "race > objection",
            "early > end",
            "objection > end",
        ],
    )

    assert only(source).code == "event-entered-twice"


def bordered(event: Item, *, way: str = "late > late_end") -> bytes:
    return diagram(start(), user("work"), event, end(), end("late_end"), flows=[*LINE, way])


def test_a_timer_at_the_border_of_a_user_box_is_fine() -> None:
    assert findings_of(bordered(border("late", "work", date="deadline_at"))) == []


def test_an_event_at_no_border_is_told() -> None:
    assert "badly-attached" in codes(bordered(border("late", "nowhere", date="deadline_at")))
    assert "badly-attached" in codes(bordered(border("late", "start", date="deadline_at")))


def test_a_message_that_would_be_heard_only_once_is_refused() -> None:
    assert only(bordered(border_message("late", "work", "extend", interrupting=False))).code == "repeatable-message"
    assert findings_of(bordered(border_message("late", "work", "withdraw"))) == []


def test_a_side_branch_must_not_run_into_the_main_way() -> None:
    source = diagram(
        start(),
        user("work"),
        border("late", "work", date="deadline_at"),
        user("after"),
        end(),
        flows=["start > work", "work > after", "late > after", "after > end"],
    )

    assert (only(source).code, only(source).box) == ("branch-comes-back", "late")


def test_side_branches_may_share_their_boxes_and_every_end() -> None:
    source = diagram(
        start(),
        user("work"),
        user("more"),
        border("late", "work", date="deadline_at"),
        border("later", "more", date="deadline_at"),
        service("mark"),
        end(),
        flows=["start > work", "work > more", "more > end", "late > mark", "later > mark", "mark > end"],
    )

    assert findings_of(source) == []


def test_a_parallel_gateway_in_a_loop_is_refused() -> None:
    boxes = [
        start(),
        parallel("split"),
        user("one"),
        user("two"),
        parallel("join"),
        user("check"),
        fork("decided"),
        end(),
    ]
    ways = ["split > one", "split > two", "one > join", "two > join", "join > check", "check > decided"]
    again = ["start > merged", "merged > split", *ways, "decided > end if passed", "decided > merged default"]
    looped = diagram(*boxes, fork("merged"), flows=again)
    straight = diagram(*boxes, flows=["start > split", *ways, "decided > end if passed", "decided > check default"])

    assert {(one.code, one.box) for one in findings_of(looped)} == {
        ("parallel-in-loop", "split"),
        ("parallel-in-loop", "join"),
    }
    assert findings_of(straight) == []


BRANCH = [start(), parallel("split"), user("one"), user("two"), fork("decided")]
BRANCHED = ["start > split", "split > one", "split > two"]


def test_a_join_that_a_branch_may_never_reach_is_told() -> None:
    source = diagram(
        *BRANCH,
        parallel("join"),
        end(),
        end("away"),
        flows=[
            *BRANCHED,
            "one > decided",
            "decided > join if passed",
            "decided > away default",
            "two > join",
            "join > end",
        ],
    )

    assert (only(source).code, only(source).box) == ("join-never-complete", "join")


def test_branches_that_run_on_without_a_join_are_told() -> None:
    source = diagram(
        *BRANCH,
        user("last"),
        end(),
        end("away"),
        flows=[
            *BRANCHED,
            "one > last",
            "two > decided",
            "decided > last if passed",
            "decided > away default",
            "last > end",
        ],
    )

    assert (only(source).code, only(source).box) == ("entered-twice", "last")


def test_branches_too_many_to_be_checked_are_told() -> None:
    chains = [[user(f"box_{row}_{column}") for column in range(5)] for row in range(6)]
    flows = ["start > split", "join > end"]
    for chain in chains:
        ids = ["split", *(box.id for box in chain), "join"]
        flows += [f"{one} > {two}" for one, two in pairwise(ids)]
    boxes = [box for chain in chains for box in chain]

    assert only(diagram(start(), parallel("split"), *boxes, parallel("join"), end(), flows=flows)).code == "too-tangled"


def test_a_loop_without_anybody_in_it_is_refused() -> None:
    source = diagram(
        start(),
        fork("spin"),
        timer("pause", date="deadline_at"),
        end(),
        flows=["start > spin", 'spin > end if deadline_at == "x"', "spin > pause default", "pause > spin"],
    )

    assert only(source).code == "endless-loop"


def test_a_timer_that_brings_its_own_box_back_is_an_endless_loop() -> None:
    source = diagram(
        start(),
        user("work"),
        border("late", "work", interrupting=True, date="deadline_at"),
        end(),
        flows=["start > work", "work > end", "late > work"],
    )

    assert only(source).code == "endless-loop"


def test_unreachable_boxes_and_dead_ends_are_told() -> None:
    source = diagram(start(), user("work"), user("lost"), user("stuck"), end(), flows=[*LINE, "lost > stuck"])

    assert {(one.code, one.box) for one in findings_of(source)} == {
        ("unreachable", "lost"),
        ("unreachable", "stuck"),
        ("no-way-out", "stuck"),
    }


def test_a_box_with_two_ways_out_needs_a_gateway() -> None:
    source = diagram(start(), user("work"), user("more"), end(), flows=[*LINE, "work > more", "more > end"])

    assert only(source).code == "fork-without-gateway"


def test_starts_and_ends_are_what_they_are_called() -> None:
    assert codes(diagram(user("work"), end(), flows=["work > end"])) == {"no-start", "unreachable"}
    assert "several-starts" in codes(
        diagram(start(), start("again"), user("work"), end(), flows=[*LINE, "again > work"])
    )
    assert "start-entered" in codes(diagram(start(), user("work"), end(), flows=["start > work", "work > start"]))
    assert "end-left" in codes(diagram(start(), user("work"), end(), flows=[*LINE, "end > work"]))


def test_a_connection_to_nowhere_is_told() -> None:
    source = diagram(start(), user("work"), end(), flows=[*LINE, "work > moon"])

    assert [one.box for one in findings_of(source) if one.code == "dangling"] == ["work_to_moon"]


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


def test_a_chain_too_long_for_the_engine_is_told_before_it_is_followed() -> None:
    assert only(line_of_boxes(*(user(f"box_{number}") for number in range(600)))).code == "too-many-boxes"
