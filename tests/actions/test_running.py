"""What happens to a case in real life besides its boxes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.city import CaseFile, City, reading
from workflows import actions
from workflows.queries import inbox, problem_page
from workflows.records import Case
from workflows.rules.errors import InvalidInput, NotPermitted, NotYet

WHY = "按市委督查室意见办理，依据附后。"


def says(case: CaseFile, verb: Callable[..., Any], by: str, **values: Any) -> str:
    """`by` presses the button of a verb."""
    city = case.city
    with city.transaction() as session:
        done = verb(
            session,
            problem_id=case.problem_id,
            values=values,
            request_id=uuid4(),
            by=city.people[by],
            at=city.now,
        )
        return str(done.sentence)


def verbs_for(case: CaseFile, by: str) -> tuple[str, ...]:
    """The buttons `by` sees on the problem's page."""
    city = case.city
    with city.transaction() as session:
        page = problem_page(session, person_id=city.people[by], problem_id=case.problem_id, at=city.now)
        return page.verbs


def test_a_chase_is_counted_and_shown_to_whoever_is_chased(city: City) -> None:
    case = city.case()
    says(case, actions.chase, "孙悦", words="请本周内报送进展。")
    assert "第 2 次" in says(case, actions.chase, "陈静", words="请尽快报送。")

    with city.transaction() as session:
        rows = [
            row for group in inbox(session, person_id=city.people["周敏"], at=city.now).groups for row in group.rows
        ]
    assert "催办，共 2 次" in rows[0].note
    assert case.open_task().due_on == date(2026, 11, 30), "a chase moves no deadline"


def test_nobody_is_chased_by_the_chased(city: City) -> None:
    with pytest.raises(NotPermitted):
        says(city.case(), actions.chase, "周敏", words="请尽快办理。")


def test_a_suspended_case_stands_still_and_its_deadline_does_not_fire(any_city: City) -> None:
    case = any_city.case(due_on=date(2026, 11, 30))
    says(case, actions.suspend_case, "孙悦", reason="涉诉，等待判决结果。")

    any_city.passes(date(2026, 12, 5))
    assert "deadline:passed" not in case.journal()
    with pytest.raises(NotYet, match="暂停"):
        case.does("rectify", "周敏")

    says(case, actions.resume_case, "孙悦", reason="判决已生效。", due_on="2026-12-20")
    assert case.open_task().due_on == date(2026, 12, 20)
    any_city.passes(date(2026, 12, 20))
    assert "deadline:passed" not in case.journal()
    any_city.passes(date(2026, 12, 21))
    assert case.journal().count("deadline:passed") == 1


def test_a_suspended_notice_runs_on_for_the_days_it_had_left(city: City) -> None:
    case = city.case().goes_to("notice_over")
    opened = city.now.date()
    says(case, actions.suspend_case, "孙悦", reason="涉诉，等待判决结果。")
    city.passes(date(2026, 12, 2))
    says(case, actions.resume_case, "孙悦", reason="判决已生效。", due_on="2026-12-31")

    city.passes(date(2026, 12, 9))
    assert case.waits_for() == "notice_over", f"opened on {opened}, suspended for a month, seven days to run"
    city.passes(date(2026, 12, 10))
    assert case.waits_for() == "approve_closure"


def test_what_is_not_suspended_is_not_resumed(city: City) -> None:
    with pytest.raises(NotYet, match="没有暂停"):
        says(city.case(), actions.resume_case, "孙悦", reason="可以继续了。", due_on="2026-12-20")


def test_a_cancelled_case_is_not_a_closed_one(city: City) -> None:
    case = city.case()
    says(case, actions.cancel_case, "李国庆", reason="不属于本市行政区域，误列。")

    with city.transaction() as session:
        record: Case = case.record(session)
        assert (record.closed_at, record.due_at) == (None, None)
        assert case.problem(session).state == "open"
    assert case.documents() == []
    assert verbs_for(case, "孙悦") == ("take_bundle",), "what is off the list can still be taken along as evidence"
    with pytest.raises(NotYet, match="不再办理"):
        says(case, actions.chase, "孙悦", words="请尽快办理。")


def test_only_the_head_of_the_office_cancels(city: City) -> None:
    with pytest.raises(NotPermitted, match="负责人"):
        says(city.case(), actions.cancel_case, "孙悦", reason="不属于本市行政区域，误列。")


def test_a_duplicate_is_merged_into_the_problem_it_repeats(city: City) -> None:
    first, second = city.loads(reading(problems=2))

    says(second, actions.merge_case, "孙悦", number="1", reason="与第一项是同一处箱涵。")

    with city.transaction() as session:
        assert second.record(session).merged_into_id == first.problem_id
    assert first.waits_for() == "rectify"


@pytest.mark.parametrize("number", ["1", "99"])
def test_a_problem_is_merged_into_another_one_of_its_list_only(city: City, number: str) -> None:
    case = city.case()

    with pytest.raises(InvalidInput, match="1 处"):
        says(case, actions.merge_case, "孙悦", number=number, reason="与第一项是同一处箱涵。")


