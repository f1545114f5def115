"""The escalation ladder: proposed by a table, decided by a person, and never by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.city import CaseFile, City
from workflows.actions.escalations import decide_escalation, declare_hopeless, deploy_ladder
from workflows.engine.decisions import TableRefused
from workflows.queries import ladder, problem_page, settings
from workflows.queries.escalations import escalation_page
from workflows.records import EscalationStep
from workflows.rules.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, NotYet

DUE = date(2026, 11, 30)
SHIPPED = Path(__file__).parents[2] / "workflows" / "diagrams" / "escalation.dmn"


def steps(case: CaseFile) -> list[tuple[str, str]]:
    """Every proposal of a case with its state, in order."""
    with case.city.transaction() as session:
        query = select(EscalationStep.step, EscalationStep.state).where(
            EscalationStep.case_id == case.record(session).id
        )
        return [(step, state) for step, state in session.execute(query.order_by(EscalationStep.proposed_at))]


def last(case: CaseFile) -> EscalationStep:
    with case.city.transaction() as session:
        query = select(EscalationStep).where(EscalationStep.case_id == case.record(session).id)
        return session.scalars(query.order_by(EscalationStep.proposed_at.desc())).first()  # type: ignore[return-value]  # each test proposed one before


def decides(case: CaseFile, by: str = "孙悦", decision: str = "approve", reason: str = "情况属实，同意。") -> str:
    with case.city.transaction() as session:
        return decide_escalation(
            session,
            step_id=last(case).id,
            values={"decision": decision, "reason": reason},
            request_id=uuid4(),
            by=case.city.people[by],
            at=case.city.now,
        ).sentence


def gives_up(case: CaseFile, by: str = "周敏", reason: str = "管线迁改受阻，年内无法完工。") -> str:
    with case.city.transaction() as session:
        return declare_hopeless(
            session,
            problem_id=case.problem_id,
            values={"reason": reason},
            request_id=uuid4(),
            by=case.city.people[by],
            at=case.city.now,
        ).sentence


def lamp(case: CaseFile) -> str:
    with case.city.transaction() as session:
        person = case.city.people["周敏"]
        return problem_page(session, person_id=person, problem_id=case.problem_id, at=case.city.now).problem.lamp.key


def test_the_ladder_is_climbed_as_time_goes_on_and_only_proposed(any_city: City) -> None:
    case = any_city.case(due_on=DUE)

    any_city.passes(date(2026, 11, 30))
    assert steps(case) == []
    for day in (date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 31), date(2027, 1, 30), date(2027, 3, 31)):
        any_city.passes(day)

    assert steps(case) == [
        ("reminder_letter", "waiting"),
        ("talk", "waiting"),
        ("supervision_order", "waiting"),
        ("accountability_referral", "waiting"),
    ]
    assert case.waits_for() == "rectify", "nothing happens to the case by itself"
    assert case.journal().count("escalation:proposed") == 4


def test_yellow_turns_red_after_the_days_the_city_sets(city: City) -> None:
    with city.transaction() as session:
        settings.write(session, "lamps.red_after_days", "5")
    case = city.case(due_on=DUE)

    city.passes(date(2026, 12, 5))
    assert (lamp(case), steps(case)) == ("yellow", [("reminder_letter", "waiting")])
    city.passes(date(2026, 12, 6))
    assert (lamp(case), steps(case)[-1]) == ("red", ("talk", "waiting"))


def test_a_second_yellow_on_the_same_problem_proposes_a_special_letter(city: City) -> None:
    case = city.case(due_on=DUE)
    city.passes(date(2026, 12, 1))
    case.asks_for_extension(until=date(2026, 12, 10)).decided_by("孙悦")

    city.passes(date(2026, 12, 11))

    assert steps(case) == [("reminder_letter", "withdrawn"), ("special_letter", "waiting")]


def test_a_moved_or_met_deadline_withdraws_what_nobody_has_decided(any_city: City) -> None:
    case = any_city.case(due_on=DUE)
    any_city.passes(date(2026, 12, 1))

    case.goes_to("reinspect")

    assert steps(case) == [("reminder_letter", "withdrawn")]
    assert "escalation:withdrawn" in case.journal()
    with pytest.raises(NotYet, match="不再有效"):
        decides(case)


def test_the_office_approves_or_dismisses_with_a_reason(any_city: City) -> None:
    case = any_city.case(due_on=DUE)
    any_city.passes(date(2026, 12, 1))

    assert decides(case) == "已批准：发提醒函。已制发《提醒函》（青督改办函〔2026〕1号），请按规定送达并落实。"
    any_city.passes(date(2026, 12, 31))
    assert decides(case, by="李国庆", decision="dismiss", reason="已当面沟通，给予一周时间。").startswith(
        "已决定不采纳"
    )

    assert steps(case) == [("reminder_letter", "approved"), ("talk", "dismissed")]
    assert case.journal()[-1] == "escalation:dismissed"


def test_what_was_decided_is_not_proposed_again(city: City) -> None:
    case = city.case(due_on=DUE)
    city.passes(date(2026, 12, 1))
    decides(case, decision="dismiss")

    for day in (2, 3, 10):
        city.passes(date(2026, 12, day))

    assert steps(case) == [("reminder_letter", "dismissed")]


@pytest.mark.parametrize("by", ["周敏", "陈静", "王立新"])
def test_only_the_office_decides(city: City, by: str) -> None:
    case = city.case(due_on=DUE)
    city.passes(date(2026, 12, 1))

    with pytest.raises(NotPermitted, match="领导小组办公室"):
        decides(case, by=by)


def test_a_step_is_decided_once(city: City) -> None:
    case = city.case(due_on=DUE)
    city.passes(date(2026, 12, 1))
    decides(case)

    with pytest.raises(AlreadyDone, match="孙悦"):
        decides(case, by="李国庆", decision="dismiss")


@pytest.mark.parametrize(
    ("decision", "reason"),
    [("", "情况属实，同意。"), ("punish", "情况属实，同意。"), ("approve", "好"), ("approve", "长" * 1001)],
)
def test_a_decision_without_choice_or_reason_is_not_saved(city: City, decision: str, reason: str) -> None:
    case = city.case(due_on=DUE)
    city.passes(date(2026, 12, 1))

    with pytest.raises(InvalidInput):
        decides(case, decision=decision, reason=reason)
    assert steps(case) == [("reminder_letter", "waiting")]


def test_an_unknown_step_is_not_found(city: City) -> None:
    with city.transaction() as session, pytest.raises(NotFound):
        decide_escalation(session, step_id=uuid4(), values={}, request_id=uuid4(), by=city.people["孙悦"], at=city.now)


def test_a_unit_that_states_it_cannot_finish_turns_the_lamp_red_at_once(any_city: City) -> None:
    case = any_city.case(due_on=DUE)

    assert "亮红灯" in gives_up(case)

    assert lamp(case) == "red"
    assert steps(case) == [("talk", "waiting")]
    with pytest.raises(NotYet, match="已经声明过"):
        gives_up(case)


def test_an_extension_ends_the_red_of_a_statement(city: City) -> None:
    case = city.case(due_on=DUE)
    gives_up(case)
    city.passes(date(2026, 11, 3))

    case.asks_for_extension(until=date(2027, 3, 31)).decided_by("孙悦")

    assert lamp(case) == "ok"
    assert steps(case) == [("talk", "withdrawn")]


def test_nobody_else_states_it_and_not_without_a_deadline(city: City) -> None:
    with pytest.raises(NotPermitted):
        gives_up(city.case(due_on=DUE), by="王立新")
    with pytest.raises(NotYet, match="没有正在计算的整改时限"):
        gives_up(city.case(due_on=None))


def test_the_office_sees_the_whole_list_and_a_unit_only_its_own_problem(city: City) -> None:
    case = city.case(due_on=DUE)
    city.passes(date(2026, 12, 1))

    with city.transaction() as session:
        page = escalation_page(session, person_id=city.people["孙悦"], state="waiting", at=city.now)
        own = problem_page(session, person_id=city.people["周敏"], problem_id=case.problem_id, at=city.now)
        with pytest.raises(NotPermitted, match="问题页面"):
            escalation_page(session, person_id=city.people["周敏"], state="waiting", at=city.now)

    assert [(line.step, line.may_decide) for line in page.lines] == [("发提醒函", True)]
    assert page.lines[0].why == "黄灯，超期 1 天，本问题第 1 次亮灯"
    assert page.counts[0] == ("waiting", "等待审定", 1)
    assert [(line.step, line.may_decide) for line in own.escalations] == [("发提醒函", False)]


def test_a_city_puts_its_own_table_in_force_when_it_is_sound(city: City) -> None:
    own = SHIPPED.read_bytes().replace(b'"reminder_letter"', b'"talk"')
    with city.transaction() as session:
        deploy_ladder(session, source=own, by=None, at=city.now)
    with city.transaction() as session, pytest.raises(TableRefused, match="第 1 行"):
        deploy_ladder(session, source=own.replace(b'"talk"', b'"prison"', 1), by=None, at=city.now)
    case = city.case(due_on=DUE)

    city.passes(date(2026, 12, 1))

    assert steps(case) == [("talk", "waiting")]
    assert ladder.check(b"x" * 30_000)[0].code == "too-large"
