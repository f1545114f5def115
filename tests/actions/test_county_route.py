"""County-level problems: the county accepts its own work, then the municipal department looks on site."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from tests.city import City
from workflows import actions
from workflows.rules.errors import InvalidInput, NotPermitted


def test_a_county_problem_without_a_lead_department_goes_the_county_way_to_closure(any_city: City) -> None:
    case = any_city.case(lead=())
    walked = []
    while case.waits_for() != "reopened":
        walked.append(case.waits_for())
        case.goes_on()

    assert walked[:4] == ["rectify", "self_accept", "reinspect", "confirm_reinspection"]
    assert "self_check" not in walked
    assert [each.kind for each in case.documents()] == ["acceptance_report", "closure_report"]
    assert case.documents()[0].number.startswith("青督改办验")


def test_a_problem_with_a_lead_department_goes_the_citys_way(city: City) -> None:
    case = city.case()
    case.does("rectify", "周敏")

    assert case.waits_for() == "self_check"


def test_who_reported_cannot_accept_for_the_county(city: City) -> None:
    case = city.case(lead=()).goes_to("self_accept")

    with pytest.raises(NotPermitted, match="县级自验须由他人进行"):
        case.does("self_accept", "周敏")
    assert case.does("self_accept", "马东")


def test_who_accepted_for_the_county_cannot_look_again_for_the_city(city: City) -> None:
    case = city.case(lead=()).goes_to("self_accept")
    city.seats("马东", "青禾市生态环境局", "municipal_inspector")
    case.does("self_accept", "马东")

    with pytest.raises(NotPermitted, match="现场复核须由他人进行"):
        case.does("reinspect", "马东")


def test_a_county_cannot_give_itself_more_time_by_failing_itself(city: City) -> None:
    case = city.case(lead=()).goes_to("self_accept")

    with pytest.raises(InvalidInput) as refusal:
        case.does("self_accept", "马东", decision="go_on")
    assert [each.field for each in refusal.value.problems] == ["reason"]
    case.does("self_accept", "马东", decision="go_on", reason="第二处溢流口封堵不严，须返工。")

    assert case.open_task().box == "rectify"
    with city.transaction() as session:
        assert case.problem(session).due_on == date(2026, 11, 30)


def test_units_the_office_names_later_decide_the_way(city: City) -> None:
    case = city.case(responsible=("某管理中心",), lead=())
    assert case.waits_for() == "assign_units"
    case.does("assign_units", "孙悦", lead_units=[])

    case.does("rectify", "周敏")

    assert case.waits_for() == "self_accept"


def test_a_problem_handed_to_a_lead_department_leaves_the_county_way(city: City) -> None:
    case = city.case(lead=())
    values = {
        "responsible_units": [str(city.units["云溪县"])],
        "lead_units": [str(city.units["青禾市住房和城乡建设局"])],
        "reason": "涉及市政管网，由市住房和城乡建设局牵头。",
    }
    with city.transaction() as session:
        actions.reassign_units(
            session,
            problem_id=case.problem_id,
            values=values,
            request_id=uuid4(),
            by=city.people["孙悦"],
            at=city.now,
        )

    case.does("rectify", "周敏")

    assert case.waits_for() == "self_check"
