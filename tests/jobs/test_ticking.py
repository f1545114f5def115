"""The clock looks at every due case, whatever is wrong with one of them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.city import City, reading
from webapp import ticking
from webapp.clock import Clock
from webapp.house import House, open_house
from webapp.settings import Settings
from workflows.rules.deadlines import CITY_ZONE

LATE = datetime(2026, 12, 2, 9, tzinfo=CITY_ZONE)


@pytest.fixture
def city(sqlite_engine: Engine, tmp_path: Path) -> City:
    return City.founded(sqlite_engine, tmp_path / "evidence")


@pytest.fixture
def house(sqlite_engine: Engine, tmp_path: Path) -> House:
    """The installation two days after the deadlines of all cases."""
    return open_house(Settings(data_dir=tmp_path), sqlite_engine, Clock(movable=False, system=lambda: LATE))


SPOILED = {
    "a state nobody can read": "UPDATE rectification_case SET state = x'00'"
    " WHERE problem_id = (SELECT id FROM problem WHERE position = :position)",
    "a day that is none": "UPDATE problem SET due_on = '2026-13-40' WHERE position = :position",
}


def breaks(city: City, position: int, how: str = "a state nobody can read") -> None:
    """Spoil the case of one problem by hand."""
    with city.transaction() as session:
        session.execute(text(SPOILED[how]), {"position": position})


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_case_is_told_and_the_others_deadlines_fire(city: City, house: House, how: str) -> None:
    cases = city.loads(reading(problems=3, due_on=date(2026, 11, 30)))
    breaks(city, 1, how)
    done = ticking.tick(house)
    assert done.moved == 2
    assert len(done.problems) == 1
    assert [each.journal().count("deadline:passed") for each in cases] == [0, 1, 1]
    assert ticking.tick(house).moved == 0


def test_more_cases_than_are_asked_for_at_once_are_all_looked_at(
    city: City, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "AT_ONCE", 2)
    city.loads(reading(problems=7, due_on=date(2026, 11, 30)))
    for position in (1, 2, 3):
        breaks(city, position)
    done = ticking.tick(house)
    assert (done.moved, len(done.problems)) == (4, 3)


def test_a_look_forgets_old_messages_heap_by_heap_once_a_day(
    city: City, sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.actions.test_messages import told
    from workflows.actions import message_cleaning
    from workflows.records import Message

    monkeypatch.setattr(message_cleaning, "AT_ONCE", 1)
    city.case()
    told(city)
    city.now = LATE.replace(year=2028)
    house = open_house(Settings(data_dir=tmp_path), sqlite_engine, Clock(movable=False, system=lambda: city.now))
    ticking.tick(house)
    with city.transaction() as session:
        assert session.query(Message).count() == 0
        assert not message_cleaning.is_due(session, at=city.now)
