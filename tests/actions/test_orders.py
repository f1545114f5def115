"""Supervision orders: drawn up by the office, signed by its head, standing over their problem until they are lifted."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.city import CaseFile, City
from workflows import actions
from workflows.actions.escalations import decide_escalation
from workflows.queries import inbox, problem_list, problem_page
from workflows.queries.list_values import Filters
from workflows.queries.matter_pages import matter_page
from workflows.records import EscalationStep, Matter, ProblemList
from workflows.rules.errors import InvalidInput, NotPermitted, NotYet
from workflows.rules.matters import ORDER

WRONG = {"reason": "未开工", "requirements": "", "due_on": "2026-11-02"}


def standing(city: City, problem: CaseFile) -> tuple[str, bool]:
    """What the page of a problem and its line say of an order."""
    with city.transaction() as session:
        office = city.people["孙悦"]
        page = problem_page(session, person_id=office, problem_id=problem.problem_id, at=city.now)
        rows = problem_list(session, person_id=office, filters=Filters(), at=city.now).rows
        return page.problem.order, next(row.order for row in rows if row.id == problem.problem_id)


def test_an_order_stands_over_its_problem_from_its_signature_until_it_is_lifted(any_city: City) -> None:
    problem = any_city.case()
    order = problem.ordered(issued=False)
    assert standing(any_city, problem) == ("", False)

    order.goes_on()
    assert standing(any_city, problem) == ("2026-1（督办时限 2026-12-31）", True)
    assert (order.open_task().box, order.open_task().due_on) == ("report_order", date(2026, 12, 31))

    order.goes_on()
    order.goes_on()
    order.goes_on()
    assert standing(any_city, problem) == ("", False)
    assert order.journal()[-1] == "order:lifted"
    assert [each for each in problem.journal() if each.startswith("order")] == [
        "order:drawn-up",
        "order:issued",
        "order:lifted",
    ]


def test_a_problem_under_an_order_cannot_be_closed_and_the_refusal_names_the_order(city: City) -> None:
    problem = city.case().goes_to("approve_closure")
    order = problem.ordered()

    with pytest.raises(NotYet, match="挂牌督办还没有摘牌：2026-1"):
        problem.goes_on()
    for _ in range(3):
        order.goes_on()
    problem.goes_on()

    assert "case:closed" in problem.journal()


def test_a_petition_under_an_order_is_not_closed_by_its_two_signatures(city: City) -> None:
    petition = city.petition().goes_to("sign_by_party_secretary")
    petition.ordered()

    with pytest.raises(NotYet, match="挂牌督办还没有摘牌"):
        petition.goes_on()
    assert petition.waits_for() == "sign_by_party_secretary"


def test_a_problem_has_at_most_one_open_order(city: City) -> None:
    problem = city.case()
    first = problem.ordered(issued=False)
    with pytest.raises(NotYet, match="已有一件挂牌督办（2026-1）没有办结"):
        problem.ordered()

    first.does("issue_order", "李国庆", decision="refuse", opinion="先发专函。")
    assert problem.ordered().waits_for() == "report_order"


def test_an_order_that_was_not_signed_stands_nowhere_and_is_said_to_have_been_refused(city: City) -> None:
    problem = city.case()
    order = problem.ordered(issued=False)
    order.does("issue_order", "李国庆", decision="refuse", opinion="先发专函。")

    assert order.journal()[-1] == problem.journal()[-1] == "order:refused"
    assert standing(city, problem) == ("", False)
    with city.transaction() as session:
        page = matter_page(session, kind=ORDER, person_id=city.people["孙悦"], state="cancelled", at=city.now)
    assert [line.state_words for line in page.lines] == ["未挂牌或已撤销"]


def test_more_can_be_demanded_until_a_new_day_which_alone_counts_then(city: City) -> None:
    order = city.case().ordered().goes_to("lift_order")
    order.returns("lift_order", "李国庆", until=date(2027, 1, 20), reason="溢流口在线监测还没有联网。")

    task = order.open_task()
    assert (task.box, task.returned, task.due_on) == ("report_order", True, date(2027, 1, 20))
    city.passes(date(2027, 1, 2))
    assert "matter:late" not in order.journal()
    city.passes(date(2027, 1, 22))
    assert order.journal().count("matter:late") == 1


def test_a_late_order_is_marked_and_no_step_of_the_ladder_is_proposed_about_it(city: City) -> None:
    order = city.case(due_on=None).ordered(until=date(2026, 11, 10))
    city.passes(date(2026, 12, 30))

    assert "matter:late" in order.journal()
    with city.transaction() as session:
        assert session.scalars(select(EscalationStep)).all() == []


def test_who_reported_cannot_propose_and_who_proposed_cannot_lift(city: City) -> None:
    city.seats("周敏", "青禾市环保督察反馈问题整改工作领导小组办公室", "office")
    city.seats("孙悦", "青禾市环保督察反馈问题整改工作领导小组办公室", "office_leader")
    order = city.case().ordered().goes_to("propose_lifting")

    with pytest.raises(NotPermitted, match="摘牌须由他人提出"):
        order.does("propose_lifting", "周敏")
    order.does("propose_lifting", "孙悦")
    with pytest.raises(NotPermitted, match="须由他人审定"):
        order.does("lift_order", "孙悦")
    assert order.does("lift_order", "李国庆")


@pytest.mark.parametrize("by", ["周敏", "王立新", "李国庆"])
def test_only_the_office_draws_up_an_order(city: City, by: str) -> None:
    with pytest.raises(NotPermitted, match="领导小组办公室"):
        city.case().ordered(by=by)


def test_only_the_head_of_the_office_signs_it(city: City) -> None:
    order = city.case().ordered(issued=False)
    with pytest.raises(NotPermitted, match="领导小组办公室负责人"):
        order.does("issue_order", "孙悦")


def test_an_order_with_wrong_fields_is_not_drawn_up(city: City) -> None:
    problem = city.case()
    city.deploys("supervision-order")

    with pytest.raises(InvalidInput) as refusal:
        problem.verb(actions.start_order, "孙悦", **WRONG)
    assert {each.field for each in refusal.value.problems} == {"reason", "requirements"}
    with pytest.raises(InvalidInput, match="1 处"):
        problem.ordered(until=date(2026, 11, 2))
    with city.transaction() as session:
        assert session.scalars(select(Matter)).all() == []


def test_a_problem_without_a_responsible_unit_and_a_closed_one_get_no_order(city: City) -> None:
    with pytest.raises(NotYet, match="还没有明确责任单位"):
        city.case(responsible=()).ordered()
    with pytest.raises(NotYet, match="已销号"):
        city.case().goes_to("reopened").ordered()


def test_the_same_press_twice_draws_up_one_order(city: City) -> None:
    problem, press = city.case(), uuid4()
    city.deploys("supervision-order")
    values = {"reason": "整改时限已过，仍未开工。", "requirements": "十二月底前完成截污工程。", "due_on": "2026-12-31"}

    def start() -> str:
        with city.transaction() as session:
            return actions.start_order(
                session,
                problem_id=problem.problem_id,
                values=values,
                request_id=press,
                by=city.people["孙悦"],
                at=city.now,
            ).sentence

    assert start() == start()


def test_an_order_is_no_problem_it_is_counted_drawn_and_merged_as_none(city: City) -> None:
    problem = city.case()
    order = problem.ordered()

    with city.transaction() as session:
        office = city.people["孙悦"]
        listed = problem_list(session, person_id=office, filters=Filters(), at=city.now)
        page = problem_page(session, person_id=office, problem_id=order.problem_id, at=city.now)
    assert (listed.total, [row.id for row in listed.rows]) == (1, [problem.problem_id])
    assert not {"reopen", "merge", "register_objection", "declare_hopeless", "start_order"} & set(page.verbs)
    assert {"chase", "cancel", "suspend", "correct"} <= set(page.verbs) | {"cancel"}
    assert (page.problem.kind, page.matter and page.matter.about_id) == (ORDER, problem.problem_id)
    with pytest.raises(NotYet, match="是挂牌督办，没有这种办理"):
        order.verb(actions.merge_case, "孙悦", number="1", reason="与另一问题重复，合并办理。")


def test_a_problem_under_an_order_is_not_taken_off_the_list(city: City) -> None:
    problem = city.case()
    problem.ordered(issued=False)

    with pytest.raises(NotYet, match="请先摘牌或者撤销"):
        problem.verb(actions.cancel_case, "李国庆", reason="与中央督察清单第十三项重复列入。")


def test_all_orders_stand_on_one_list_and_are_numbered_by_year(city: City) -> None:
    first, second = city.case().ordered(), city.case().ordered()
    city.passes(date(2027, 1, 4))
    third = city.case().ordered(until=date(2027, 3, 1))

    with city.transaction() as session:
        numbers = [each.problem(session).number for each in (first, second, third)]
        lists = session.scalars(select(ProblemList.name).where(ProblemList.process == "supervision-order")).all()
    assert (numbers, lists) == (["2026-1", "2026-2", "2027-1"], ["挂牌督办清单"])


def test_the_county_finds_the_order_among_what_it_has_to_do_and_others_do_not(city: City) -> None:
    order = city.case(lead=()).ordered()
    with city.transaction() as session:
        found = inbox(session, person_id=city.people["周敏"], at=city.now)
        county = matter_page(session, kind=ORDER, person_id=city.people["周敏"], state="open", at=city.now)
        bureau = matter_page(session, kind=ORDER, person_id=city.people["陈静"], state="open", at=city.now)

    rows = [row for group in found.groups for row in group.rows if group.key != "others"]
    assert order.problem_id in {row.problem_id for row in rows}
    assert ([line.id for line in county.lines], bureau.lines) == ([order.problem_id], ())


def test_an_approved_step_of_the_ladder_leads_to_the_order_it_asks_for(city: City) -> None:
    problem = city.case(due_on=date(2026, 11, 10))
    with city.transaction() as session:
        step = _approved(session, city, problem.record(session).id)
    order = problem.ordered()

    with city.transaction() as session:
        assert session.get_one(Matter, order.problem_id).step_id == step
        page = problem_page(session, person_id=city.people["孙悦"], problem_id=problem.problem_id, at=city.now)
    assert page.to_order == ""


def _approved(session: Session, city: City, case_id: UUID) -> UUID:
    """A proposal to put the case under an order, approved by the office."""
    step = EscalationStep(
        case_id=case_id,
        about="problem",
        about_id=uuid4(),
        name="问题整改",
        due_on=date(2026, 11, 1),
        step="supervision_order",
        state="waiting",
        lamp="red",
        yellows=3,
        days_late=31,
        rule="第 5 行",
        table_digest="0" * 64,
        proposed_at=city.now,
    )
    session.add(step)
    session.flush()
    values = {"decision": "approve", "reason": "三次亮灯仍未开工。"}
    done = decide_escalation(
        session, step_id=step.id, values=values, request_id=uuid4(), by=city.people["孙悦"], at=city.now
    )
    assert "请由办公室起草挂牌督办" in done.sentence
    return step.id
