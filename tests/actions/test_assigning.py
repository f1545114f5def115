"""Whose a task is by name: claimed, taken over, given back, handed over; and never a way around who may do what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.city import CaseFile, City
from workflows import actions
from workflows.queries import inbox, task_page
from workflows.records import Person
from workflows.rules.errors import InvalidInput, NotFound, NotPermitted, NotYet

WHY = "周敏本周出差，现场由马东跟进。"


def presses(case: CaseFile, verb: Callable[..., Any], by: str, *, request_id: UUID | None = None, **values: Any) -> str:
    """`by` presses a button of the open task's page."""
    city, filled = case.city, {"values": values} if values else {}
    with city.transaction() as session:
        done = verb(
            session,
            task_id=case.open_task().id,
            request_id=request_id or uuid4(),
            by=city.people[by],
            at=city.now,
            **filled,
        )
        return str(done.sentence)


def hands_over(case: CaseFile, by: str, to: str, reason: str = WHY) -> str:
    return presses(case, actions.hand_over_task, by, colleague=str(case.city.people[to]), reason=reason)


def takes_over(case: CaseFile, by: str, reason: str = WHY) -> str:
    return presses(case, actions.take_over_task, by, reason=reason)


def groups(case: CaseFile, by: str) -> dict[str, list[str]]:
    """What stands in the groups of somebody's list, by the notes of its lines; what is theirs by name as `mine`."""
    city = case.city
    with city.transaction() as session:
        found = inbox(session, person_id=city.people[by], at=city.now)
        notes: dict[str, list[str]] = {}
        for group in found.groups:
            for row in group.rows:
                notes.setdefault("mine" if row.mine else group.key, []).append(row.note)
        return notes


def offered(case: CaseFile, by: str) -> list[str]:
    """The colleagues the hand-over form of the open task names to somebody."""
    city = case.city
    with city.transaction() as session:
        page = task_page(session, person_id=city.people[by], task_id=case.open_task().id, at=city.now)
        return [choice.label for choice in page.choices["colleague"]]


def said(refusal: pytest.ExceptionInfo[InvalidInput]) -> str:
    return refusal.value.problems[0].message


def test_a_claimed_task_is_ones_own_and_shown_apart_to_colleagues(any_city: City) -> None:
    case = any_city.case()
    assert list(groups(case, "周敏")) == list(groups(case, "马东")) == ["later"]

    presses(case, actions.claim_task, "周敏")

    assert list(groups(case, "周敏")) == ["mine"]
    assert "由周敏承办" in groups(case, "马东")["held"][0]
    assert case.page("周敏").assignment.words == "由您承办"
    with pytest.raises(NotPermitted, match="由周敏承办"):
        case.does("rectify", "马东")
    case.does("rectify", "周敏")
    assert case.journal().count("task:claimed") == 1


def test_nobody_claims_what_a_colleague_claimed_first_or_what_they_may_not_do(city: City) -> None:
    case = city.case()
    presses(case, actions.claim_task, "周敏")

    with pytest.raises(NotYet, match="周敏已经先认领"):
        presses(case, actions.claim_task, "马东")
    with pytest.raises(NotYet, match="已经由您承办"):
        presses(case, actions.claim_task, "周敏")
    with pytest.raises(NotPermitted, match="责任单位"):
        presses(case, actions.claim_task, "陈静")


def test_a_colleague_takes_over_with_a_reason_that_is_kept(city: City) -> None:
    case = city.case()
    presses(case, actions.claim_task, "周敏")

    takes_over(case, "马东")

    assert list(groups(case, "马东")) == ["mine"]
    assert WHY in groups(case, "周敏")["held"][0]
    event = case.page("周敏").events[0]
    assert (event.who, event.sentence, event.note) == ("马东", "接办“落实整改措施”，原由周敏承办", WHY)
    case.does("rectify", "马东")


def test_what_nobody_holds_is_not_taken_over_and_without_a_reason_nothing_is(city: City) -> None:
    case = city.case()
    with pytest.raises(NotYet, match="没有别人承办"):
        takes_over(case, "马东")
    presses(case, actions.claim_task, "周敏")

    with pytest.raises(InvalidInput) as refusal:
        takes_over(case, "马东", reason="忙")

    assert "至少写 4 字" in said(refusal)


