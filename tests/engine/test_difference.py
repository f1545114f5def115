"""The difference between two versions, as a process owner reads it."""

from __future__ import annotations

from collections.abc import Sequence

from tests.engine.cases import compiled
from tests.engine.drawing import Item, border, diagram, end, fork, service, start, timer, user
from workflows.engine import Diagram, difference

FLOWS = ["start > work", "work > decided", "decided > end if passed", "decided > work default"]


def drawn(*items: Item, flows: Sequence[str] = FLOWS) -> Diagram:
    return compiled(diagram(start(), *items, end(), flows=flows))


def told(old: Diagram, new: Diagram) -> list[str]:
    return [one.message for one in difference(old, new)]


OLD = drawn(user("work", name="整改"), fork("decided"))


def test_the_same_diagram_has_no_difference() -> None:
    assert told(OLD, drawn(user("work", name="整改"), fork("decided"))) == []


def test_a_place_on_the_drawing_is_no_difference() -> None:
    source = diagram(start(), user("work"), end(), flows=["start > work", "work > end"])
    bare = diagram(start(), user("work"), end(), flows=["start > work", "work > end"], layout=False)
    assert told(compiled(source), compiled(bare)) == []


def test_a_box_added_names_who_does_it_and_how_it_is_come_to() -> None:
    flows = ["start > work", "work > look", "look > decided", *FLOWS[2:]]
    new = drawn(user("work", name="整改"), user("look", name="再看一遍"), fork("decided"), flows=flows)

    assert told(OLD, new) == [
        "新增人工任务“再看一遍”，由领导小组办公室办理。",
        "新增连线：“整改”到“再看一遍”。",
        "新增连线：“再看一遍”到“判断decided”。",
        "删去连线：“整改”到“判断decided”。",
    ]
    assert "删去人工任务“再看一遍”。" in told(new, OLD)


def test_a_box_renamed_moved_to_another_lane_and_given_another_form() -> None:
    counted = [*FLOWS[:2], "decided > end if number > 1", FLOWS[3]]
    new = drawn(
        user("work", name="整改落实", lane="lead_unit", form="count", decision="结论"), fork("decided"), flows=counted
    )

    assert told(OLD, new)[:4] == [
        "人工任务改名：“整改”改为“整改落实”。",
        "“整改落实”改由牵头单位办理（原为领导小组办公室）。",
        "“整改落实”加上决定的名称：结论。",
        "“整改落实”的表单由 decide 改为 count。",
    ]


def test_a_condition_that_changed_is_told_with_the_one_before() -> None:
    flows = [*FLOWS[:2], "decided > end if passed and deadline_at == None", FLOWS[3]]
    new = drawn(user("work", name="整改"), fork("decided"), flows=flows)

    assert told(OLD, new) == ["“判断decided”到“结束”的条件改为“passed and deadline_at == None”（原为“passed”）。"]


def test_parameters_and_timers_that_changed() -> None:
    def waiting(template: str, pause: str) -> Diagram:
        return drawn(
            service("tell", "notify", template=template),
            timer("pause", duration=pause),
            flows=["start > tell", "tell > pause", "pause > end"],
        )

    assert told(waiting("a", '"P1D"'), waiting("b", '"P2D"')) == [
        "“系统tell”的参数 template 由 a 改为 b。",
        '“到时pause”的时间由 "P1D" 改为 "P2D"。',
    ]


def test_a_timer_put_at_the_border_of_a_box() -> None:
    def bordered(*, interrupting: bool) -> Diagram:
        late = border("late", "work", interrupting=interrupting, date="deadline_at")
        marks = [service("mark"), end("marked")]
        flows = [*FLOWS, "late > mark", "mark > marked"]
        return drawn(user("work"), late, fork("decided"), *marks, flows=flows)

    assert told(bordered(interrupting=False), bordered(interrupting=True)) == [
        "“逾期late”附在“办理work”边上，到时中断该任务（原来不是这样）。"
    ]


def test_the_order_in_which_conditions_are_tried_is_a_difference() -> None:
    def tried(*conditions: str) -> Diagram:
        flows = ["start > work", "work > decided", *conditions, "decided > work default"]
        return drawn(user("work"), user("high"), fork("decided"), flows=[*flows, "high > end"])

    one, two = "decided > high if passed", "decided > end if passed == False"
    assert told(tried(one, two), tried(two, one)) == ["“判断decided”判断各条件的先后次序有改动。"]
