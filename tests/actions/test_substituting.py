"""Standing in for somebody who is away: what is lent, what is not, and what the separation of duties makes of it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.city import City
from workflows.actions import city as register
from workflows.actions import substituting
from workflows.queries import opinions, people
from workflows.queries.inbox import inbox
from workflows.queries.substitutions import substitution_page
from workflows.records import JournalEntry, SignOff, Substitution
from workflows.rules.errors import InvalidInput, NotFound, NotPermitted, NotYet
from workflows.rules.permissions import seat_for, seat_for_action

FIRST, LAST = date(2026, 11, 3), date(2026, 11, 6)


@pytest.fixture
def staffed(city: City) -> City:
    """The city with a security administrator and one more handler of the lead bureau."""
    home = "青禾市环保督察反馈问题整改工作领导小组办公室"
    lead = "青禾市住房和城乡建设局"
    with city.transaction() as session:
        for name, unit, role in (
            ("严谨", home, "security_admin"),
            ("方圆", home, "system_admin"),
            ("何苗", lead, "handler"),
        ):
            person = register.add_person(session, login=name, name=name, title="", password_hash="x", at=city.now)
            register.seat(session, person_id=person.id, unit_id=city.units[unit], role=role, at=city.now)
            city.people[name], city.homes[name] = person.id, unit
    return city


def arranges(
    city: City,
    absent: str,
    substitute: str,
    *,
    by: str = "",
    first: date = FIRST,
    last: date = LAST,
    reason: str = "外出培训",
) -> UUID:
    """Somebody (the absent person unless said) arranges it."""
    values = {
        "absent": str(city.people[absent]), "substitute": str(city.people[substitute]),
        "first": first.isoformat(), "last": last.isoformat(), "reason": reason,
    }  # fmt: skip
    with city.transaction() as session:
        return substituting.set_substitute(session, values=values, by=city.people[by or absent], at=city.now).id


def can_act(city: City, name: str) -> list[str]:
    """The boxes this person may do now."""
    with city.transaction() as session:
        found = inbox(session, person_id=city.people[name], at=city.now)
        return [row.box_name for group in found.groups for row in group.rows if row.may_act]


def test_the_substitute_does_the_task_in_their_own_name_and_it_says_for_whom(staffed: City) -> None:
    case = staffed.case()
    arranges(staffed, "周敏", "陈静", by="严谨")  # from another unit: only the security administrator may
    staffed.passes(FIRST)
    assert can_act(staffed, "陈静") != []
    with staffed.transaction() as session:
        [row] = [
            row
            for group in inbox(session, person_id=staffed.people["陈静"], at=staffed.now).groups
            for row in group.rows
            if row.may_act
        ]
        assert row.note.startswith("代周敏办理")
    case.does("rectify", "陈静")
    with staffed.transaction() as session:
        row = session.scalars(select(SignOff)).one()
        assert (row.person_id, row.for_person_id) == (staffed.people["陈静"], staffed.people["周敏"])
        assert row.unit_id == staffed.units["云溪县"]
        [signed] = opinions.of_case(session, case.record(session))
        assert opinions.shown(signed).person == "陈静（代周敏）"
        entry = session.scalars(select(JournalEntry).where(JournalEntry.what == "box:completed")).one()
        assert '"stood_in_for":"周敏"' in entry.text


def test_it_begins_and_ends_by_the_day(staffed: City) -> None:
    staffed.case()
    arranges(staffed, "周敏", "陈静", by="严谨")
    assert can_act(staffed, "陈静") == [], "not before the first day"
    staffed.passes(LAST)
    assert can_act(staffed, "陈静") != [], "the last day counts"
    staffed.passes(LAST + timedelta(days=1))
    assert can_act(staffed, "陈静") == []
    with staffed.transaction() as session:
        assert people.actor(session, staffed.people["陈静"], staffed.now).lent == ()


def test_a_claimed_task_is_open_to_the_substitute(staffed: City) -> None:
    case = staffed.case()
    with staffed.transaction() as session:
        case_task = session.merge(case.open_task())
        case_task.assignee_id = case_task.assigned_by_id = staffed.people["马东"]
    arranges(staffed, "马东", "周敏")
    staffed.passes(FIRST)
    case.does("rectify", "周敏")


def test_who_reported_may_not_accept_in_another_s_place(staffed: City) -> None:
    case = staffed.case()
    case.does("rectify", "周敏")
    arranges(staffed, "陈静", "周敏", by="严谨")
    staffed.passes(FIRST)
    with pytest.raises(NotPermitted, match="自查自验须由他人进行"):
        case.does("self_check", "周敏")


def test_what_somebody_may_not_do_their_substitute_may_not_do_for_them(staffed: City) -> None:
    """陈静 reported for 云溪县; 何苗 may check as a handler of the lead bureau, but nobody may check in 陈静's place alone."""
    case = staffed.case()
    arranges(staffed, "周敏", "陈静", by="严谨")
    staffed.passes(FIRST)
    case.does("rectify", "陈静")
    arranges(staffed, "陈静", "马东", by="严谨", first=LAST + timedelta(days=1), last=LAST + timedelta(days=2))
    staffed.passes(LAST + timedelta(days=1))
    with pytest.raises(NotPermitted, match="代陈静办理，而本问题的整改由陈静报送"):
        case.does("self_check", "马东")
    case.does("self_check", "何苗")