def test_a_corrected_fact_keeps_its_old_value(city: City) -> None:
    case = city.case()
    says(case, actions.correct_fact, "孙悦", field="target", value="晴天无溢流，雨天不黑臭", reason="对照原件更正。")

    page = case.page("周敏")
    assert page.problem.target == "晴天无溢流，雨天不黑臭"
    assert "“完成箱涵溢流整治工程，晴天无溢流”改为“晴天无溢流，雨天不黑臭”" in page.events[0].sentence


def test_a_correction_that_changes_nothing_is_refused(city: City) -> None:
    with pytest.raises(InvalidInput):
        says(city.case(), actions.correct_fact, "孙悦", field="area", value="水污染防治", reason="对照原件更正。")


def test_a_problem_is_handed_over_to_other_units_where_it_stands(city: City) -> None:
    case = city.case()
    bureau = str(city.units["青禾市生态环境局"])
    housing = str(city.units["青禾市住房和城乡建设局"])

    says(case, actions.reassign_units, "孙悦", responsible_units=[housing], lead_units=[bureau], reason=WHY)

    assert case.waits_for() == "rectify"
    assert case.page("陈静").refused == ""
    with pytest.raises(Exception, match=r"没有找到|不能办理"):
        case.does("rectify", "周敏")


def test_a_completion_is_taken_back_before_the_next_person_acts(any_city: City) -> None:
    case = any_city.case()
    case.does("rectify", "周敏")
    assert "withdraw" in verbs_for(case, "周敏")
    assert "withdraw" not in verbs_for(case, "陈静")

    says(case, actions.withdraw, "周敏", reason="漏传一张照片。")

    assert case.waits_for() == "rectify"
    assert case.page("周敏").opinions == ()
    assert case.journal()[-1] == "box:withdrawn"
    case.does("rectify", "周敏")
    assert case.waits_for() == "self_check"


def test_a_return_that_is_taken_back_gives_the_old_deadline_back(city: City) -> None:
    case = city.case(due_on=date(2026, 11, 30)).goes_to("self_check")
    case.returns("self_check", "陈静", until=date(2027, 1, 15))

    says(case, actions.withdraw, "陈静", reason="退回错了问题。")

    assert case.waits_for() == "self_check"
    with city.transaction() as session:
        assert case.problem(session).due_on == date(2026, 11, 30)


def test_nobody_takes_back_what_another_has_acted_on_or_what_has_become_a_paper(city: City) -> None:
    case = city.case()
    case.does("rectify", "周敏")
    with pytest.raises(NotPermitted, match="自己"):
        says(case, actions.withdraw, "马东", reason="漏传一张照片。")
    case.adds_evidence("周敏")
    case.does("self_check", "陈静")

    for by in ("周敏", "陈静"):
        with pytest.raises(NotYet, match="不能撤回"):
            says(case, actions.withdraw, by, reason="漏传一张照片。")


def test_the_same_press_of_a_verb_acts_once(city: City) -> None:
    case, request_id = city.case(), uuid4()
    for _ in range(2):
        with city.transaction() as session:
            actions.chase(
                session,
                problem_id=case.problem_id,
                values={"words": "请本周内报送进展。"},
                request_id=request_id,
                by=city.people["孙悦"],
                at=city.now,
            )

    assert case.journal().count("chased") == 1


def test_a_colleague_is_asked_before_a_task_is_completed(any_city: City) -> None:
    case = any_city.case()
    asked = {"colleague": [str(any_city.people["马东"])], "question": "第二条措施的数据是否准确？"}
    says(case, actions.ask_co_signature, "周敏", **asked)
    with any_city.transaction() as session:
        found = inbox(session, person_id=any_city.people["马东"], at=any_city.now)
        [group] = [each for each in found.groups if each.key == "co_sign"]
    assert (group.key, group.total, group.rows[0].verb) == ("co_sign", 1, "co-sign")

    with pytest.raises(NotYet, match="马东"):
        case.does("rectify", "周敏")
    says(case, actions.co_sign, "马东", decision="agree", opinion="数据与台账一致。")

    assert case.page("周敏").co_signatures[0].agreed is True
    case.does("rectify", "周敏")
    assert case.journal()[-3:-1] == ["co_signature:asked", "co_signature:answered"]


@pytest.mark.parametrize(
    ("by", "whom", "why"),
    [("周敏", "周敏", "自己"), ("陈静", "马东", "正在办理"), ("孙悦", "马东", "正在办理")],
)
def test_a_co_signature_is_asked_by_whoever_does_the_task_and_of_somebody_else(
    city: City, by: str, whom: str, why: str
) -> None:
    case = city.case()

    with pytest.raises((NotPermitted, InvalidInput)) as refusal:
        says(case, actions.ask_co_signature, by, colleague=[str(city.people[whom])], question="数据是否准确？")

    said = str(refusal.value) + "".join(each.message for each in getattr(refusal.value, "problems", []))
    assert why in said


def test_whoever_cannot_see_the_problem_is_not_asked(city: City) -> None:
    case = city.case(lead=("市生态环境局",))

    with pytest.raises(InvalidInput) as refusal:
        says(case, actions.ask_co_signature, "周敏", colleague=[str(city.people["陈静"])], question="数据是否准确？")

    assert "看不到" in refusal.value.problems[0].message


def test_nobody_answers_what_they_were_not_asked(city: City) -> None:
    with pytest.raises(NotYet, match="没有等您答复"):
        says(city.case(), actions.co_sign, "马东", decision="agree", opinion="同意。")
