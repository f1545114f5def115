"""Look-alike checks: every unit answers for itself, and what it found becomes a problem once the office says so."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.city import CaseFile, City
from workflows import actions
from workflows.actions.checks import decide_finding, start_check
from workflows.queries import inbox, problem_list, problem_page
from workflows.queries.checks import finding
from workflows.queries.list_values import Filters
from workflows.queries.matter_pages import matter_page
from workflows.queries.matter_values import MatterPanel
from workflows.records import Finding, Matter, Measure, Problem, ProblemUnit
from workflows.rules.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, NotYet
from workflows.rules.matters import CHECK

NONE = {"method": "对辖区十二条暗渠逐一排查，未见溢流。", "decision": "none"}
FOUND = {
    "method": "对辖区十二条暗渠逐一排查，发现一处溢流。",
    "decision": "found",
    "findings": [
        {
            "place": "城西街道清水沟",
            "text": "清水沟暗渠雨季溢流，未接入污水管网。",
            "measures": "封堵溢流口\n接入城西污水管网",
            "due_on": "2027-03-31",
        }
    ],
}


@pytest.fixture
def city_of_three(city: City) -> City:
    """A city with three counties."""
    city.joined_by("白石区", "吴芳")
    city.joined_by("江口县", "林青")
    return city


def checked(problem: CaseFile, *units: str, by: str = "孙悦", until: str = "2026-11-20") -> CaseFile:
    """The office asks units to look for the same problem."""
    city = problem.city
    city.deploys("look-alike")
    asked = [str(city.units[name]) for name in units or ("云溪县", "白石区", "江口县")]
    problem.verb(start_check, by, asked_units=asked, requirements="排查辖区暗渠、箱涵有无雨季溢流。", due_on=until)
    with city.transaction() as session:
        newest = select(Problem.id).join(Matter, Matter.problem_id == Problem.id).where(Matter.kind == "check")
        return CaseFile(
            city=city, problem_id=session.scalars(newest.order_by(Problem.position.desc())).first() or uuid4()
        )


def panel(check: CaseFile, by: str = "孙悦") -> MatterPanel:
    with check.city.transaction() as session:
        page = problem_page(session, person_id=check.city.people[by], problem_id=check.problem_id, at=check.city.now)
    assert page.panel is not None
    return page.panel


def decides(city: City, finding_id: UUID, by: str = "孙悦", **values: Any) -> str:
    with city.transaction() as session:
        return decide_finding(
            session,
            finding_id=finding_id,
            values={"decision": "list", **values},
            request_id=uuid4(),
            by=city.people[by],
            at=city.now,
        ).sentence


def only_finding(check: CaseFile) -> UUID:
    with check.city.transaction() as session:
        return session.scalars(select(Finding.id).where(Finding.check_id == check.problem_id)).one()


def test_every_unit_answers_for_itself_and_the_office_sums_up_after_the_last(city_of_three: City) -> None:
    check = checked(city_of_three.case())
    assert check.still_asked() == {"云溪县", "白石区", "江口县"}

    check.does("answer_check", "周敏", **NONE)
    check.does("answer_check", "吴芳", **NONE)
    assert check.still_asked() == {"江口县"}
    check.does("answer_check", "林青", **NONE)
    assert check.waits_for() == "sum_up_check"
    check.does("sum_up_check", "孙悦", summary="三家单位均已排查，没有发现同类问题。", decision=None)

    assert check.journal()[-1] == "matter:closed"
    with city_of_three.transaction() as session:
        page = matter_page(
            session, kind=CHECK, person_id=city_of_three.people["孙悦"], state="closed", at=city_of_three.now
        )
    assert [(line.number, line.asked, line.answered, line.state_words) for line in page.lines] == [
        ("2026-1", 3, 3, "已办结")
    ]


def test_what_was_found_becomes_a_problem_of_the_same_list_with_a_case_of_its_own(city_of_three: City) -> None:
    original = city_of_three.case()
    check = checked(original)
    check.does("answer_check", "吴芳", **FOUND)

    assert decides(city_of_three, only_finding(check)) == "已列入清单，编号 1-举一反三-1，由白石区整改。"

    with city_of_three.transaction() as session:
        row = session.scalars(select(Finding)).one()
        problem = session.get_one(Problem, row.problem_id)
        units = session.execute(
            select(ProblemUnit.part, ProblemUnit.unit_id).where(ProblemUnit.problem_id == problem.id)
        )
        measures = session.scalars(
            select(Measure.text).where(Measure.problem_id == problem.id).order_by(Measure.position)
        )
        assert (problem.list_id, problem.position) == (original.problem(session).list_id, 2)
        assert (problem.text, problem.due_on) == (
            "城西街道清水沟：清水沟暗渠雨季溢流，未接入污水管网。",
            date(2027, 3, 31),
        )
        assert {tuple(each) for each in units} == {
            ("responsible", city_of_three.units["白石区"]),
            ("lead", city_of_three.units["青禾市住房和城乡建设局"]),
        }
        assert measures.all() == ["封堵溢流口", "接入城西污水管网"]
        assert json.loads(problem.found)["origin"]["problem"] == "1"
        page = problem_page(
            session, person_id=city_of_three.people["吴芳"], problem_id=problem.id, at=city_of_three.now
        )
    found = CaseFile(city=city_of_three, problem_id=problem.id)
    assert page.origin == ("2026-1（原问题 1）", check.problem_id)
    assert (found.waits_for(), found.still_asked()) == ("rectify", {"白石区"})
    assert found.journal() == ["case:opened", "problem:found"]


def test_a_second_finding_is_numbered_on_and_the_office_may_number_it_itself(city_of_three: City) -> None:
    check = checked(city_of_three.case())
    twice = {**FOUND, "findings": [FOUND["findings"][0], {**FOUND["findings"][0], "place": "城北街道"}]}  # type: ignore[index,dict-item]  # a list of rows
    check.does("answer_check", "吴芳", **twice)
    first, second = (each.id for each in panel(check).findings)

    decides(city_of_three, first)
    with city_of_three.transaction() as session:
        person = city_of_three.people["孙悦"]
        assert finding(session, person_id=person, finding_id=second, at=city_of_three.now)[1] == "1-举一反三-2"
    with pytest.raises(InvalidInput) as refusal:
        decides(city_of_three, second, number="1")
    assert "已有编号为“1”的问题" in refusal.value.problems[0].message
    assert "编号 十四" in decides(city_of_three, second, number="十四")


def test_a_check_is_not_closed_while_a_finding_waits_for_the_office(city_of_three: City) -> None:
    check = checked(city_of_three.case(), "白石区")
    check.does("answer_check", "吴芳", **FOUND)
    closes = {"summary": "白石区发现一处，已按程序处理。", "decision": None}

    with pytest.raises(NotYet, match=r"还有 1 处发现没有确认是否列入清单：白石区（城西街道清水沟）"):
        check.does("sum_up_check", "孙悦", **closes)
    decides(city_of_three, only_finding(check), decision="dismiss", reason="与市级清单第七项是同一处。")

    check.does("sum_up_check", "孙悦", **closes)
    assert check.journal()[-1] == "matter:closed"
    with city_of_three.transaction() as session:
        assert (
            problem_list(session, person_id=city_of_three.people["孙悦"], filters=Filters(), at=city_of_three.now).total
            == 1
        )


def test_a_finding_is_decided_once_by_the_office_with_a_reason_where_it_is_not_listed(city_of_three: City) -> None:
    check = checked(city_of_three.case(), "白石区")
    check.does("answer_check", "吴芳", **FOUND)
    found = only_finding(check)

    with pytest.raises(NotPermitted, match="领导小组办公室"):
        decides(city_of_three, found, by="吴芳")
    with pytest.raises(InvalidInput, match="1 处"):
        decides(city_of_three, found, decision="dismiss", reason="否")
    with pytest.raises(InvalidInput, match="1 处"):
        decides(city_of_three, found, decision="maybe")
    with pytest.raises(NotFound):
        decides(city_of_three, uuid4())
    decides(city_of_three, found)
    with pytest.raises(AlreadyDone, match="孙悦"):
        decides(city_of_three, found, by="钱伟")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"findings": None}, "findings"),
        ({"method": "查了"}, "method"),
        ({"findings": [{"place": "清水沟", "text": "暗渠雨季溢流，未接入管网。"}]}, "findings-0-measures"),
        ({"findings": [{**FOUND["findings"][0], "due_on": "2026-10-01"}]}, "findings-0-due_on"),  # type: ignore[index,dict-item]  # a list of rows
    ],
)
def test_an_answer_that_says_too_little_is_not_taken(city_of_three: City, wrong: dict[str, Any], field: str) -> None:
    check = checked(city_of_three.case())
    with pytest.raises(InvalidInput) as refusal:
        check.does("answer_check", "吴芳", **{**FOUND, **wrong})

    assert field in {each.field for each in refusal.value.problems}
    assert check.still_asked() == {"云溪县", "白石区", "江口县"}


def test_who_is_late_is_named_chased_and_may_still_answer(city_of_three: City) -> None:
    check = checked(city_of_three.case(), until="2026-11-10")
    check.does("answer_check", "周敏", **NONE)
    city_of_three.passes(date(2026, 11, 12))
    assert check.journal().count("matter:late") == 1
    check.verb(actions.chase, "孙悦", words="请尽快答复排查结果。")
    check.does("answer_check", "吴芳", **NONE)

    assert {each.unit: (each.key, each.chases) for each in panel(check).answers} == {
        "云溪县": ("reported", 0),
        "白石区": ("late", 1),
        "江口县": ("waiting", 1),
    }


def test_a_unit_sees_its_own_answer_and_findings_and_not_those_of_others(city_of_three: City) -> None:
    check = checked(city_of_three.case())
    check.does("answer_check", "吴芳", **FOUND)

    assert [each.unit for each in panel(check, "吴芳").findings] == ["白石区"]
    assert panel(check, "林青").findings == ()
    assert [each.unit for each in panel(check, "林青").answers] == ["江口县"]


def test_the_problem_says_how_many_have_answered(city_of_three: City) -> None:
    problem = city_of_three.case()
    check = checked(problem)
    check.does("answer_check", "吴芳", **NONE)

    with city_of_three.transaction() as session:
        page = problem_page(
            session, person_id=city_of_three.people["孙悦"], problem_id=problem.problem_id, at=city_of_three.now
        )
        found = inbox(session, person_id=city_of_three.people["林青"], at=city_of_three.now)
    assert [(each.kind, each.asked, each.answered) for each in page.matters] == [(CHECK, 3, 1)]
    mine = [row.box_name for group in found.groups for row in group.rows if group.key != "others"]
    assert mine == ["排查并答复"]


def test_a_check_with_wrong_fields_is_not_sent(city: City) -> None:
    problem = city.case()
    with pytest.raises(NotPermitted, match="领导小组办公室"):
        checked(problem, "云溪县", by="周敏")
    with pytest.raises(InvalidInput):
        checked(problem, "云溪县", until="2026-11-02")
    with pytest.raises(InvalidInput):
        checked(problem, "青禾市环保督察反馈问题整改工作领导小组办公室")
    with city.transaction() as session:
        assert session.scalars(select(Matter)).all() == []


def test_an_answer_given_is_not_taken_back(city_of_three: City) -> None:
    check = checked(city_of_three.case(), "白石区")
    check.does("answer_check", "吴芳", **FOUND)

    with pytest.raises(NotYet, match="是举一反三排查，没有这种办理"):
        check.verb(actions.withdraw, "吴芳", reason="排查还没有结束，先撤回。")
