"""A list that runs the process with two notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.city import CaseFile, City, reading
from workflows import actions
from workflows.records import ProblemList, PublicNotice
from workflows.rules.errors import NotFound, NotYet

PROCESS = "rectification-two-notices"


def registered(city: City, *, process: str = PROCESS) -> CaseFile:
    if process == PROCESS:
        city.deploys(PROCESS)
    return city.loads(reading(), process=process)[0]


def notices(case: CaseFile) -> list[PublicNotice]:
    with case.city.transaction() as session:
        query = select(PublicNotice).where(PublicNotice.case_id == case.record(session).id)
        return list(session.scalars(query.order_by(PublicNotice.opened_at)))


def test_a_list_runs_the_process_it_was_loaded_for(any_city: City) -> None:
    case = registered(any_city).goes_to("reopened")

    first, second = notices(case)
    assert first.title.endswith("拟申请销号的公示（县级公示）")
    assert second.title.endswith("拟销号的公示（省级公示）")
    assert first.over_at is not None
    assert second.over_at is not None
    assert first.over_at < second.opened_at
    with any_city.transaction() as session:
        assert session.scalars(select(ProblemList.process)).all() == [PROCESS]


def test_an_objection_at_the_county_is_answered_before_anything_is_applied_for(city: City) -> None:
    case = registered(city).goes_to("county_notice_over")
    case.objects()
    assert case.waits_for() == "handle_county_objection"

    case.does("handle_county_objection", "孙悦")

    assert case.goes_to("apply_closure").journal().count("notice:over") == 1


def test_nobody_objects_between_the_two_notices(city: City) -> None:
    case = registered(city).goes_to("apply_closure")

    with pytest.raises(NotYet, match="公示"):
        case.objects()


def test_a_county_notice_runs_on_for_its_days_after_a_pause(city: City) -> None:
    case = registered(city).goes_to("county_notice_over")
    closes_on = notices(case)[0].closes_on
    case.verb(actions.suspend_case, "李国庆", reason="等待法院裁定，暂停办理。")
    city.now += timedelta(days=20)
    case.verb(actions.resume_case, "李国庆", reason="法院已作出裁定。", due_on="2027-03-31")

    city.passes(closes_on + timedelta(days=2))
    assert case.waits_for() != "apply_closure"
    city.passes(closes_on + timedelta(days=22))
    assert case.waits_for() == "apply_closure"


def test_a_process_that_is_not_deployed_takes_no_plan(city: City) -> None:
    with pytest.raises(NotFound, match="流程图"):
        registered(city, process="no-such-process")


def test_petitions_are_not_loaded_from_a_plan(city: City) -> None:
    city.deploys("petition")

    with pytest.raises(actions.NotForPlans, match="不能用来登记整改方案"):
        registered(city, process="petition")
