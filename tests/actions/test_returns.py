"""Sending a case back to a chosen box: who gets it, what they read, until when, and what the clock says then."""

from __future__ import annotations

from datetime import date

import pytest

from tests.city import CaseFile, City
from workflows.queries import problem_page
from workflows.rules.errors import InvalidInput

UNTIL = date(2026, 12, 20)
NAMES = {"rectify": "落实整改措施", "self_check": "自查自验", "reinspect": "市级现场复核"}
WHY = "十月的监测数据缺失，须补齐。"


def sent_back(city: City, to: str) -> CaseFile:
    """A case whose second inspector sends it back, the day it was inspected."""
    case = city.case(due_on=date(2026, 11, 30)).goes_to("confirm_reinspection")
    case.returns("confirm_reinspection", "赵强", until=UNTIL, to=to)
    return case


def said_late(case: CaseFile) -> list[str]:
    return [what for what in case.journal() if what in ("deadline:passed", "deadline:late")]


@pytest.mark.parametrize("to", list(NAMES))
def test_a_returned_task_says_who_sent_it_back_why_and_until_when(any_city: City, to: str) -> None:
    case = sent_back(any_city, to)

    task = case.open_task()
    assert (task.box, task.returned, task.return_reason, task.due_on) == (to, True, WHY, UNTIL)
    page = case.page("孙悦")
    assert page.returned == f"赵强退回：{WHY}"
    assert any(f"退回：{NAMES[to]}，新的时限 2026-12-20" in event.sentence for event in page.events)


@pytest.mark.parametrize("to", list(NAMES))
def test_after_a_return_the_new_deadline_fires_anew_and_the_former_never(city: City, to: str) -> None:
    case = sent_back(city, to)

    city.passes(date(2026, 12, 1))
    assert said_late(case) == [], "the former deadline was 30 November"
    city.passes(UNTIL)
    assert said_late(case) == []

    city.passes(date(2026, 12, 21))
    assert said_late(case) == ["deadline:late" if to == "reinspect" else "deadline:passed"]
    city.passes(date(2026, 12, 28))
    assert len(said_late(case)) == 1


def test_an_inspection_done_again_in_time_leaves_nothing_that_fires(city: City) -> None:
    case = sent_back(city, "reinspect")
    case.does("reinspect", "王立新")
    case.does("confirm_reinspection", "赵强")

    city.passes(date(2027, 3, 1))

    assert said_late(case) == []


@pytest.mark.parametrize(("to", "rectified"), [("rectify", False), ("self_check", False), ("reinspect", True)])
def test_a_problem_stays_rectified_where_only_the_inspection_is_done_again(
    city: City, to: str, rectified: bool
) -> None:
    case = sent_back(city, to)

    with city.transaction() as session:
        assert (case.record(session).rectified_at is not None) is rectified


@pytest.mark.parametrize("to", list(NAMES))
def test_a_case_sent_back_at_the_very_end_is_closed_all_the_same(city: City, to: str) -> None:
    case = city.case().goes_to("approve_closure")
    case.returns("approve_closure", "李国庆", until=date(2027, 6, 30), to=to)
    assert case.waits_for() == to

    case.goes_to("reopened")

    with city.transaction() as session:
        assert case.record(session).closed_at is not None


@pytest.mark.parametrize(("to", "notices"), [("rectify", 1), ("self_check", 0), ("reinspect", 0)])
def test_the_unit_gets_a_notice_only_when_it_must_rectify_again(city: City, to: str, notices: int) -> None:
    case = sent_back(city, to)

    assert [paper.kind for paper in case.documents()].count("return_notice") == notices


def test_a_countys_problem_goes_back_to_the_countys_own_acceptance(city: City) -> None:
    case = city.case(lead=()).goes_to("reinspect")

    case.returns("reinspect", "王立新", until=UNTIL, to="self_check")

    assert case.waits_for() == "self_accept"
    assert case.page("马东").refused == ""


def test_a_return_that_does_not_say_where_to_is_refused(city: City) -> None:
    case = city.case().goes_to("reinspect")

    with pytest.raises(InvalidInput) as refusal:
        case.does(
            "reinspect", "王立新", decision="return", reason="十月的监测数据缺失，须补齐。", due_on=UNTIL.isoformat()
        )

    assert [each.message for each in refusal.value.problems] == ["选择“退回”的，必须选择“退回到哪个环节”。"]
    assert case.waits_for() == "reinspect"


@pytest.mark.parametrize("to", ["reinspect", "close_case", "没有的环节", "<script>"])
def test_a_box_the_form_does_not_offer_is_refused(city: City, to: str) -> None:
    case = city.case().goes_to("reinspect")

    with pytest.raises(InvalidInput) as refusal:
        case.returns("reinspect", "王立新", until=UNTIL, to=to)

    assert "“退回到哪个环节”没有这个选项" in refusal.value.problems[0].message
    assert case.waits_for() == "reinspect"


@pytest.mark.parametrize("to", list(NAMES))
def test_the_steps_of_the_page_show_done_what_still_stands(city: City, to: str) -> None:
    case = sent_back(city, to)

    with city.transaction() as session:
        page = problem_page(session, person_id=city.people["孙悦"], problem_id=case.problem_id, at=city.now)

    before = {"rectify": [], "self_check": ["rectify"], "reinspect": ["rectify", "self_check"]}
    assert list(page.done) == before[to]


def test_a_petition_goes_back_to_the_review_alone(city: City) -> None:
    case = city.petition().goes_to("sign_by_party_secretary")

    case.returns("sign_by_party_secretary", "韩冰", until=date(2026, 12, 1), to="review_petition")

    assert case.waits_for() == "review_petition"
    assert case.open_task().returned
    case.goes_to("reopened")
