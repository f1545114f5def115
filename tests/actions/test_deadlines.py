"""Deadlines: they fire once, move when they are moved, and the day before a return or an extension never fires."""

from __future__ import annotations

from datetime import date

import pytest

from tests.city import City
from workflows.rules.errors import AlreadyDone, InvalidInput, NotPermitted, NotYet


def test_a_deadline_that_passes_is_noted_once(any_city: City) -> None:
    case = any_city.case(due_on=date(2026, 11, 30))

    any_city.passes(date(2026, 11, 30))
    assert "deadline:passed" not in case.journal(), "the deadline day itself is still in time"
    any_city.passes(date(2026, 12, 1))
    any_city.passes(date(2026, 12, 2))

    assert case.journal().count("deadline:passed") == 1
    assert case.waits_for() == "rectify"


def test_the_deadline_before_an_extension_never_fires(any_city: City) -> None:
    case = any_city.case(due_on=date(2026, 11, 30))
    case.asks_for_extension(until=date(2026, 12, 31)).decided_by("孙悦")

    any_city.passes(date(2026, 12, 1))
    assert "deadline:passed" not in case.journal()
    assert case.open_task().due_on == date(2026, 12, 31)

    any_city.passes(date(2027, 1, 1))
    assert case.journal().count("deadline:passed") == 1


def test_a_deadline_fires_anew_after_a_return_and_the_one_before_it_never(any_city: City) -> None:
    case = any_city.case(due_on=date(2026, 11, 30)).goes_to("reinspect")
    case.returns("reinspect", "王立新", until=date(2027, 1, 15))

    any_city.passes(date(2026, 12, 1))
    assert "deadline:passed" not in case.journal()
    any_city.passes(date(2027, 1, 16))
    assert case.journal().count("deadline:passed") == 1


def test_an_extension_granted_late_lights_the_lamp_anew(city: City) -> None:
    case = city.case(due_on=date(2026, 11, 30))
    city.passes(date(2026, 12, 1))
    case.asks_for_extension(until=date(2026, 12, 10)).decided_by("孙悦")
    with city.transaction() as session:
        assert case.record(session).overdue_since is None

    city.passes(date(2026, 12, 11))

    assert case.journal().count("deadline:passed") == 2


def test_a_refused_extension_leaves_the_deadline(city: City) -> None:
    case = city.case(due_on=date(2026, 11, 30))
    case.asks_for_extension(until=date(2026, 12, 31)).decided_by("孙悦", "refuse")

    city.passes(date(2026, 12, 1))

    assert case.journal().count("deadline:passed") == 1


def test_an_extension_is_asked_for_again_and_again_but_one_at_a_time(city: City) -> None:
    case = city.case(due_on=date(2026, 11, 30))
    request = case.asks_for_extension(until=date(2026, 12, 10))
    with pytest.raises(NotYet, match="还没有审批"):
        case.asks_for_extension(until=date(2026, 12, 20))

    request.decided_by("孙悦")
    case.asks_for_extension(until=date(2026, 12, 20)).decided_by("李国庆")

    assert case.open_task().due_on == date(2026, 12, 20)


def test_an_extension_must_be_later_than_the_deadline(city: City) -> None:
    with pytest.raises(InvalidInput):
        city.case(due_on=date(2026, 11, 30)).asks_for_extension(until=date(2026, 11, 30))


def test_a_unit_does_not_grant_its_own_extension(city: City) -> None:
    request = city.case().asks_for_extension(until=date(2026, 12, 31))

    with pytest.raises(NotPermitted, match="领导小组办公室"):
        request.decided_by("周敏")


def test_nobody_grants_the_extension_they_asked_for(city: City) -> None:
    from workflows.actions import city as register

    with city.transaction() as session:
        office = city.units["青禾市环保督察反馈问题整改工作领导小组办公室"]
        register.seat(session, person_id=city.people["周敏"], unit_id=office, role="office", at=city.now)
    request = city.case().asks_for_extension(until=date(2026, 12, 31), by="周敏")

    with pytest.raises(NotPermitted, match="本人提出"):
        request.decided_by("周敏")


def test_an_extension_is_decided_once(city: City) -> None:
    request = city.case().asks_for_extension(until=date(2026, 12, 31))
    request.decided_by("孙悦")

    with pytest.raises(AlreadyDone, match="孙悦"):
        request.decided_by("李国庆", "refuse")


def test_a_long_term_measure_without_a_day_is_never_late(city: City) -> None:
    case = city.case(due_on=None)
    assert case.waits_for() == "submit_plan"
    case.does("submit_plan", "周敏", due_on="2027-06-30")
    case.does("accept_plan", "孙悦")

    city.passes(date(2027, 6, 30))

    assert "deadline:passed" not in case.journal()
