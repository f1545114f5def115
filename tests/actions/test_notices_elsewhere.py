"""A notice published outside this site: recorded as it was published, its length counted again, told in the closure report."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.city import CaseFile, City, reading
from webapp import holidays
from workflows import actions
from workflows.actions.calendars import seed_calendar
from workflows.queries import problem_page
from workflows.records import Document
from workflows.rules.errors import InvalidInput, NotPermitted

PAPER = "《云溪日报》"


def records(case: CaseFile, by: str = "周敏", **values: Any) -> str:
    """`by` records a notice of ten working days, 7 to 18 September 2026, unless the test says otherwise."""
    usual = {
        "published_in": PAPER,
        "title": "关于白浪河整治问题拟销号的公示",
        "opens_on": "2026-09-07",
        "closes_on": "2026-09-18",
        "days": "10",
        "calendar": "working",
    }
    return case.verb(actions.record_notice, by, **{**usual, **values})


@pytest.fixture
def known_city(city: City) -> City:
    """A city in which the holidays of 2026 are entered."""
    with city.transaction() as session:
        seed_calendar(session, holidays.announced(), at=city.now)
    return city


def warnings(case: CaseFile) -> list[str]:
    city = case.city
    with city.transaction() as session:
        page = problem_page(session, person_id=city.people["孙悦"], problem_id=case.problem_id, at=city.now)
        return [notice.warning for notice in page.notices if notice.published_in]


def test_a_notice_that_has_the_length_it_claims_is_recorded_without_a_word(known_city: City) -> None:
    case = known_city.case()

    assert records(case) == f"已登记在“{PAPER}”发布的公示。"
    assert warnings(case) == [""]
    assert case.journal()[-1] == "notice:recorded"


def test_ten_working_days_claimed_for_a_span_that_has_four_are_warned_of(known_city: City) -> None:
    case = known_city.case()

    said = records(case, opens_on="2026-09-28", closes_on="2026-10-08")

    assert "公示写明 10 个工作日" in said
    assert "实际只有 4 个工作日" in said
    assert warnings(case)[0] in said


def test_a_span_of_calendar_days_counts_both_its_ends(known_city: City) -> None:
    case = known_city.case()

    assert "实际有 12 天" in records(case, days="10", calendar="calendar")


def test_a_year_whose_holidays_nobody_entered_is_said_to_be_unknown(known_city: City) -> None:
    case = known_city.case()

    said = records(case, opens_on="2031-09-08", closes_on="2031-09-19")

    assert "2031" in said
    assert "工作日按周一至周五计算" in said
    assert "请自行核对" in said


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"closes_on": "2026-09-01"}, "早于公示开始日期"),
        ({"days": "0"}, "1 到 60 的整数"),
        ({"days": "十"}, "1 到 60 的整数"),
        ({"days": "61"}, "1 到 60 的整数"),
        ({"link": "javascript:alert(1)"}, "http://"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(city: City, wrong: dict[str, str], why: str) -> None:
    case = city.case()

    with pytest.raises(InvalidInput) as refusal:
        records(case, **wrong)

    assert why in refusal.value.problems[0].message
    assert warnings(case) == []


def test_an_inspector_records_no_notice(city: City) -> None:
    with pytest.raises(NotPermitted, match="责任单位"):
        records(city.case(), "王立新")


def test_it_moves_neither_the_case_nor_its_own_notice(city: City) -> None:
    case = city.case().goes_to("notice_over")

    records(case)

    assert case.waits_for() == "notice_over"
    city.passes(city.now.date() + timedelta(days=9))
    assert case.waits_for() == "approve_closure"


def test_the_closure_report_tells_every_notice_of_the_case(known_city: City) -> None:
    [case] = _twice_published(known_city)
    records(case, opens_on="2026-09-28", closes_on="2026-10-08")
    case.goes_to("reopened")

    with known_city.transaction() as session:
        query = select(Document.dossier).where(Document.kind == "closure_report")
        told = json.loads(session.scalars(query).one())["notices"]

    assert [each["published_in"] for each in told] == [PAPER, "", ""]
    assert told[0]["recounted"] == "按工作日历计算为4个工作日"
    assert "县级公示" in told[1]["title"]
    assert "省级公示" in told[2]["title"]


def _twice_published(city: City) -> list[CaseFile]:

    city.deploys("rectification-two-notices")
    return city.loads(reading(due_on=date(2026, 12, 31)), process="rectification-two-notices")
