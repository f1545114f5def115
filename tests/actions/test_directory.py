"""Units, people and seats: who may register whom, and what administrators can never do."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.city import City
from workflows.actions import accounts, directory
from workflows.actions import city as register
from workflows.queries import directory as pages
from workflows.records import JournalEntry, Membership, PastPassword, Person, WebSession
from workflows.rules.errors import InvalidInput, NotFound, NotPermitted, NotYet

OFFICE = "青禾市环保督察反馈问题整改工作领导小组办公室"
GOOD = "Bai-lang-2026"


@pytest.fixture
def staffed(city: City) -> City:
    """The city with its three administrators."""
    with city.transaction() as session:
        for name, role in (("方圆", "system_admin"), ("严谨", "security_admin"), ("史明", "journal_admin")):
            person = register.add_person(session, login=name, name=name, title="", password_hash="x", at=city.now)
            register.seat(session, person_id=person.id, unit_id=city.units[OFFICE], role=role, at=city.now)
            city.people[name] = person.id
    return city


def registers(city: City, by: str = "方圆", **values: str) -> tuple[UUID, str]:
    """Somebody registers a person; their id and first password."""
    filled = {"login": "liming", "name": "李明", "title": "科长", **values}
    with city.transaction() as session:
        person, first = directory.register_person(session, values=filled, by=city.people[by], at=city.now)
        return person.id, first


def seats(city: City, person_id: UUID, unit: str, role: str, by: str = "严谨") -> UUID:
    """Somebody gives a role in a unit."""
    with city.transaction() as session:
        row = directory.seat_person(
            session, person_id=person_id, unit_id=str(city.units[unit]), role=role, by=city.people[by], at=city.now
        )
        return row.id


def test_it_takes_two_administrators_to_let_somebody_in(staffed: City) -> None:
    person_id, first = registers(staffed)
    with pytest.raises(NotPermitted, match="安全管理员"):
        seats(staffed, person_id, "云溪县", "handler", by="方圆")
    seats(staffed, person_id, "云溪县", "handler")
    with staffed.transaction() as session:
        person = session.get_one(Person, person_id)
        assert accounts.matches(person.password_hash, first)
        assert person.must_change


@pytest.mark.parametrize("name", ["孙悦", "李国庆", "周敏", "史明"])
def test_nobody_else_registers_people_or_units(staffed: City, name: str) -> None:
    with pytest.raises(NotPermitted):
        registers(staffed, by=name)
    values = {"name": "青禾市水务局", "level": "department"}
    with pytest.raises(NotPermitted), staffed.transaction() as session:
        directory.register_unit(session, values=values, by=staffed.people[name], at=staffed.now)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"login": "Li Ming"}, "login"),
        ({"login": "方圆"}, "login"),
        ({"name": ""}, "name"),
        ({"name": "李\x00明"}, "name"),
    ],
)
def test_a_person_is_registered_properly_or_not_at_all(staffed: City, values: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        registers(staffed, **values)
    assert [each.field for each in refused.value.problems] == [field]


def test_a_login_is_never_given_twice_even_when_its_owner_has_left(staffed: City) -> None:
    person_id, _ = registers(staffed)
    with staffed.transaction() as session:
        directory.close_person(session, person_id=person_id, active=False, by=staffed.people["方圆"], at=staffed.now)
    with pytest.raises(InvalidInput):
        registers(staffed, name="李敏")


def test_an_administrator_takes_no_other_role_and_nobody_seats_themselves(staffed: City) -> None:
    with pytest.raises(InvalidInput) as refused:
        seats(staffed, staffed.people["方圆"], "云溪县", "handler")
    assert "不能兼任" in refused.value.problems[0].message
    with pytest.raises(InvalidInput) as own:
        seats(staffed, staffed.people["严谨"], OFFICE, "system_admin")
    assert any("不能给自己任职" in each.message for each in own.value.problems)


def test_an_ended_seat_ends_at_once_and_stays_on_record(staffed: City) -> None:
    person_id, _ = registers(staffed)
    seat_id = seats(staffed, person_id, "云溪县", "handler")
    staffed.now += timedelta(hours=1)
    with staffed.transaction() as session:
        directory.end_seat(session, membership_id=seat_id, by=staffed.people["严谨"], at=staffed.now)
    with staffed.transaction() as session:
        assert session.get_one(Membership, seat_id).until == staffed.now
        page = pages.account_of(session, person_id=staffed.people["严谨"], other_id=person_id, at=staffed.now)
        assert [(each.unit, each.role, each.until) for each in page.seats] == [("云溪县", "承办人员", staffed.now)]
    with pytest.raises(NotFound), staffed.transaction() as session:
        directory.end_seat(session, membership_id=seat_id, by=staffed.people["严谨"], at=staffed.now)


def test_closing_an_account_ends_its_sessions(staffed: City) -> None:
    person_id, _ = registers(staffed)
    with staffed.transaction() as session:
        ends = staffed.now + timedelta(hours=1)
        session.add(
            WebSession(id="a" * 64, person_id=person_id, created_at=staffed.now, seen_at=staffed.now, ends_at=ends)
        )
    with staffed.transaction() as session:
        directory.close_person(session, person_id=person_id, active=False, by=staffed.people["方圆"], at=staffed.now)
        assert session.scalars(select(WebSession)).all() == []
    by = staffed.people["方圆"]
    with pytest.raises(NotYet), staffed.transaction() as session:
        directory.close_person(session, person_id=by, active=False, by=by, at=staffed.now)


def test_a_unit_is_not_closed_while_people_sit_in_it(staffed: City) -> None:
    with pytest.raises(NotYet, match="任职人员"), staffed.transaction() as session:
        directory.close_unit(
            session, unit_id=staffed.units["云溪县"], active=False, by=staffed.people["方圆"], at=staffed.now
        )


def test_a_unit_keeps_its_full_name(staffed: City) -> None:
    with staffed.transaction() as session:
        unit = directory.change_unit(
            session,
            unit_id=staffed.units["云溪县"],
            values={"name": "新名", "short_name": "云溪", "level": "county", "code": "云督"},
            by=staffed.people["方圆"],
            at=staffed.now,
        )
        assert (unit.name, unit.short_name) == ("云溪县", "云溪")


def test_changing_ones_password_needs_the_old_one_and_another_new_one(staffed: City) -> None:
    person_id, first = registers(staffed)

    def changes(old: str, new: str, again: str) -> int:
        with staffed.transaction() as session:
            return accounts.change_password(
                session, old=old, new=new, again=again, by=person_id, keep="", at=staffed.now
            )

    wrong = (("x", GOOD, GOOD, "old"), (first, "short", "short", "new"), (first, GOOD, "x", "again"))
    for old, new, again, field in (*wrong, (first, first, first, "new")):
        with pytest.raises(InvalidInput) as refused:
            changes(old, new, again)
        assert [each.field for each in refused.value.problems] == [field]
    changes(first, GOOD, GOOD)
    with pytest.raises(InvalidInput):
        changes(GOOD, first, first)
    with staffed.transaction() as session:
        assert not session.get_one(Person, person_id).must_change
        assert len(session.scalars(select(PastPassword)).all()) == 1


def test_a_reset_password_must_be_changed_and_everything_is_on_record(staffed: City) -> None:
    person_id, first = registers(staffed)
    with staffed.transaction() as session:
        again = directory.reset_password(session, person_id=person_id, by=staffed.people["严谨"], at=staffed.now)
        assert again != first
        assert session.get_one(Person, person_id).must_change
        said = list(
            session.scalars(select(JournalEntry.what).where(JournalEntry.chain == "system").order_by(JournalEntry.seq))
        )
        assert said[-2:] == ["person:registered", "password:reset"]
        assert first not in str(session.scalars(select(JournalEntry.text)).all())
