"""A clock that jumps, years ahead or back: every timer fires once, nothing is said twice, and every case still stands in one place."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from tests.city import CaseFile, City
from workflows.actions.consistency import disagreements
from workflows.records import journal


@pytest.fixture
def case(any_city: City) -> CaseFile:
    """A case that waits to be rectified until the end of November."""
    return any_city.case()


def agrees(city: City) -> None:
    """Everything about every case fits, and the journal is whole."""
    with city.transaction() as session:
        assert list(disagreements(session, at=city.now)) == []
        assert journal.verify(session) == []


def said(case: CaseFile) -> Counter[str]:
    """How often each thing was said of the case."""
    agrees(case.city)
    return Counter(case.journal())


def test_years_ahead_everything_that_was_missed_is_said_once(case: CaseFile) -> None:
    case.city.passes(date(2036, 1, 5))
    first = said(case)
    assert (first["deadline:passed"], first["deadline:red"]) == (1, 1)
    case.city.passes(date(2036, 1, 5))
    case.city.passes(date(2046, 1, 5))
    assert said(case) == first


def test_back_again_nothing_is_taken_back_and_nothing_said_anew(case: CaseFile) -> None:
    case.city.passes(date(2036, 1, 5))
    ahead = said(case)
    for day in (date(2026, 11, 3), date(2026, 11, 27), date(2026, 12, 1), date(2027, 6, 1)):
        case.city.passes(day)
        assert said(case) == ahead, day


def test_work_goes_on_at_either_time(case: CaseFile) -> None:
    case.city.passes(date(2036, 1, 5))
    case.city.now -= timedelta(days=3_000)
    case.goes_to("self_check")
    agrees(case.city)
    case.returns("self_check", "陈静", until=(case.city.now + timedelta(days=40)).date())
    agrees(case.city)
    before = said(case)["deadline:passed"]
    case.city.passes((case.city.now + timedelta(days=42)).date())
    assert said(case)["deadline:passed"] == before + 1


def test_back_before_the_case_began_nothing_happens_until_the_time_has_come_again(any_city: City) -> None:
    start = any_city.now
    any_city.now = start.replace(year=2036)
    case = any_city.case(due_on=date(2036, 12, 31))
    before = said(case)
    any_city.passes(start.date())
    assert said(case) == before
    any_city.passes(date(2037, 1, 2))
    assert said(case)["deadline:passed"] == 1


def test_a_notice_of_seven_days_is_over_once_wherever_the_clock_stood_meanwhile(any_city: City) -> None:
    case = any_city.case().goes_to("audit_drawn")
    case.goes_on()
    while not case.waits_for().endswith("notice_over"):
        case.goes_on()
    opened: datetime = any_city.now
    any_city.passes((opened - timedelta(days=30)).date())
    assert said(case)["notice:over"] == 0
    for day in (40, 1, 400):
        any_city.passes((opened + timedelta(days=day)).date())
    assert said(case)["notice:over"] == 1
    assert case.waits_for() == "approve_closure"
