"""Petitions: registered by the office, investigated by the county, closed by two signatures of two people."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.city import NUMBER, City
from workflows import actions
from workflows.queries import inbox
from workflows.queries.duties import Duties
from workflows.records import Problem, ProblemList, Task
from workflows.rules.errors import InvalidInput, NotFound, NotPermitted, NotYet


def test_a_petition_is_due_ten_days_after_it_came_and_goes_to_its_county(any_city: City) -> None:
    petition = any_city.petition()

    task = petition.open_task()
    assert (task.box, task.due_on) == ("investigate", date(2026, 11, 12))
    assert petition.journal() == ["case:opened", "petition:registered"]
    with any_city.transaction() as session:
        assert petition.problem(session).number == NUMBER
        assert session.scalars(select(ProblemList.process)).all() == ["petition"]


def test_a_petition_is_closed_by_both_signatures_and_by_no_paper(any_city: City) -> None:
    petition, walked = any_city.petition(), []
    while petition.waits_for() != "reopened":
        walked.append(petition.waits_for())
        petition.goes_on()

    assert walked == ["investigate", "review_petition", "sign_by_head_of_government", "sign_by_party_secretary"]
    assert petition.journal()[-1] == "case:closed"
    assert petition.documents() == []
    with any_city.transaction() as session:
        assert petition.problem(session).state == "closed"


def test_all_petitions_stand_on_one_list(city: City) -> None:
    city.petition()
    city.petition(number="D420000201811240022")

    with city.transaction() as session:
        assert session.scalar(select(func.count()).select_from(ProblemList)) == 1
        assert session.scalars(select(Problem.position).order_by(Problem.position)).all() == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": "X4200002018112400211"}, "number"),
        ({"number": "X420000201813240021"}, "number"),
        ({"received_on": "2026-11-03"}, "received_on"),
        ({"text": "臭"}, "text"),
        ({"responsible_units": []}, "responsible_units"),
        ({"responsible_units": ["云溪县"]}, "responsible_units"),
    ],
)
def test_a_petition_with_a_wrong_field_is_not_registered(city: City, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        city.petition(**wrong)  # type: ignore[arg-type]  # wrong on purpose

    assert field in {each.field for each in refusal.value.problems}
    with city.transaction() as session:
        assert session.scalar(select(func.count()).select_from(ProblemList)) == 0


def test_a_department_is_no_county(city: City) -> None:
    with pytest.raises(InvalidInput, match="1 处"):
        city.petition(responsible_units=[str(city.units["青禾市生态环境局"])])


def test_the_same_petition_of_the_same_county_is_registered_once(city: City) -> None:
    city.petition()

    with pytest.raises(InvalidInput) as refusal:
        city.petition(number=NUMBER.lower())
    assert "没有重复登记" in refusal.value.problems[0].message


def test_the_same_press_twice_registers_once(city: City) -> None:
    city.deploys("petition")
    request_id = uuid4()
    values = {
        "number": NUMBER,
        "received_on": "2026-11-02",
        "responsible_units": [str(city.units["云溪县"])],
        "text": "喷漆气味刺鼻，夜间锯木噪声扰民。",
    }

    def press() -> actions.Registered:
        with city.transaction() as session:
            return actions.register_petition(
                session, values=values, request_id=request_id, by=city.people["孙悦"], at=city.now
            )

    assert press() == press()


def test_only_the_office_registers_petitions(city: City) -> None:
    with pytest.raises(NotPermitted, match="领导小组办公室"):
        city.petition(by="周敏")


@pytest.mark.parametrize(
    ("box", "by"),
    [("review_petition", "沈文"), ("sign_by_head_of_government", "陆海"), ("sign_by_party_secretary", "韩冰")],
)
def test_each_of_the_three_can_send_it_back(city: City, box: str, by: str) -> None:
    petition = city.petition().goes_to(box)

    petition.returns(box, by, until=date(2026, 11, 20), reason="没有写明夜间噪声的监测结果。")

    task = petition.open_task()
    assert (task.box, task.returned, task.due_on) == ("investigate", True, date(2026, 11, 20))
    assert petition.goes_to("reopened").journal().count("box:returned") == 1


def test_what_is_true_even_in_part_says_what_was_done_about_it(city: City) -> None:
    petition = city.petition()

    with pytest.raises(InvalidInput) as refusal:
        petition.does("investigate", "周敏", decision="partly_true", handling=None)
    assert [each.field for each in refusal.value.problems] == ["handling"]
    petition.does("investigate", "周敏", decision="not_true", handling=None)

    assert petition.waits_for() == "review_petition"
    assert petition.page("沈文").opinions[0].decision == "不属实"


def test_one_person_in_both_posts_cannot_sign_twice(city: City) -> None:
    city.seats("陆海", "云溪县", "party_secretary")
    petition = city.petition().goes_to("sign_by_party_secretary")

    with pytest.raises(NotPermitted, match="须由另一人作出"):
        petition.does("sign_by_party_secretary", "陆海")
    assert petition.does("sign_by_party_secretary", "韩冰")


def test_a_diagram_that_forgets_a_signature_still_closes_nothing(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box itself asks: here the rule that keeps the two apart is taken away, and one person signs twice."""
    city.seats("陆海", "云溪县", "party_secretary")
    petition = city.petition().goes_to("sign_by_party_secretary")
    monkeypatch.setattr(Duties, "refused", lambda *_: "")

    with pytest.raises(NotYet, match="两个不同的人"):
        petition.does("sign_by_party_secretary", "陆海")
    assert petition.waits_for() == "sign_by_party_secretary"


@pytest.mark.parametrize("by", ["周敏", "沈文", "韩冰", "孙悦"])
def test_nobody_else_signs_for_the_government(city: City, by: str) -> None:
    petition = city.petition().goes_to("sign_by_head_of_government")

    with pytest.raises(NotPermitted, match="政府主要负责人"):
        petition.does("sign_by_head_of_government", by)


def test_the_heads_of_a_county_see_their_own_county_only(city: City) -> None:
    ours, theirs = city.petition(), city.case(responsible=("青禾市生态环境局",))

    assert ours.page("韩冰").problem.number == NUMBER
    with pytest.raises(NotFound):
        theirs.page("韩冰")


def test_a_head_finds_the_petition_among_what_waits_for_them(city: City) -> None:
    task = city.petition().goes_to("sign_by_head_of_government").open_task()

    with city.transaction() as session:
        found = inbox(session, person_id=city.people["陆海"], at=city.now)
    rows = [row for group in found.groups for row in group.rows if group.key != "others"]
    assert [(row.task_id, row.unit_name) for row in rows] == [(task.id, "云溪县政府主要负责人")]


def test_a_petition_nobody_finished_is_marked_late(city: City) -> None:
    petition = city.petition()
    city.passes(date(2026, 11, 14))

    assert "deadline:passed" in petition.journal()
    with city.transaction() as session:
        assert session.scalars(select(Task.box).where(Task.closed_at.is_(None))).all() == ["investigate"]