def test_one_gives_back_what_is_ones_own_only(city: City) -> None:
    case = city.case()
    presses(case, actions.claim_task, "周敏")
    with pytest.raises(NotYet, match="不由您承办"):
        presses(case, actions.release_task, "马东")

    presses(case, actions.release_task, "周敏")

    assert list(groups(case, "马东")) == ["later"]
    case.does("rectify", "马东")


def test_a_task_is_handed_to_a_colleague_who_finds_it_first_with_the_reason(any_city: City) -> None:
    case = any_city.case()

    assert "转办给马东" in hands_over(case, "周敏", "马东")

    assert f"周敏转办给您：{WHY}" in groups(case, "马东")["mine"][0]
    assert f"周敏转办给马东：{WHY}" in groups(case, "周敏")["held"][0]
    assert case.page("陈静").events[0].sentence == "“落实整改措施”转办给马东"
    with pytest.raises(NotPermitted, match="请先接办"):
        case.does("rectify", "周敏")
    case.does("rectify", "马东")


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("陈静", "陈静不是这一环节的责任单位人员"),
        ("沈文", "沈文不是这一环节的责任单位人员"),
        ("周敏", "这是您本人"),
    ],
)
def test_a_task_is_not_handed_to_somebody_without_a_fitting_seat(city: City, to: str, why: str) -> None:
    case = city.case()

    with pytest.raises(InvalidInput) as refusal:
        hands_over(case, "周敏", to)

    assert why in said(refusal)
    assert list(groups(case, "周敏")) == ["later"]


@pytest.mark.parametrize("nobody", ["不是编号", "00000000-0000-4000-8000-000000000007"])
def test_a_task_is_not_handed_to_nobody(city: City, nobody: str) -> None:
    case = city.case()

    with pytest.raises(InvalidInput) as refusal:
        presses(case, actions.hand_over_task, "周敏", colleague=nobody, reason=WHY)

    assert "不存在或已停用" in said(refusal)


def test_a_closed_account_is_given_nothing(city: City) -> None:
    case = city.case()
    with city.transaction() as session:
        session.get_one(Person, city.people["马东"]).active = False

    assert offered(case, "周敏") == []
    with pytest.raises(InvalidInput) as refusal:
        hands_over(case, "周敏", "马东")
    assert "已停用" in said(refusal)


def test_a_task_is_not_handed_to_somebody_barred_by_separation_of_duties(city: City) -> None:
    city.seats("周敏", "青禾市住房和城乡建设局", "handler")
    city.seats("马东", "青禾市住房和城乡建设局", "handler")
    case = city.case()
    case.does("rectify", "周敏")

    assert offered(case, "陈静") == ["马东（青禾市住房和城乡建设局）"]
    with pytest.raises(InvalidInput) as refusal:
        hands_over(case, "陈静", "周敏")

    assert said(refusal) == "本问题的整改由周敏报送，自查自验须由他人进行。"
    hands_over(case, "陈静", "马东")


def test_who_is_barred_does_not_choose_who_checks_them(city: City) -> None:
    city.seats("周敏", "青禾市住房和城乡建设局", "handler")
    case = city.case()
    case.does("rectify", "周敏")

    with pytest.raises(NotPermitted, match="须由他人进行"):
        hands_over(case, "周敏", "陈静")


def test_a_colleagues_task_is_handed_on_by_the_colleague_or_the_office_alone(city: City) -> None:
    case = city.case()
    presses(case, actions.claim_task, "周敏")

    with pytest.raises(NotPermitted, match="请由周敏转办"):
        hands_over(case, "马东", "马东")
    with pytest.raises(NotPermitted, match="责任单位"):
        hands_over(case, "陈静", "马东")
    hands_over(case, "孙悦", "马东", reason="周敏已调离，由马东接手。")
    assert "孙悦转办给您" in groups(case, "马东")["mine"][0]


def test_of_two_responsible_units_each_hands_over_within_its_own_and_the_office_across(city: City) -> None:
    city.seats("陈静", "青禾市生态环境局", "handler")
    case = city.case(responsible=("云溪县党委", "市生态环境局"), lead=("市住房和城乡建设局",), measures=())
    assert case.waits_for() == "submit_plan"

    assert offered(case, "周敏") == ["马东（云溪县）"]
    with pytest.raises(InvalidInput) as refusal:
        hands_over(case, "周敏", "陈静")
    assert "只能转给本单位的同事" in said(refusal)
    hands_over(case, "孙悦", "陈静")


