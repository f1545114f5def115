"""Every case stands in exactly one place, and a case that does not is named."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text

from tests.city import CaseFile, City
from workflows.actions.consistency import disagreements
from workflows.records import Case, journal


def found(city: City) -> list[str]:
    """What is said about the city's cases now, without the number of the case."""
    with city.transaction() as session:
        assert journal.verify(session) == []
        return [each.message for each in disagreements(session, at=city.now)]


def edited(case: CaseFile, statement: str) -> list[str]:
    """Somebody edits the database by hand; `:case` is this case."""
    with case.city.transaction() as session:
        case_id = case.record(session).id.hex
        session.connection().exec_driver_sql(statement.replace(":case", f"'{case_id}'"))
    return found(case.city)


def closed(case: CaseFile) -> bool:
    """Whether it was struck off."""
    with case.city.transaction() as session:
        return case.record(session).closed_at is not None


@pytest.fixture
def case(city: City) -> CaseFile:
    """A case that waits for the self-check of its lead unit."""
    return city.case().goes_to("self_check")


def test_a_case_agrees_with_itself_on_its_whole_way(city: City) -> None:
    case, stages = city.case(), list[str]()
    while not closed(case):
        stages.append(case.waits_for())
        assert found(city) == [], stages
        case.goes_on()
    assert found(city) == []
    assert len(stages) >= 7


def test_after_a_return_an_extension_of_the_day_and_a_year_of_silence_all_still_agrees(case: CaseFile) -> None:
    case.returns("self_check", "陈静", until=date(2027, 1, 15))
    assert found(case.city) == []
    case.city.passes(date(2028, 3, 1))
    assert found(case.city) == []


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE task SET closed_at = opened_at WHERE closed_at IS NULL", "流程停在“自查自验”，却没有待办"),
        (
            "UPDATE task SET token = 'another' WHERE closed_at IS NULL",
            "流程停在“自查自验”，却没有待办；有待办“自查自验”，流程却不在那里",
        ),
        ("UPDATE rectification_case SET stage = 'rectify'", "登记的环节 rectify 与流程不符"),
        (
            "UPDATE rectification_case SET state = undo_state",
            "流程停在“落实整改措施”，却没有待办；有待办“自查自验”，流程却不在那里；登记的环节 self_check 与流程不符",
        ),
        ("UPDATE rectification_case SET due_at = NULL", "却不会按时处理"),
        ("UPDATE rectification_case SET due_at = '2099-01-01 00:00:00'", "却不会按时处理"),
        ("UPDATE rectification_case SET suspended_at = opened_at", "已暂停或撤销，却还登记着到期时间"),
        ("UPDATE rectification_case SET state = x'00'", "流程状态读不出来"),
        ("UPDATE problem SET due_on = '2026-12-24'", "问题的时限 2026-12-24 与登记的时限 2026-11-30 不符"),
        ("UPDATE task SET closed_by_id = NULL WHERE box = 'rectify'", "办结的待办与签字不能一一对应"),
        (
            "INSERT INTO sign_off (id, case_id, box, person_id, unit_id, role, decision, opinion, form_values, at)"
            " SELECT '00000000000000000000000000000001', case_id, box, person_id, unit_id, role, decision, opinion,"
            " form_values, at FROM sign_off",
            "签字 2 次，日志记了 1 次",
        ),
    ],
)
def test_a_damaged_case_is_named_with_what_does_not_fit(case: CaseFile, statement: str, message: str) -> None:
    assert found(case.city) == []
    said = "；".join(edited(case, statement))
    assert message in said


def test_of_many_cases_only_those_opened_last_are_looked_at_when_asked(city: City) -> None:
    city.case()
    with city.transaction() as session:
        session.execute(text("UPDATE rectification_case SET stage = 'x'"))
    city.passes(date(2026, 11, 5))
    newer = city.case()
    with city.transaction() as session:
        assert list(disagreements(session, at=city.now, limit=1)) == []
        [wrong] = list(disagreements(session, at=city.now))
        assert wrong.case_id == session.scalars(select(Case.id).where(Case.problem_id != newer.problem_id)).one()
        assert wrong.english == "stage x is not where the case stands"
