"""A random audit from the frozen list to the check: what comes before what, who checks, who steps in."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.city import SEED, CaseFile, City, reading
from workflows import actions
from workflows.actions import city as register
from workflows.queries import audits
from workflows.records import AuditAssignment, AuditDraw, AuditPoolEntry, JournalEntry
from workflows.rules.canonical import canonical
from workflows.rules.draw_record import verify
from workflows.rules.errors import AlreadyDone, ChangedMeanwhile, InvalidInput, NotPermitted, NotYet

OFFICE = "青禾市环保督察反馈问题整改工作领导小组办公室"


def in_the_pool(city: City, problems: int = 4) -> list[CaseFile]:
    """Cases of one list that wait to be drawn."""
    return [case.goes_to("audit_drawn") for case in city.loads(reading(problems=problems))]


def joins_the_office(city: City, name: str, *units: str) -> None:
    """Somebody new in the office, perhaps with a seat in other units too."""
    with city.transaction() as session:
        person = register.add_person(session, login=name, name=name, title="科员", password_hash="x", at=city.now)
        register.seat(session, person_id=person.id, unit_id=city.units[OFFICE], role="office", at=city.now)
        for unit in units:
            register.seat(session, person_id=person.id, unit_id=city.units[unit], role="handler", at=city.now)
        city.people[name] = person.id


def withdraws(city: City, draw_id: UUID, *, by: str = "孙悦", reason: str = "号码来源停发，改用下一期。") -> None:
    with city.transaction() as session:
        actions.withdraw_audit(session, draw_id=draw_id, values={"reason": reason}, by=city.people[by], at=city.now)


def replaces(
    case: CaseFile, draw_id: UUID, leaves: str, *, by: str = "孙悦", comes: str = "", reason: str = "外出学习，不在本市"
) -> str:
    city = case.city
    values = {"leaves": str(city.people[leaves]), "comes": str(city.people[comes]) if comes else "", "reason": reason}
    with city.transaction() as session:
        case_id = case.record(session).id
        return actions.replace_auditor(
            session, draw_id=draw_id, case_id=case_id, values=values, by=city.people[by], at=city.now
        )


def lineup(case: CaseFile) -> list[str]:
    with case.city.transaction() as session:
        case_id = case.record(session).id
        return list(audits.lineups(session, [case_id]).get(case_id, {}).values())


def record(city: City, draw_id: UUID) -> Any:
    """The published file, as it is read back from JSON."""
    with city.transaction() as session:
        return json.loads(canonical(audits.record_of(session, session.get_one(AuditDraw, draw_id))))


def test_every_drawn_case_gets_an_auditor_who_alone_may_check(any_city: City) -> None:
    cases = in_the_pool(any_city)
    draw_id = cases[0].drawn(percent=50)

    checked = [case for case in cases if case.waits_for() == "random_audit"]
    assert len(checked) == 2
    assert sorted(name for case in checked for name in lineup(case)) == ["孙悦", "钱伟"], "the work is shared"
    for case in checked:
        [drawn] = lineup(case)
        other = {"孙悦": "钱伟", "钱伟": "孙悦"}[drawn]
        assert f"由抽签确定的{drawn}抽查" in case.page(other).refused
        with pytest.raises(NotPermitted, match=drawn):
            case.does("random_audit", other)
        assert case.page(drawn).drawn == (drawn,)
        assert case.page(drawn).values["people"] == [{"name": drawn, "unit": "领导小组办公室"}]
        case.does("random_audit", drawn)
    assert {case.waits_for() for case in cases} == {"notice_over"}
    assert verify(record(any_city, draw_id)).holds


def test_the_file_holds_everything_and_nobodys_name(city: City) -> None:
    cases = in_the_pool(city)
    published = canonical(record(city, cases[0].drawn(percent=50, auditors=2)))

    assert not [name for name in city.people if name in published]
    assert not [person for person in city.people.values() if str(person) in published]
    assert "云溪县" in published


def test_nobody_draws_before_the_seed_can_exist(city: City) -> None:
    case = in_the_pool(city, 1)[0]
    draw_id = case.frozen()

    city.now += timedelta(minutes=59)
    with pytest.raises(NotYet, match="10:00 才公布"):
        city.draws(draw_id)
    city.now += timedelta(minutes=1)
    city.draws(draw_id)


@pytest.mark.parametrize("seed_at", ["2026-11-02T09:00", "2025-01-01T00:00", "2027-11-02T10:00", "明天", ""])
def test_a_seed_that_exists_already_or_comes_in_a_year_is_refused(city: City, seed_at: str) -> None:
    case = in_the_pool(city, 1)[0]

    with pytest.raises(InvalidInput) as refusal:
        freezes(case, seed_at=seed_at)

    assert [problem.field for problem in refusal.value.problems] == ["seed_at"]


def freezes(case: CaseFile, *, seen: str | None = None, **values: str) -> None:
    numbers = {
        "percent_high": "50",
        "percent": "20",
        "per_unit": "1",
        "minimum": "1",
        "auditors": "1",
        "lots_per_return": "1",
    }
    plain = {"seed_source": "福彩双色球第 2026136 期", "seed_at": "2026-11-03T21:15"}
    with case.city.transaction() as session:
        actions.freeze_audit(
            session,
            list_id=case.problem(session).list_id,
            values={**numbers, **plain, **values},
            high=(),
            seen=seen,
            by=case.city.people["孙悦"],
            at=case.city.now,
        )


def test_every_fault_of_the_form_is_told_at_once(city: City) -> None:
    case = in_the_pool(city, 1)[0]
    wrong = {
        "percent": "0",
        "percent_high": "101",
        "per_unit": "-1",
        "minimum": "一",
        "auditors": "6",
        "lots_per_return": "9" * 400,
    }

    with pytest.raises(InvalidInput) as refusal:
        freezes(case, **wrong, seed_source="号码", seed_at="x")

    assert {problem.field for problem in refusal.value.problems} == {*wrong, "seed_source", "seed_at"}


def test_a_pool_that_changed_since_it_was_looked_at_is_not_frozen(city: City) -> None:
    case = in_the_pool(city, 1)[0]

    with pytest.raises(ChangedMeanwhile):
        freezes(case, seen="0" * 64)


def test_a_list_is_drawn_once(any_city: City) -> None:
    draw_id = in_the_pool(any_city, 2)[0].drawn(percent=50)

    with pytest.raises(AlreadyDone, match="孙悦"):
        any_city.draws(draw_id, by="钱伟", seed="01 02 03")
    assert record(any_city, draw_id)["seed"] == "03071219253108"


def test_the_number_is_typed_twice(city: City) -> None:
    draw_id = in_the_pool(city, 1)[0].frozen()
    city.now += timedelta(hours=1)

    for values in (
        {"seed": SEED, "seed_again": "03 07 12"},
        {"seed": SEED},
        {"seed": " "},
        {"seed": "\u200b7"},
        {"seed": "零三", "seed_again": "零三"},
    ):
        with pytest.raises(InvalidInput), city.transaction() as session:
            actions.draw_audit(session, draw_id=draw_id, values=values, by=city.people["孙悦"], at=city.now)


def test_a_frozen_list_can_be_given_up_and_its_cases_are_frozen_again(any_city: City) -> None:
    cases = in_the_pool(any_city, 2)
    draw_id = cases[0].frozen()
    withdraws(any_city, draw_id)

    any_city.now += timedelta(hours=1)
    with pytest.raises(NotYet, match="已经撤销"):
        any_city.draws(draw_id)
    cases[0].drawn(percent=100)

    assert [case.waits_for() for case in cases] == ["random_audit"] * 2
    assert record(any_city, draw_id)["withdrawn_at"]
    with any_city.transaction() as session:
        said = session.scalars(select(JournalEntry).where(JournalEntry.what == "audit:withdrawn")).one()
        assert "改用下一期" in said.text


def test_once_the_seed_is_out_only_the_head_of_the_office_gives_a_list_up(city: City) -> None:
    draw_id = in_the_pool(city, 1)[0].frozen()
    city.now += timedelta(hours=1)

    with pytest.raises(NotPermitted, match="负责人"):
        withdraws(city, draw_id)
    withdraws(city, draw_id, by="李国庆")


def test_giving_up_needs_a_reason_and_a_list_that_waits(city: City) -> None:
    case = in_the_pool(city, 1)[0]
    draw_id = case.frozen()
    with pytest.raises(InvalidInput):
        withdraws(city, draw_id, reason="无")
    city.now += timedelta(hours=1)
    city.draws(draw_id)

    with pytest.raises(AlreadyDone):
        withdraws(city, draw_id, by="李国庆")


@pytest.mark.parametrize("unit", ["云溪县", "青禾市住房和城乡建设局"])
def test_nobody_is_drawn_to_check_the_work_of_their_own_unit(city: City, unit: str) -> None:
    joins_the_office(city, "双职", unit)
    cases = in_the_pool(city, 6)
    cases[0].drawn(percent=100)

    assert "双职" not in {name for case in cases for name in lineup(case)}


def test_nobody_is_drawn_to_check_what_they_have_signed(city: City) -> None:
    joins_the_office(city, "兼任", "青禾市生态环境局")
    with city.transaction() as session:
        unit = city.units["青禾市生态环境局"]
        register.seat(session, person_id=city.people["兼任"], unit_id=unit, role="municipal_inspector", at=city.now)
    signed, other = (case.goes_to("reinspect") for case in city.loads(reading(problems=2)))
    signed.does("reinspect", "兼任")
    signed.goes_to("audit_drawn")
    other.goes_to("audit_drawn")

    signed.drawn(percent=100, auditors=3)

    assert (sorted(lineup(signed)), sorted(lineup(other))) == (["孙悦", "钱伟"], sorted(["孙悦", "钱伟", "兼任"]))


def test_who_cannot_come_is_replaced_by_the_next_of_the_same_draw(any_city: City) -> None:
    case = in_the_pool(any_city, 1)[0]
    draw_id = case.drawn(percent=100)
    [first] = lineup(case)

    second = replaces(case, draw_id, first)

    assert {first, second} == {"孙悦", "钱伟"}
    with pytest.raises(NotPermitted, match=second):
        case.does("random_audit", first)
    assert case.journal()[-1] == "audit:replaced"
    assert verify(record(any_city, draw_id)).holds
    case.does("random_audit", second)
    with pytest.raises(NotYet, match="已经办完"):
        replaces(case, draw_id, second)


def test_when_nobody_is_left_the_office_names_somebody_and_the_file_says_so(city: City) -> None:
    case = in_the_pool(city, 1)[0]
    draw_id = case.drawn(percent=100)
    [first] = lineup(case)
    second = replaces(case, draw_id, first)
    joins_the_office(city, "新来")
    joins_the_office(city, "双职", "云溪县")
    with pytest.raises(InvalidInput, match="1 处"):
        replaces(case, draw_id, second, comes="双职")

    assert replaces(case, draw_id, second, comes="新来") == "新来"

    assert [each["named"] for each in record(city, draw_id)["replacements"]] == [False, True]
    assert verify(record(city, draw_id)).holds
    case.does("random_audit", "新来")


def test_who_is_named_out_of_turn_is_noticed(city: City) -> None:
    case = in_the_pool(city, 1)[0]
    joins_the_office(city, "丙")
    draw_id = case.drawn(percent=100)
    replaces(case, draw_id, lineup(case)[0])
    [change] = (published := record(city, draw_id))["replacements"]
    codes = {each["id"] for each in published["frozen"]["auditors"]}

    [third] = codes - {change["leaves"], change["comes"]}
    published["replacements"] = [{**change, "comes": third}]

    assert [each.words for each in verify(published).checks if not each.holds] == ["抽查人员的更换没有依照原抽签名次"]


def test_replacing_needs_a_reason_somebody_drawn_and_the_office(city: City) -> None:
    case = in_the_pool(city, 1)[0]
    draw_id = case.drawn(percent=100)
    [first] = lineup(case)

    with pytest.raises(InvalidInput):
        replaces(case, draw_id, first, reason="")
    with pytest.raises(InvalidInput):
        replaces(case, draw_id, "李国庆")
    with pytest.raises(NotPermitted, match="办公室"):
        replaces(case, draw_id, first, by="周敏")
    assert lineup(case) == [first]


def test_where_everybody_must_keep_out_the_task_is_nobodys_in_particular(city: City) -> None:
    with city.transaction() as session:
        for name in ("孙悦", "钱伟"):
            register.seat(
                session, person_id=city.people[name], unit_id=city.units["云溪县"], role="handler", at=city.now
            )
    case = in_the_pool(city, 1)[0]
    case.drawn(percent=100)

    assert lineup(case) == []
    assert case.page("孙悦").refused == "", "no dead end: whoever has not signed the case may do it"


def test_a_case_that_comes_round_again_is_drawn_anew(city: City) -> None:
    case = in_the_pool(city, 1)[0]
    first = case.drawn(percent=100)
    case.returns("random_audit", case.auditor(), until=date(2027, 1, 15), reason="现场仍有溢流，须整改到位。")
    case.goes_to("audit_drawn")
    second = case.drawn(percent=100, lots_per_return=2)

    [candidate] = record(city, second)["frozen"]["candidates"]
    assert (first != second, candidate["lots"]) == (True, 3)
    assert len(candidate["barred"]) == 0, "who audited before may audit again"
    with city.transaction() as session:
        assert (
            len(session.scalars(select(AuditPoolEntry)).all())
            == len(session.scalars(select(AuditAssignment)).all())
            == 2
        )
    case.does("random_audit", case.auditor())


def test_a_case_taken_off_the_list_after_freezing_does_not_hold_up_the_others(city: City) -> None:
    cases = in_the_pool(city, 2)
    draw_id = cases[0].frozen()
    verb(cases[0], actions.cancel_case, {"reason": "与另一份清单重复列入，经办公室核实撤销。"}, by="李国庆")
    city.now += timedelta(hours=1)
    city.draws(draw_id)

    assert cases[1].waits_for() == "random_audit"
    assert lineup(cases[0]) == []


def test_a_suspended_case_waits_outside_the_pool_until_it_is_resumed(city: City) -> None:
    one, other = in_the_pool(city, 2)
    reason = {"reason": "所在河段清淤施工，现场暂不具备核查条件。"}
    verb(one, actions.suspend_case, reason)
    other.drawn(percent=100)
    assert (one.waits_for(), other.waits_for()) == ("audit_drawn", "random_audit")

    verb(one, actions.resume_case, {**reason, "due_on": "2026-12-20"})
    one.drawn(percent=100)

    assert one.waits_for() == "random_audit"


def verb(case: CaseFile, does: Any, values: dict[str, str], by: str = "孙悦") -> None:
    """A verb of real life, done by the office."""
    city = case.city
    with city.transaction() as session:
        about = {"problem_id": case.problem_id, "values": values, "request_id": uuid4()}
        does(session, **about, by=city.people[by], at=city.now)


def test_two_lists_are_drawn_apart(city: City) -> None:
    one, other = (city.loads(reading(), name=name)[0].goes_to("audit_drawn") for name in ("清单一", "清单二"))
    one.drawn(percent=100)

    assert (one.waits_for(), other.waits_for()) == ("random_audit", "audit_drawn")
    with pytest.raises(NotYet, match="抽查池是空的"):
        one.frozen()
