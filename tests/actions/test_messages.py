"""Who is told of what: found out when the messages are made, and never of what they may not see."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from tests.city import City
from workflows import actions
from workflows.actions import directory, messenger, reading, telling
from workflows.queries import messages
from workflows.queries.recipients import recipients
from workflows.records import Occurrence, Person, ProblemUnit, Substitution
from workflows.rules.message_kinds import KINDS


def told(city: City) -> int:
    """The worker looks once; how many messages it made."""
    with city.transaction() as session:
        waiting = messenger.untold(session)
        return len(messenger.deliver(session, recipients(session, waiting, at=city.now), at=city.now))


def reads(city: City, name: str) -> list[str]:
    """The sentences a person finds, newest first."""
    with city.transaction() as session:
        page = messages.message_page(session, person_id=city.people[name], at=city.now)
        return [row.said for day in page.days for row in day.rows]


def forgets(city: City) -> None:
    """Everything so far is told and read."""
    told(city)
    with city.transaction() as session:
        for person_id in city.people.values():
            reading.read_all(session, until=city.now, by=person_id, at=city.now)


def unread(city: City, name: str) -> list[str]:
    with city.transaction() as session:
        page = messages.message_page(session, person_id=city.people[name], only_unread=True, at=city.now)
        return [row.said for day in page.days for row in day.rows]


def test_a_task_is_told_to_everybody_who_may_do_it_and_to_nobody_else(any_city: City) -> None:
    any_city.case()
    told(any_city)
    assert reads(any_city, "周敏") == reads(any_city, "马东") == ["请办理“落实整改措施”"]
    assert [reads(any_city, name) for name in ("陈静", "王立新", "孙悦", "沈文")] == [[], [], [], []]


def test_the_same_occurrence_is_told_once(city: City) -> None:
    city.case()
    assert told(city) == 2
    assert told(city) == 0
    assert len(reads(city, "周敏")) == 1


def test_two_workers_that_found_the_same_tell_it_once(city: City) -> None:
    city.case()
    with city.transaction() as session:
        found = recipients(session, messenger.untold(session), at=city.now)
    with city.transaction() as session:
        assert len(messenger.deliver(session, found, at=city.now)) == 2
    with city.transaction() as session:
        assert messenger.deliver(session, found, at=city.now) == []


def test_many_at_once_are_told_as_one(city: City) -> None:
    from tests.city import reading as plan

    city.loads(plan(problems=5))
    told(city)
    assert reads(city, "周敏") == ["有 5 项新任务等您办理"]


def test_three_at_once_are_told_one_by_one(city: City) -> None:
    from tests.city import reading as plan

    city.loads(plan(problems=3))
    told(city)
    assert reads(city, "周敏") == ["请办理“落实整改措施”"] * 3


def test_a_task_done_before_anybody_was_told_is_not_told(city: City) -> None:
    case = city.case()
    case.does("rectify", by="周敏")
    told(city)
    assert reads(city, "周敏") == []
    assert reads(city, "陈静") == ["请办理“自查自验”"]


def test_a_return_is_told_with_its_reason_but_not_to_who_returned_it(city: City) -> None:
    case = city.case()
    case.does("rectify", by="周敏")
    forgets(city)
    case.returns("self_check", by="陈静", until=date(2026, 11, 20))
    told(city)
    with city.transaction() as session:
        page = messages.message_page(session, person_id=city.people["周敏"], at=city.now)
        row = page.days[0].rows[0]
        assert (row.kind, row.said) == ("task_returned", "“落实整改措施”被退回，须重新办理")
        assert row.below == "十月的监测数据缺失，须补齐。"
        assert row.problem.startswith("1 ") or "白浪河" in row.problem
    assert unread(city, "陈静") == []


def test_handing_over_tells_who_gets_it_and_who_had_it(city: City) -> None:
    case = city.case()
    task = case.open_task()
    from uuid import uuid4

    with city.transaction() as session:
        actions.claim_task(session, task_id=task.id, request_id=uuid4(), by=city.people["马东"], at=city.now)
    forgets(city)
    with city.transaction() as session:
        actions.take_over_task(
            session,
            task_id=task.id,
            values={"reason": "马东下乡，由我先办。"},
            request_id=uuid4(),
            by=city.people["周敏"],
            at=city.now,
        )
    with city.transaction() as session:
        actions.hand_over_task(
            session,
            task_id=task.id,
            values={"colleague": str(city.people["马东"]), "reason": "马东已回来，仍由其办理。"},
            request_id=uuid4(),
            by=city.people["周敏"],
            at=city.now,
        )
    told(city)
    assert set(unread(city, "马东")) == {"“落实整改措施”已改由周敏承办", "周敏把“落实整改措施”转给您办理"}
    assert unread(city, "周敏") == []


def test_deadlines_are_told_before_and_on_the_first_day_after(city: City) -> None:
    city.case(due_on=date(2026, 11, 30))
    forgets(city)
    for day in (date(2026, 11, 23), date(2026, 11, 29), date(2026, 12, 1), date(2026, 12, 9)):
        city.passes(day)
        told(city)
    said = unread(city, "周敏")
    assert list(reversed(said)) == [
        "问题整改将于 2026 年 11 月 30 日到期，还有 7 天",
        "问题整改明天到期",
        "问题整改已超期，应于 2026 年 11 月 30 日办结",
    ]
    assert unread(city, "陈静") == said, "the lead unit answers for the same day"
    assert unread(city, "王立新") == []


def test_whoever_lost_sight_of_the_problem_or_was_deactivated_is_told_nothing(city: City) -> None:
    case = city.case()
    forgets(city)
    with city.transaction() as session:
        for name in ("周敏", "马东", "陈静"):
            record = case.record(session)
            facts = {"by": "孙悦", "text": "请尽快补齐材料"}
            telling.tell(
                session,
                "mentioned",
                to=city.people[name],
                by=city.people["孙悦"],
                case=record,
                facts=facts,
                at=city.now,
            )
        session.get_one(Person, city.people["马东"]).active = False
        lead = select(ProblemUnit).where(ProblemUnit.unit_id == city.units["青禾市住房和城乡建设局"])
        for row in session.scalars(lead):
            session.delete(row)
    told(city)
    assert unread(city, "周敏") == ["孙悦在评论中提到了您"]
    assert unread(city, "陈静") == []
    with city.transaction() as session:
        assert session.scalars(select(Occurrence).where(Occurrence.told_at.is_(None))).all() == []


def test_a_message_about_what_its_person_may_no_longer_see_shows_nothing_of_it(city: City) -> None:
    case = city.case()
    with city.transaction() as session:
        facts = {"by": "孙悦", "text": "涉密内容"}
        record = case.record(session)
        telling.tell(session, "mentioned", to=city.people["陈静"], by=None, case=record, facts=facts, at=city.now)
    told(city)
    with city.transaction() as session:
        lead = select(ProblemUnit).where(ProblemUnit.unit_id == city.units["青禾市住房和城乡建设局"])
        for row in session.scalars(lead):
            session.delete(row)
    with city.transaction() as session:
        [day] = messages.message_page(session, person_id=city.people["陈静"], at=city.now).days
        [row] = day.rows
        assert (row.said, row.below, row.problem, dict(row.about)) == (messages.LOST, "", "", {})


def test_the_audit_an_objection_and_papers_are_told_to_those_they_concern(city: City) -> None:
    case = city.case()
    forgets(city)
    with city.transaction() as session:
        record = case.record(session)
        for kind in ("audit_drawn", "objection"):
            telling.tell(session, kind, case=record, by=city.people["孙悦"], at=city.now)
        facts = {"title": "每周调度表", "number": "青督改办〔2026〕1号", "reason": "缺少字体"}
        telling.tell(session, "paper_failed", facts=facts, at=city.now)
        telling.tell(session, "system", facts={"what": "端点已停用"}, at=city.now)
    told(city)
    assert set(unread(city, "周敏")) == {"这个问题被抽中，将接受抽查", "公示期间收到异议，公示已中止"}
    assert set(unread(city, "李国庆")) == {"公示期间收到异议，公示已中止"}
    assert unread(city, "孙悦") == ["《每周调度表》（青督改办〔2026〕1号）没有制成"]
    assert unread(city, "王立新") == []


def test_one_reads_one_s_own_messages_only(city: City) -> None:
    import pytest

    from workflows.rules.errors import NotFound

    city.case()
    told(city)
    with city.transaction() as session:
        page = messages.message_page(session, person_id=city.people["周敏"], at=city.now)
        mine = page.days[0].rows[0].id
    with pytest.raises(NotFound), city.transaction() as session:
        reading.read_one(session, message_id=mine, by=city.people["马东"], at=city.now)
    with pytest.raises(NotFound), city.transaction() as session:
        messages.message_page(session, person_id=city.people["马东"], before=mine, at=city.now)


def test_what_came_after_the_page_was_drawn_stays_unread(city: City) -> None:
    city.case()
    told(city)
    drawn = city.now
    city.passes(date(2026, 11, 3))
    city.case()
    told(city)
    with city.transaction() as session:
        assert reading.read_all(session, until=drawn, by=city.people["周敏"], at=city.now) == 1
    assert len(unread(city, "周敏")) == 1


def test_every_kind_says_something_even_of_an_occurrence_without_facts() -> None:
    for kind in KINDS.values():
        assert kind.said({"what": "x"})
        assert "{" not in kind.said({}) + kind.below({}) + kind.said({}, 9)
        assert "9" in kind.said({}, 9)


def test_a_reset_password_is_told_to_its_owner(city: City) -> None:
    with city.transaction() as session:
        from workflows.actions import city as register

        admin = register.add_person(session, login="anquan", name="安全", title="", password_hash="x", at=city.now)
        register.seat(
            session,
            person_id=admin.id,
            unit_id=city.units["云溪县"],
            role="security_admin",
            at=city.now,
        )
        directory.reset_password(session, person_id=city.people["周敏"], by=admin.id, at=city.now)
    told(city)
    assert "重设了密码" in reads(city, "周敏")[0]


def away(city: City, absent: str, substitute: str, *, days: int = 3, begins_in: int = 0) -> None:
    """Somebody stands in for somebody from now on, or from a later day."""
    since = city.now + timedelta(days=begins_in)
    with city.transaction() as session:
        row = Substitution(
            absent_id=city.people[absent],
            substitute_id=city.people[substitute],
            since=since,
            until=since + timedelta(days=days),
            reason="外出学习",
            made_by_id=city.people[absent],
            made_at=city.now,
        )
        session.add(row)


def test_of_somebody_who_is_away_the_substitute_is_told_too_and_for_whom(city: City) -> None:
    away(city, "沈文", "马东")
    case = city.petition()
    case.does("investigate", by="周敏")
    told(city)
    assert reads(city, "沈文")[0] == "请办理“县级审核”"
    assert reads(city, "马东")[0] == "请办理“县级审核”（代沈文）"


def test_who_would_be_told_anyway_is_told_once_and_for_themselves(city: City) -> None:
    away(city, "周敏", "马东")
    city.case()
    told(city)
    assert reads(city, "马东") == ["请办理“落实整改措施”"]


def test_a_heap_of_tasks_that_are_lent_says_for_whom(city: City) -> None:
    from tests.city import reading as plan

    away(city, "周敏", "王立新")
    city.loads(plan(problems=5))
    told(city)
    assert reads(city, "王立新") == ["有 5 项新任务等您办理（代周敏）"]


def test_nothing_is_told_before_the_substitution_begins_nor_after_its_end(city: City) -> None:
    away(city, "周敏", "王立新", begins_in=3)
    city.case()
    told(city)
    city.passes(date(2026, 11, 12))
    city.case()
    told(city)
    assert reads(city, "王立新") == []
    assert reads(city, "周敏") == ["请办理“落实整改措施”"] * 2


def test_the_deadline_of_lent_work_is_told_and_hidden_again_when_the_loan_is_over(city: City) -> None:
    city.case(due_on=date(2026, 11, 30))
    forgets(city)
    city.passes(date(2026, 11, 29))
    away(city, "周敏", "王立新", days=2)
    told(city)
    assert reads(city, "王立新") == ["问题整改明天到期（代周敏）"]
    assert reads(city, "周敏")[0] == reads(city, "陈静")[0] == "问题整改明天到期"
    city.passes(date(2026, 12, 9))
    told(city)
    assert "已超期" not in str(reads(city, "王立新"))


def test_what_is_personal_or_cannot_be_lent_is_not_told_to_a_substitute(city: City) -> None:
    case = city.case()
    forgets(city)
    away(city, "周敏", "陈静")
    with city.transaction() as session:
        record = case.record(session)
        facts = {"by": "孙悦", "text": "请尽快补齐材料"}
        telling.tell(session, "mentioned", to=city.people["周敏"], by=None, case=record, facts=facts, at=city.now)
        telling.tell(session, "account", to=city.people["周敏"], facts={"what": "您的密码已更改"}, at=city.now)
        telling.tell(session, "audit_drawn", case=record, by=city.people["孙悦"], at=city.now)
    told(city)
    assert len(unread(city, "周敏")) == 3
    assert unread(city, "陈静") == ["这个问题被抽中，将接受抽查"], "as the lead unit, and not for 周敏"


def test_a_task_handed_to_somebody_who_is_away_is_told_to_their_substitute(city: City) -> None:
    from uuid import uuid4

    away(city, "马东", "陈静")
    task = city.case().open_task()
    forgets(city)
    with city.transaction() as session:
        actions.hand_over_task(
            session,
            task_id=task.id,
            values={"colleague": str(city.people["马东"]), "reason": "由马东牵头。"},
            request_id=uuid4(),
            by=city.people["周敏"],
            at=city.now,
        )
    told(city)
    assert unread(city, "马东") == ["周敏把“落实整改措施”转给您办理"]
    assert unread(city, "陈静") == ["周敏把“落实整改措施”转给您办理（代马东）"]


def test_a_comment_that_was_withdrawn_is_not_repeated_by_a_message(city: City) -> None:
    case = city.case()
    with city.transaction() as session:
        facts = {"by": "周敏", "text": "@陈静 请看"}
        record, author = case.record(session), city.people["周敏"]
        telling.tell(session, "mentioned", to=city.people["陈静"], by=author, case=record, facts=facts, at=city.now)
        session.flush()
        telling.take_words_back(session, "mentioned", by=author, case=record, word="text", value="@陈静 请看")
    told(city)
    with city.transaction() as session:
        [day] = messages.message_page(session, person_id=city.people["陈静"], at=city.now).days
        assert (day.rows[0].said, day.rows[0].below) == ("周敏在评论中提到了您", "")
