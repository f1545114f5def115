"""Serious matters: reported at once, seen by the office until one of them has taken note."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.city import CaseFile, City
from workflows.actions import serious
from workflows.queries import inbox, problem_page
from workflows.queries.serious import SeriousLine
from workflows.records import SeriousMatter
from workflows.rules.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, NotYet

TEXT = "十一月二日凌晨施工挖断污水管，少量污水入河，已封堵并设置围堰。"


def reports(problem: CaseFile, by: str = "周敏", text: str = TEXT) -> UUID:
    problem.city.now += timedelta(seconds=1)
    problem.verb(serious.report_serious, by, text=text)
    with problem.city.transaction() as session:
        return session.scalars(select(SeriousMatter.id).order_by(SeriousMatter.at.desc())).first() or UUID(int=0)


def notes(city: City, serious_id: UUID, by: str = "孙悦", answer: str = "请每日报送水质数据。") -> str:
    with city.transaction() as session:
        return serious.note_serious(
            session, serious_id=serious_id, answer=answer, request_id=uuid4(), by=city.people[by], at=city.now
        ).sentence


def waiting_for(city: City, name: str) -> tuple[SeriousLine, ...]:
    with city.transaction() as session:
        return inbox(session, person_id=city.people[name], at=city.now).serious


def test_the_office_sees_it_at_once_and_until_one_of_them_has_taken_note(any_city: City) -> None:
    problem = any_city.case()
    found = reports(problem)
    assert [each.id for each in waiting_for(any_city, "孙悦")] == [found]
    assert [each.id for each in waiting_for(any_city, "李国庆")] == [found]
    assert waiting_for(any_city, "周敏") == waiting_for(any_city, "王立新") == ()

    notes(any_city, found)

    assert waiting_for(any_city, "孙悦") == waiting_for(any_city, "李国庆") == ()
    with any_city.transaction() as session:
        page = problem_page(session, person_id=any_city.people["周敏"], problem_id=problem.problem_id, at=any_city.now)
    assert [(each.unit, each.answer, each.noted_by) for each in page.serious] == [
        ("云溪县", "请每日报送水质数据。", "孙悦")
    ]
    assert problem.journal()[-2:] == ["serious:reported", "serious:noted"]


def test_it_may_be_reported_at_any_box_and_again(city: City) -> None:
    problem = city.case().goes_to("reinspect")
    reports(problem)
    reports(problem, by="陈静")

    assert [each.unit for each in waiting_for(city, "孙悦")] == ["云溪县", "青禾市住房和城乡建设局"]


@pytest.mark.parametrize("by", ["王立新", "孙悦"])
def test_only_the_units_of_the_problem_report(city: City, by: str) -> None:
    with pytest.raises(NotPermitted, match="责任单位、牵头单位"):
        reports(city.case(), by=by)


def test_a_unit_reports_nothing_on_a_problem_of_others(city: City) -> None:
    with pytest.raises(NotFound):
        reports(city.case(responsible=("市生态环境局",)), by="周敏")


def test_a_closed_problem_takes_no_report_and_says_what_to_do(city: City) -> None:
    with pytest.raises(NotYet, match="是否重新整改"):
        reports(city.case().goes_to("reopened"))


def test_too_little_is_refused(city: City) -> None:
    with pytest.raises(InvalidInput):
        reports(city.case(), text="漏了")


def test_the_second_to_take_note_is_told_who_was_first(city: City) -> None:
    found = reports(city.case())
    notes(city, found)

    with pytest.raises(AlreadyDone, match="孙悦"):
        notes(city, found, by="钱伟")


def test_the_unit_itself_does_not_take_note_and_an_answer_has_its_bounds(city: City) -> None:
    found = reports(city.case())
    with pytest.raises(NotPermitted, match="领导小组办公室"):
        notes(city, found, by="周敏")
    with pytest.raises(InvalidInput, match="1 处"):
        notes(city, found, answer="字" * 1001)
    with pytest.raises(NotFound):
        notes(city, uuid4())