def test_inspectors_of_the_city_hand_over_among_themselves_but_the_second_stays_another(city: City) -> None:
    case = city.case().goes_to("reinspect")
    hands_over(case, "王立新", "赵强")
    case.does("reinspect", "赵强")

    with pytest.raises(InvalidInput) as refusal:
        hands_over(case, "王立新", "赵强")

    assert "复核意见由赵强出具" in said(refusal)


def test_a_claim_ends_with_its_visit_of_the_box(city: City) -> None:
    case = city.case()
    presses(case, actions.claim_task, "周敏")
    case.does("rectify", "周敏")

    case.returns("self_check", "陈静", until=date(2026, 12, 20))

    assert list(groups(case, "周敏")) == list(groups(case, "马东")) == ["returned"]
    case.does("rectify", "马东")


def test_a_returned_task_of_ones_own_stands_first_and_says_that_it_was_returned(city: City) -> None:
    first, second = city.case(due_on=date(2026, 11, 20)), city.case()
    second.does("rectify", "周敏")
    second.returns("self_check", "陈静", until=date(2026, 12, 20))
    for case in (first, second):
        presses(case, actions.claim_task, "周敏")

    with city.transaction() as session:
        found = inbox(session, person_id=city.people["周敏"], at=city.now, whose="mine")

    rows = [row for group in found.groups for row in group.rows]
    assert [row.problem_id for row in rows] == [second.problem_id, first.problem_id]
    assert rows[0].back is not None
    assert rows[0].back.by == "陈静"


def test_a_claim_ends_when_the_problem_goes_to_other_units(city: City) -> None:
    case = city.case()
    presses(case, actions.claim_task, "周敏")
    housing, bureau = (str(city.units[name]) for name in ("青禾市住房和城乡建设局", "青禾市生态环境局"))

    case.verb(
        actions.reassign_units, "孙悦", responsible_units=[housing], lead_units=[bureau], reason="职责划转，依据附后。"
    )

    assert list(groups(case, "陈静")) == ["later"]
    assert case.journal()[-2:] == ["task:released", "case:reassigned"]


def test_a_claim_stays_with_whoever_still_fits(city: City) -> None:
    case = city.case()
    presses(case, actions.claim_task, "周敏")
    units = {"responsible_units": [str(city.units["云溪县"])], "lead_units": [str(city.units["青禾市生态环境局"])]}

    case.verb(actions.reassign_units, "孙悦", reason="牵头单位调整，依据附后。", **units)

    assert list(groups(case, "周敏")) == ["mine"]


def test_the_same_press_claims_once(city: City) -> None:
    case, request_id = city.case(), uuid4()

    sentences = {presses(case, actions.claim_task, "周敏", request_id=request_id) for _ in range(2)}

    assert len(sentences) == 1
    assert case.journal().count("task:claimed") == 1


def test_nothing_is_claimed_in_a_suspended_case_or_after_the_task_is_done(city: City) -> None:
    case = city.case()
    task_id = case.open_task().id
    case.verb(actions.suspend_case, "孙悦", reason="涉诉，等待判决结果。")
    with pytest.raises(NotYet, match="暂停"):
        presses(case, actions.claim_task, "周敏")
    case.verb(actions.resume_case, "孙悦", reason="判决已生效。", due_on="2026-12-20")
    case.does("rectify", "周敏")

    with city.transaction() as session, pytest.raises(NotYet, match="已由周敏办结"):
        actions.claim_task(session, task_id=task_id, request_id=uuid4(), by=city.people["马东"], at=city.now)


def test_who_may_not_see_a_problem_does_not_learn_of_its_tasks(city: City) -> None:
    case = city.case(lead=("市生态环境局",))

    with pytest.raises(NotFound):
        presses(case, actions.claim_task, "陈静")


def test_one_who_works_alone_is_not_asked_to_claim(city: City) -> None:
    case = city.case().goes_to("self_check")

    assignment = case.page("陈静").assignment

    assert (assignment.may_claim, assignment.may_hand_over) == (False, False)
