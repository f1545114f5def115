"""One case, from the list until it is struck off, and every way back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.city import City
from workflows.records import journal
from workflows.rules.errors import AlreadyDone, InvalidInput, NotPermitted, NotYet


def test_a_case_goes_all_the_way_to_closure(any_city: City) -> None:
    case = any_city.case()
    walked = []
    while case.waits_for() != "reopened":
        walked.append(case.waits_for())
        case.goes_on()

    assert walked == [
        "rectify",
        "self_check",
        "reinspect",
        "confirm_reinspection",
        "audit_drawn",
        "random_audit",
        "notice_over",
        "approve_closure",
    ]
    assert [each.kind for each in case.documents()] == ["acceptance_report", "closure_report"]
    with any_city.transaction() as session:
        assert case.problem(session).state == "closed"
        assert case.record(session).closed_at == any_city.now
        assert journal.verify(session) == []


@pytest.mark.parametrize(
    ("box", "by"),
    [
        ("self_check", "陈静"),
        ("reinspect", "王立新"),
        ("confirm_reinspection", "赵强"),
        ("random_audit", ""),  # whoever was drawn
        ("approve_closure", "李国庆"),
    ],
)
def test_every_decision_can_send_the_case_back_with_a_reason_and_a_new_deadline(city: City, box: str, by: str) -> None:
    case = city.case().goes_to(box)

    case.returns(box, by or case.auditor(), until=date(2027, 1, 15), reason="溢流口的在线监测没有联网。")

    task = case.open_task()
    assert (task.box, task.returned, task.due_on) == ("rectify", True, date(2027, 1, 15))
    assert task.return_reason == "溢流口的在线监测没有联网。"
    with city.transaction() as session:
        assert case.problem(session).due_on == date(2027, 1, 15)
        assert case.record(session).rectified_at is None
    assert case.goes_to("reopened").journal().count("box:returned") == 1


def test_a_return_without_a_reason_or_a_new_deadline_is_refused_and_nothing_is_saved(city: City) -> None:
    case = city.case().goes_to("self_check")
    before = case.journal()

    with pytest.raises(InvalidInput) as refusal:
        case.does("self_check", "陈静", decision="return")

    assert {problem.field for problem in refusal.value.problems} == {"reason", "due_on"}
    assert case.journal() == before
    assert case.waits_for() == "self_check"


def test_a_plan_that_is_sent_back_is_written_again(city: City) -> None:
    case = city.case(measures=())
    assert case.waits_for() == "submit_plan"
    case.does("submit_plan", "周敏")
    case.returns("accept_plan", "孙悦", until=date(2026, 11, 10), reason="第一条措施没有写明完成标准。")
    assert case.open_task().due_on == date(2026, 11, 10)

    case.does("submit_plan", "周敏", measures=[{"text": "完成截污改造，晴天无溢流"}, {"text": "联网监测"}])
    case.does("accept_plan", "孙悦")

    assert case.waits_for() == "rectify"
    page = case.page("周敏")
    assert [each.text for each in page.problem.measures] == ["完成截污改造，晴天无溢流", "联网监测"]
    assert page.problem.due_on == date(2026, 12, 20)


def test_a_unit_the_city_does_not_know_waits_at_the_office(city: City) -> None:
    case = city.case(responsible=("市湿地公园管理中心", "云溪县政府"))
    assert case.waits_for() == "assign_units"

    case.does("assign_units", "孙悦")

    assert case.waits_for() == "rectify"
    assert "市湿地公园管理中心" in [unit.raw for unit in case.page("周敏").problem.units]


def test_an_objection_interrupts_the_notice_until_it_is_answered(city: City) -> None:
    case = city.case().goes_to("notice_over")
    case.objects()
    assert case.waits_for() == "handle_objection"

    city.passes(date(2026, 12, 20))
    assert case.waits_for() == "handle_objection", "the notice does not run while an objection is open"
    case.does("handle_objection", "孙悦")
    assert case.waits_for() == "notice_over"

    city.passes(date(2026, 12, 29))
    assert case.waits_for() == "approve_closure"


def test_an_upheld_objection_sends_the_case_back(city: City) -> None:
    case = city.case().goes_to("notice_over")
    case.objects()

    case.returns("handle_objection", "孙悦", until=date(2027, 2, 1), reason="雨后现场确有异味，须清理底泥。")

    assert case.waits_for() == "rectify"
    assert case.goes_to("reopened").journal().count("notice:opened") == 2


def test_nobody_objects_where_no_notice_runs(city: City) -> None:
    case = city.case()

    with pytest.raises(NotYet, match="公示"):
        case.objects()


def test_a_closed_case_is_reopened_and_closed_again_with_a_second_report(city: City) -> None:
    case = city.case().goes_to("reopened")

    case.reopens(until=date(2027, 3, 1))

    assert case.waits_for() == "rectify"
    with city.transaction() as session:
        assert case.problem(session).state == "reopened"
    case.goes_to("reopened")
    kinds = [each.kind for each in case.documents()]
    assert kinds == ["acceptance_report", "closure_report"] * 2
    assert len({each.number for each in case.documents()}) == 4


def test_an_open_case_cannot_be_reopened(city: City) -> None:
    with pytest.raises(NotYet, match="还没有销号"):
        city.case().reopens(until=date(2027, 3, 1))


def test_the_same_press_twice_acts_once(city: City) -> None:
    case, request_id = city.case(), uuid4()
    task = case.open_task()
    first = case.does("rectify", "周敏", request_id=request_id)
    entries = len(case.journal())

    again = case.does("rectify", "周敏", request_id=request_id, task_id=task.id)

    assert again == first
    assert len(case.journal()) == entries


def test_who_comes_second_is_told_who_was_first(city: City) -> None:
    case = city.case()
    task = case.open_task()
    case.does("rectify", "周敏")

    with pytest.raises(AlreadyDone, match="周敏"):
        case.does("rectify", "马东", task_id=task.id)


@pytest.mark.parametrize(("box", "by"), [("rectify", "周敏"), ("self_check", "陈静"), ("reinspect", "王立新")])
def test_every_measure_must_be_answered_for(city: City, box: str, by: str) -> None:
    case = city.case().goes_to(box)

    with pytest.raises(InvalidInput) as refusal:
        case.does(box, by, measure_checks=[])

    assert [problem.field for problem in refusal.value.problems] == ["measure_checks"] * 2
    assert "截污改造" in refusal.value.problems[0].message


def test_a_measure_found_not_to_be_done_does_not_pass(city: City) -> None:
    case = city.case().goes_to("reinspect")
    checks = case.values_for_box("reinspect")["measure_checks"]
    checks[0] = {**checks[0], "finding": "not_confirmed", "note": "只完成八百米。"}

    with pytest.raises(InvalidInput, match="1 处"):
        case.does("reinspect", "王立新", measure_checks=checks)


def test_closure_is_refused_without_evidence(city: City) -> None:
    case = city.case()
    case.does("rectify", "周敏")
    case.goes_to("approve_closure")

    with pytest.raises(NotYet, match="佐证材料"):
        case.goes_on()


@pytest.mark.parametrize(
    ("box", "by", "why"),
    [
        ("self_check", "周敏", "牵头单位"),
        ("rectify", "陈静", "责任单位"),
        ("reinspect", "孙悦", "市级复核人员"),
        ("confirm_reinspection", "王立新", "另一名复核人员"),
        ("approve_closure", "孙悦", "领导小组办公室负责人"),
    ],
)
def test_a_box_is_refused_to_whoever_it_is_not_for(city: City, box: str, by: str, why: str) -> None:
    case = city.case().goes_to(box)

    assert why in case.page(by).refused
    with pytest.raises(NotPermitted, match=why):
        case.does(box, by)
