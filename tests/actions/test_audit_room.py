"""The audit room: from the pool to the last conclusion, and what it says of cases that are not in the pool."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.actions.test_draws import in_the_pool, withdraws
from tests.city import CaseFile, City, reading
from workflows.queries.audit_room import audit_room
from workflows.queries.audit_room_values import AuditRoom, Check
from workflows.rules.errors import NotPermitted


def room(city: City, by: str = "孙悦") -> AuditRoom:
    """The room as somebody sees it now."""
    with city.transaction() as session:
        return audit_room(session, person_id=city.people[by], list_id="", at=city.now)


def of(page: AuditRoom, case: CaseFile) -> Check:
    [found] = [each for each in page.checks if each.problem_id == case.problem_id]
    return found


def test_the_pool_and_what_is_not_in_it(city: City) -> None:
    waiting, inspected, *_ = city.loads(reading(problems=3))
    waiting.goes_to("audit_drawn")
    inspected.goes_to("confirm_reinspection")
    city.passes(city.now.date() + timedelta(days=3))
    page = room(city)

    assert [(each.number, each.unit, each.days) for each in page.pool] == [("1", "云溪县", 3)]
    assert [(each.reason, each.count, each.where["stage"]) for each in page.outside] == [
        ("第二复核人确认", 1, "confirm_reinspection")
    ]
    assert (page.draws, page.checks) == ((), ())


def test_each_step_of_a_draw_and_each_conclusion(any_city: City) -> None:
    city = any_city
    good, bad, open_still = in_the_pool(city, 3)
    draw_id = good.frozen(percent=100, percent_high=100)
    [frozen] = room(city).draws
    assert (frozen.state, frozen.done, frozen.size, frozen.drawn) == ("frozen", 2, 3, 0)
    assert [each.reason for each in room(city).outside] == ["等待随机抽取完成"], "frozen, and so no longer in the pool"

    city.now += timedelta(hours=1)
    assert (room(city).draws[0].state, room(city).draws[0].done) == ("due", 3)
    city.draws(draw_id)
    good.does("random_audit", good.auditor(), decision="pass")
    bad.returns(
        "random_audit", bad.auditor(), until=date(2026, 12, 31), reason="雨季监测数据缺失，须补测。", to="rectify"
    )
    page = room(city)

    assert [page.count(state) for state in ("open", "passed", "failed")] == [1, 1, 1]
    assert (of(page, bad).state, of(page, bad).said) == ("failed", "雨季监测数据缺失，须补测。")
    assert (of(page, open_still).state, of(page, open_still).checked_on) == ("open", None)
    assert (page.draws[0].state, page.draws[0].done, page.draws[0].open) == ("drawn", 4, 1)

    open_still.does("random_audit", open_still.auditor(), decision="pass")
    assert (room(city).draws[0].state, room(city).draws[0].done) == ("finished", 5)


def test_a_case_that_comes_round_again_keeps_its_first_conclusion(city: City) -> None:
    [case] = in_the_pool(city, 1)
    case.drawn(percent=100)
    case.returns("random_audit", case.auditor(), until=date(2026, 12, 31), to="rectify")
    case.goes_to("audit_drawn")
    case.drawn(percent=100)

    assert [each.state for each in room(city).checks] == ["open", "failed"]


def test_a_list_that_was_given_up_says_so_and_its_cases_wait_again(city: City) -> None:
    [case] = in_the_pool(city, 1)
    withdraws(city, case.frozen(percent=100))
    page = room(city)

    assert (page.draws[0].state, page.pool_total) == ("withdrawn", 1)


def test_who_does_not_see_the_whole_city_does_not_see_the_room(city: City) -> None:
    with pytest.raises(NotPermitted, match="领导小组办公室"):
        room(city, by="周敏")
