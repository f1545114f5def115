"""Reminders before a deadline: for problems, measures and open boxes; once each, and never for a deadline that is no more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from tests.city import CaseFile, City, reading, redraws
from workflows.actions.deadline_rules import set_deadline_rules
from workflows.plans import Deadline
from workflows.queries import inbox, problem_page, settings
from workflows.records import JournalEntry
from workflows.rules.deadlines import CITY_ZONE
from workflows.rules.errors import InvalidInput, NotPermitted

DUE = date(2026, 11, 30)


def said(case: CaseFile, what: str = "deadline:reminded") -> list[tuple[str, str, int]]:
    """What was reminded of: name, due day, days before."""
    with case.city.transaction() as session:
        chain = str(case.record(session).id)
        query = select(JournalEntry.text).where(JournalEntry.chain == chain, JournalEntry.what == what)
        texts = session.scalars(query.order_by(JournalEntry.seq)).all()
    facts = [json.loads(text) for text in texts]
    return [(each["name"], each["due_on"], each["days"]) for each in facts]


def passes_daily(city: City, month: int, *days: int, year: int = 2026) -> None:
    for day in days:
        city.passes(date(year, month, day))


def test_reminders_come_seven_three_and_one_days_before_each_once(any_city: City) -> None:
    case = any_city.case(due_on=DUE)

    passes_daily(any_city, 11, 22, 23, 24, 26, 27, 28, 29, 30)

    assert said(case) == [("问题整改", "2026-11-30", days) for days in (7, 3, 1)]


def test_the_days_before_are_a_setting(city: City) -> None:
    with city.transaction() as session:
        settings.write(session, "reminders.days_before", "10")
    case = city.case(due_on=DUE)

    passes_daily(city, 11, 20, 23, 27, 29)

    assert said(case) == [("问题整改", "2026-11-30", 10)]


def test_a_clock_that_slept_gives_the_last_reminder_only(city: City) -> None:
    case = city.case(due_on=DUE)

    city.passes(date(2026, 11, 29))

    assert said(case) == [("问题整改", "2026-11-30", 1)]


def test_after_an_extension_the_old_reminders_never_fire_and_the_new_ones_do(any_city: City) -> None:
    case = any_city.case(due_on=DUE)
    passes_daily(any_city, 11, 23)
    case.asks_for_extension(until=date(2026, 12, 31)).decided_by("孙悦")

    passes_daily(any_city, 11, 27, 29, 30)
    passes_daily(any_city, 12, 1, 24, 28, 30)

    assert said(case) == [
        ("问题整改", "2026-11-30", 7),
        ("问题整改", "2026-12-31", 7),
        ("问题整改", "2026-12-31", 3),
        ("问题整改", "2026-12-31", 1),
    ]
    assert "deadline:passed" not in case.journal()


def test_after_a_return_the_old_reminders_never_fire_and_the_new_ones_do(any_city: City) -> None:
    case = any_city.case(due_on=DUE).goes_to("reinspect")
    case.returns("reinspect", "王立新", until=date(2027, 1, 15))

    passes_daily(any_city, 11, 23, 27, 29, 30)
    passes_daily(any_city, 1, 8, 12, 14, year=2027)

    assert said(case) == [("问题整改", "2027-01-15", days) for days in (7, 3, 1)]


def test_a_return_with_the_same_day_reminds_anew(city: City) -> None:
    case = city.case(due_on=DUE)
    city.passes(date(2026, 11, 23))
    case.goes_to("self_check").returns("self_check", "陈静", until=DUE)

    city.passes(date(2026, 11, 24))
    city.passes(date(2026, 11, 27))

    assert said(case) == [("问题整改", "2026-11-30", 7), ("问题整改", "2026-11-30", 3)]


def test_what_is_rectified_is_no_longer_reminded_of(city: City) -> None:
    case = city.case(due_on=DUE).goes_to("reinspect")

    passes_daily(city, 11, 23, 27, 29)

    assert said(case) == []


def measured(city: City, own: date | None, *, due_on: date = DUE) -> CaseFile:
    """A case whose first measure has a day of its own."""
    plan = reading(due_on=due_on)
    first, *others = plan.problems[0].measures
    dated = replace(first, deadline=Deadline(raw=own.isoformat(), date=own) if own else None)
    return city.loads(replace(plan, problems=(replace(plan.problems[0], measures=(dated, *others)),)))[0]


def test_a_measure_with_a_day_of_its_own_is_reminded_of(any_city: City) -> None:
    case = measured(any_city, date(2026, 11, 20))

    passes_daily(any_city, 11, 13, 17, 19, 21, 23)

    name = "措施“完成化肥沟箱涵截污改造1.2公里。”"
    assert said(case) == [(name, "2026-11-20", days) for days in (7, 3, 1)] + [("问题整改", "2026-11-30", 7)]
    assert said(case, "deadline:late") == [(name, "2026-11-20", 1)]


def test_a_measure_of_the_problems_own_day_is_told_with_it_and_moves_with_it(city: City) -> None:
    case = measured(city, DUE)
    case.asks_for_extension(until=date(2026, 12, 31)).decided_by("孙悦")

    passes_daily(city, 11, 23, 27, 29, 30)
    passes_daily(city, 12, 1, 24)

    assert said(case) == [("问题整改", "2026-12-31", 7)]
    assert said(case, "deadline:late") == []


def test_after_a_return_the_days_of_single_measures_count_no_more(city: City) -> None:
    case = measured(city, date(2026, 11, 20)).goes_to("reinspect")
    case.returns("reinspect", "王立新", until=date(2027, 1, 15))
    case.asks_for_extension(until=date(2027, 1, 29)).decided_by("孙悦")

    passes_daily(city, 11, 13, 17, 19, 21)

    assert said(case) == said(case, "deadline:late") == []


def test_an_open_box_with_days_of_its_own_is_reminded_of(any_city: City) -> None:
    redraws(any_city, '<spiffworkflow:property name="form" value="reinspect" />', within_days="10")
    case = any_city.case(due_on=DUE).goes_to("reinspect")

    passes_daily(any_city, 11, 5, 9, 11, 13, 14)

    name = "“市级现场复核”"
    assert case.open_task().due_on == date(2026, 11, 12)
    assert said(case) == [(name, "2026-11-12", days) for days in (7, 3, 1)]
    assert said(case, "deadline:late") == [(name, "2026-11-12", 1)]


def test_the_clock_looks_at_a_case_only_when_there_is_something_to_say(city: City) -> None:
    case = city.case(due_on=DUE)

    def due() -> datetime:
        with city.transaction() as session:
            at = case.record(session).due_at
            assert at is not None
            return at.astimezone(CITY_ZONE)

    assert due() == datetime(2026, 11, 23, tzinfo=CITY_ZONE)
    city.passes(date(2026, 11, 23))
    assert due() == datetime(2026, 11, 27, tzinfo=CITY_ZONE)
    passes_daily(city, 11, 27, 29)
    assert due() == datetime(2026, 12, 1, tzinfo=CITY_ZONE)
    city.passes(date(2026, 12, 1))
    assert due() == datetime(2026, 12, 31, tzinfo=CITY_ZONE), "the day its lamp turns red"


def test_the_person_who_must_act_sees_that_they_were_reminded(city: City) -> None:
    case = city.case(due_on=DUE)
    city.passes(date(2026, 11, 27))

    with city.transaction() as session:
        mine = inbox(session, person_id=city.people["周敏"], at=city.now)
        page = problem_page(session, person_id=city.people["周敏"], problem_id=case.problem_id, at=city.now)

    (row,) = [row for group in mine.groups for row in group.rows]
    assert row.reminder == "11 月 27 日已提醒（时限前 3 天）"
    assert page.deadlines[0].said == ("11 月 27 日已提醒（时限前 3 天）",)
    assert page.deadlines[0].next_on == date(2026, 11, 29)


@pytest.mark.parametrize("days", ["", "nonsense", "0, -1"])
def test_a_setting_nobody_can_read_means_the_default(city: City, days: str) -> None:
    with city.transaction() as session:
        settings.write(session, "reminders.days_before", days)
    case = city.case(due_on=DUE)

    city.passes(date(2026, 11, 23))

    assert said(case) == [("问题整改", "2026-11-30", 7)]


def sets_rules(city: City, days_before: str, red_after: str, by: str = "孙悦") -> None:
    with city.transaction() as session:
        set_deadline_rules(session, days_before=days_before, red_after=red_after, by=city.people[by], at=city.now)


def test_new_days_set_by_the_office_hold_for_cases_under_way(any_city: City) -> None:
    case = any_city.case(due_on=DUE)

    sets_rules(any_city, "14, 2", "10")
    passes_daily(any_city, 11, 3, 16, 23, 28)

    assert said(case) == [("问题整改", "2026-11-30", 14), ("问题整改", "2026-11-30", 2)]


@pytest.mark.parametrize(
    ("days_before", "red_after", "fields"),
    [
        ("", "30", ["days_before"]),
        ("7, sieben", "30", ["days_before"]),
        ("7, 7", "30", ["days_before"]),
        ("0, 400", "0", ["days_before", "red_after"]),
        ("1,2,3,4,5,6,7,8,9,10,11", "-5", ["days_before", "red_after"]),
        ("７", "３０", ["days_before", "red_after"]),
    ],
)
def test_days_that_make_no_sense_are_not_saved(city: City, days_before: str, red_after: str, fields: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        sets_rules(city, days_before, red_after)

    assert [each.field for each in refused.value.problems] == fields


def test_only_the_office_sets_the_days(city: City) -> None:
    with pytest.raises(NotPermitted):
        sets_rules(city, "7", "30", by="周敏")
