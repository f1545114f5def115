"""The working-day calendar as the office keeps it, and what counts by it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from tests.city import City, redraws
from webapp.holidays import announced
from workflows.actions.calendars import enter_year, seed_calendar, set_day
from workflows.queries import calendars, inbox, problem_page
from workflows.records import JournalEntry, PublicNotice
from workflows.rules.errors import InvalidInput, NotFound, NotPermitted


def sets(city: City, day: str, kind: str, reason: str = "防汛应急响应", by: str = "孙悦") -> None:
    with city.transaction() as session:
        set_day(session, day=day, kind=kind, reason=reason, by=city.people[by], at=city.now)


def seeded(city: City) -> City:
    with city.transaction() as session:
        seed_calendar(session, announced(), at=city.now)
    return city


def working(city: City, day: date) -> bool:
    with city.transaction() as session:
        return calendars.known(session).is_working(day)


def test_announced_years_are_entered_once_and_a_day_set_by_hand_stays(any_city: City) -> None:
    sets(any_city, "2026-10-10", "off")
    seeded(any_city)
    with any_city.transaction() as session:
        assert seed_calendar(session, announced(), at=any_city.now) == []

    assert not working(any_city, date(2026, 10, 10)), "the office has the last word"
    assert working(any_city, date(2026, 9, 20))
    assert not working(any_city, date(2026, 10, 1))


def test_the_office_marks_a_day_and_the_system_chain_says_so(any_city: City) -> None:
    sets(any_city, "2026-11-28", "work", "补办积案，全市上班")

    assert working(any_city, date(2026, 11, 28))
    with any_city.transaction() as session:
        query = select(JournalEntry).where(JournalEntry.what == "calendar:set")
        entry = session.scalars(query).one()
    assert (entry.chain, entry.actor_name) == ("system", "孙悦")
    assert "补办积案" in entry.text


@pytest.mark.parametrize(
    ("day", "kind", "reason"),
    [
        ("2026-02-30", "off", "假期"),
        ("1999-01-01", "off", "假期"),
        ("2026-11-28", "party", "假期"),
        ("2026-11-28", "off", " "),
    ],
)
def test_a_day_that_makes_no_sense_is_not_saved(city: City, day: str, kind: str, reason: str) -> None:
    with pytest.raises(InvalidInput):
        sets(city, day, kind, reason)


def test_only_the_office_keeps_the_calendar(city: City) -> None:
    with pytest.raises(NotPermitted, match="领导小组办公室"):
        sets(city, "2026-11-28", "work", by="周敏")


def test_a_year_is_known_when_the_office_says_that_all_of_it_is_entered(city: City) -> None:
    with city.transaction() as session:
        assert enter_year(session, year=2027, source="国办发明电〔2026〕7号", by=city.people["孙悦"], at=city.now)
        assert not enter_year(session, year=2027, source="国办发明电〔2026〕7号", by=city.people["孙悦"], at=city.now)
        with pytest.raises(InvalidInput):
            enter_year(session, year=1900, source="", by=city.people["孙悦"], at=city.now)

    with city.transaction() as session:
        page = calendars.calendar_page(session, person_id=city.people["孙悦"], year=2027, at=city.now)
        assert (page.source, page.entered_by, page.may_set) == ("国办发明电〔2026〕7号", "孙悦", True)
        with pytest.raises(NotFound):
            calendars.calendar_page(session, person_id=city.people["孙悦"], year=1900, at=city.now)


def test_a_year_as_a_page_has_twelve_months_of_whole_weeks(city: City) -> None:
    with seeded(city).transaction() as session:
        page = calendars.year_of(session, 2026, city.now.date())

    october = page.months[9]
    assert (page.working_days, october.working_days) == (248, 18)
    assert all(len(week) == 7 for month in page.months for week in month.weeks)
    first = next(cell for cell in october.weeks[0] if cell)
    assert (first.mark, first.reason, first.working) == ("off", "国庆节", False)


def test_the_inbox_counts_working_days_and_calendar_days_where_nothing_is_known(city: City) -> None:
    seeded(city).case(due_on=date(2026, 11, 9))
    city.case(due_on=date(2027, 1, 4))

    def lamps() -> list[str]:
        with city.transaction() as session:
            found = inbox(session, person_id=city.people["周敏"], at=city.now)
            return [row.lamp.words for group in found.groups for row in group.rows]

    assert "剩 5 个工作日" in lamps()
    city.passes(date(2026, 12, 30))
    assert "剩 5 天（自然日）" in lamps()
    assert "红灯 · 超期 37 个工作日" in lamps()


NOTICE = '<spiffworkflow:property name="service" value="open_public_notice" />'


def noticed(city: City) -> tuple[PublicNotice, str]:
    """The one notice, and what its journal entry warns of."""
    with city.transaction() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.what == "notice:opened")).one()
        return session.scalars(select(PublicNotice)).one(), str(json.loads(entry.text)["warning"])


def test_a_notice_in_working_days_skips_what_is_off_and_counts_what_is_worked(any_city: City) -> None:
    redraws(seeded(any_city), NOTICE, days="5", calendar="working")
    sets(any_city, "2026-11-05", "off")
    sets(any_city, "2026-11-07", "work")
    any_city.case(due_on=date(2026, 12, 31)).goes_to("notice_over")

    notice, warning = noticed(any_city)

    assert (notice.opens_on, notice.closes_on, notice.days) == (date(2026, 11, 3), date(2026, 11, 9), 5)
    assert "共5个工作日" in notice.text
    assert warning == ""


def test_a_notice_in_working_days_of_an_unknown_year_warns_in_the_journal(city: City) -> None:
    redraws(city, NOTICE, days="10", calendar="working")
    city.case(due_on=date(2026, 12, 31)).goes_to("notice_over")

    notice, warning = noticed(city)

    assert notice.closes_on == date(2026, 11, 16)
    assert warning == "2026 年的节假日安排尚未录入，工作日按周一至周五计算"


def test_a_notice_whose_claim_no_longer_counts_is_doubted_on_the_problems_page(city: City) -> None:
    case = seeded(city).case(due_on=date(2026, 12, 31)).goes_to("notice_over")
    with city.transaction() as session:
        notice = session.scalars(select(PublicNotice)).one()
        notice.calendar, notice.days = "working", 10

    with city.transaction() as session:
        page = problem_page(session, person_id=city.people["孙悦"], problem_id=case.problem_id, at=city.now)

    assert "公示写明 10 个工作日" in page.notices[0].warning
    assert "实际只有 5 个工作日" in page.notices[0].warning