def test_what_was_signed_for_somebody_counts_as_theirs_too(staffed: City) -> None:
    staffed.seats("周敏", "青禾市住房和城乡建设局", "handler")
    case = staffed.case()
    arranges(staffed, "周敏", "陈静", by="严谨")
    staffed.passes(FIRST)
    case.does("rectify", "陈静")
    staffed.passes(LAST + timedelta(days=1))
    with pytest.raises(NotPermitted, match="自查自验须由他人进行"):
        case.does("self_check", "周敏")


def test_nobody_stands_in_for_the_two_who_sign_petitions_nor_for_administrators(staffed: City) -> None:
    for absent in ("韩冰", "陆海", "方圆"):
        with pytest.raises(InvalidInput) as refused:
            arranges(staffed, absent, "周敏", by="严谨")
        assert "不能由别人代办" in refused.value.problems[0].message
    with pytest.raises(InvalidInput) as refused:
        arranges(staffed, "周敏", "方圆", by="严谨")
    assert "三类管理员不能办理业务" in refused.value.problems[0].message


def test_the_other_powers_of_a_seat_are_not_lent(staffed: City) -> None:
    arranges(staffed, "李国庆", "孙悦")
    staffed.passes(FIRST)
    with staffed.transaction() as session:
        actor = people.actor(session, staffed.people["孙悦"], staffed.now)
        assert seat_for_action(actor, "void_document", {}) is None
        assert seat_for(actor, "office_leader", {}) is not None


def test_oneself_the_head_of_the_unit_and_the_security_administrator_arrange_and_no_colleague(staffed: City) -> None:
    arranges(staffed, "马东", "周敏", by="沈文")
    with pytest.raises(NotPermitted, match="本人、本单位负责人或安全管理员"):
        arranges(staffed, "周敏", "马东", by="陈静")
    with pytest.raises(InvalidInput) as refused:
        arranges(staffed, "周敏", "陈静")
    assert "跨单位代办请安全管理员安排" in refused.value.problems[0].message


def test_one_person_has_one_substitute_at_a_time_and_who_is_away_stands_in_for_nobody(staffed: City) -> None:
    arranges(staffed, "马东", "周敏")
    with pytest.raises(InvalidInput):
        arranges(staffed, "马东", "沈文", by="严谨")
    with pytest.raises(InvalidInput):
        arranges(staffed, "沈文", "马东", by="严谨")
    arranges(staffed, "马东", "沈文", by="严谨", first=LAST + timedelta(days=1), last=LAST + timedelta(days=1))


@pytest.mark.parametrize(
    ("first", "last", "reason", "field"),
    [
        (date(2026, 11, 1), LAST, "培训", "first"),
        (LAST, FIRST, "培训", "last"),
        (FIRST, date(2027, 8, 1), "培训", "last"),
        (FIRST, LAST, "", "reason"),
    ],
)
def test_odd_days_and_no_reason_are_refused(staffed: City, first: date, last: date, reason: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        arranges(staffed, "马东", "周敏", first=first, last=last, reason=reason)
    assert [each.field for each in refused.value.problems] == [field]


def test_it_can_be_ended_early_by_those_it_concerns_only(staffed: City) -> None:
    row = arranges(staffed, "马东", "周敏")
    staffed.passes(FIRST)
    with staffed.transaction() as session, pytest.raises(NotFound):
        substituting.end_substitution(session, substitution_id=row, by=staffed.people["陈静"], at=staffed.now)
    with staffed.transaction() as session:
        substituting.end_substitution(session, substitution_id=row, by=staffed.people["周敏"], at=staffed.now)
    with staffed.transaction() as session:
        assert session.get_one(Substitution, row).until == staffed.now
        with pytest.raises(NotYet, match="已经结束"):
            substituting.end_substitution(session, substitution_id=row, by=staffed.people["马东"], at=staffed.now)


def test_both_see_it(staffed: City) -> None:
    arranges(staffed, "马东", "周敏")
    with staffed.transaction() as session:
        for name in ("马东", "周敏"):
            page = substitution_page(session, person_id=staffed.people[name], at=staffed.now)
            assert [(each.absent, each.substitute, each.state) for each in page.mine] == [("马东", "周敏", "coming")]
            assert not page.arranges_others
        page = substitution_page(session, person_id=staffed.people["沈文"], at=staffed.now)
        assert [each.absent for each in page.others] == ["马东"]


def test_both_are_told_of_the_arrangement_and_of_its_end_but_not_who_made_it(staffed: City) -> None:
    from tests.actions.test_messages import told, unread

    made = arranges(staffed, "周敏", "马东")
    told(staffed)
    assert unread(staffed, "马东") == ["2026 年 11 月 3 日至 2026 年 11 月 6 日由您代周敏办理任务"]
    assert unread(staffed, "周敏") == []
    with staffed.transaction() as session:
        substituting.end_substitution(session, substitution_id=made, by=staffed.people["马东"], at=staffed.now)
    told(staffed)
    assert unread(staffed, "周敏") == ["您的任务不再由马东代办"]
    assert len(unread(staffed, "马东")) == 1
