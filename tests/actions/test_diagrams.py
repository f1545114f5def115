"""Deploying, retiring, and moving cases from one version to another."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.city import DIAGRAMS, City, forms, reading
from workflows import actions
from workflows.engine import DiagramRefused
from workflows.queries import problem_page
from workflows.records import Case, CaseMove, Diagram, JournalEntry, Task, journal
from workflows.rules.errors import InvalidInput, NotFound, NotPermitted, NotYet

SOURCE = (DIAGRAMS / "rectification.bpmn").read_text(encoding="utf-8")
REASON = "市政府要求增加一道审核。"


def deployed(city: City, source: str, *, by: str = "李国庆", **changed: str) -> UUID:
    with city.transaction() as session:
        made = actions.deploy_diagram(
            session, source=source.encode(), forms={**forms(), **changed}, by=city.people[by], at=city.now
        )
        return made.id


def versions(city: City) -> int:
    with city.transaction() as session:
        return session.scalar(select(func.count()).select_from(Diagram)) or 0


def renamed(source: str = SOURCE) -> str:
    """The shipped process with another name for the box in which units rectify."""
    start = source.index('id="rectify"')
    name = source.index('name="', start) + 6
    return source[:name] + "落实整改任务" + source[source.index('"', name) :]


def to_another_lane(source: str = SOURCE) -> str:
    """`self_check` goes from the lead unit's lane into the office's."""
    reference = "<bpmn:flowNodeRef>self_check</bpmn:flowNodeRef>"
    assert reference in source
    without = source.replace(reference, "")
    office = without.index("<bpmn:flowNodeRef>accept_plan</bpmn:flowNodeRef>")
    return without[:office] + reference + without[office:]


def moved(city: City, case_ids: list[UUID], to_id: UUID, *, by: str = "李国庆") -> list[CaseMove]:
    with city.transaction() as session:
        batch = actions.ask_to_move(
            session, to_id=to_id, case_ids=case_ids, reason=REASON, by=city.people[by], at=city.now
        )
    with city.transaction() as session:
        waiting = actions.waiting_moves(session, batch)
    done = []
    for move_id in waiting:
        with city.transaction() as session:
            done.append(actions.move_case(session, move_id=move_id, at=city.now))
    return done


def test_the_same_files_twice_are_one_version(any_city: City) -> None:
    first = deployed(any_city, renamed())

    assert deployed(any_city, renamed()) == first
    assert versions(any_city) == 2
    assert deployed(any_city, SOURCE) != first
    assert versions(any_city) == 2


def test_a_changed_form_is_another_version(city: City) -> None:
    form = json.loads(forms()["rectify"])
    form["title"] = "上报整改情况"

    changed = deployed(city, SOURCE, rectify=json.dumps(form, ensure_ascii=False))

    assert versions(city) == 2
    assert deployed(city, SOURCE, rectify=json.dumps(form, ensure_ascii=False)) == changed


def test_only_the_leader_of_the_office_deploys(city: City) -> None:
    with pytest.raises(NotPermitted, match="办公室负责人"):
        deployed(city, renamed(), by="孙悦")
    assert versions(city) == 1


@pytest.mark.parametrize(
    "evil",
    ["().__class__", "__import__('os').system('true')", "open('/etc/passwd')", "self_check_passed and exit()"],
)
def test_a_dangerous_diagram_is_refused_with_nothing_saved(city: City, evil: str) -> None:
    start = SOURCE.index("<bpmn:conditionExpression")
    start = SOURCE.index(">", start) + 1
    source = SOURCE[:start] + evil + SOURCE[SOURCE.index("<", start) :]

    with pytest.raises(DiagramRefused):
        deployed(city, source)

    assert versions(city) == 1
    with city.transaction() as session:
        assert session.scalar(select(JournalEntry).where(JournalEntry.what == "diagram:deployed").offset(1)) is None


def test_a_deployment_stands_in_the_journal_with_its_digest(city: City) -> None:
    made = deployed(city, renamed())
    with city.transaction() as session:
        query = select(JournalEntry).where(JournalEntry.what == "diagram:deployed").order_by(JournalEntry.seq.desc())
        entry, diagram = session.scalars(query.limit(1)).one(), session.get_one(Diagram, made)
        facts = json.loads(entry.text)

    assert (entry.actor_name, diagram.version) == ("李国庆", 2)
    assert diagram.digest in json.dumps(facts)


def test_no_case_starts_under_a_retired_version(city: City) -> None:
    second, leader = deployed(city, renamed()), city.people["李国庆"]
    with city.transaction() as session:
        actions.retire_diagram(session, diagram_id=second, reason="字段有误", by=leader, at=city.now)
    case = city.case()
    with city.transaction() as session:
        assert session.get_one(Diagram, case.record(session).diagram_id).version == 1

    with pytest.raises(NotYet, match="已经停用"):
        deployed(city, renamed())
    with city.transaction() as session:
        actions.reinstate_diagram(session, diagram_id=second, by=leader, at=city.now)
    with city.transaction() as session:
        assert city.case().record(session).diagram_id == second


def test_a_retirement_needs_a_reason_and_the_leader(city: City) -> None:
    second = deployed(city, renamed())
    with city.transaction() as session, pytest.raises(InvalidInput):
        actions.retire_diagram(session, diagram_id=second, reason=" ", by=city.people["李国庆"], at=city.now)
    with city.transaction() as session, pytest.raises(NotPermitted):
        actions.retire_diagram(session, diagram_id=second, reason="不用了", by=city.people["孙悦"], at=city.now)


def test_without_any_version_in_use_no_problem_is_registered(city: City) -> None:
    with city.transaction() as session:
        only = session.scalars(select(Diagram.id)).one()
        actions.retire_diagram(session, diagram_id=only, reason="停办", by=city.people["李国庆"], at=city.now)
    with pytest.raises(NotFound, match="已部署版本"):
        city.case()


def test_the_dry_run_says_which_cases_move_and_why_others_cannot(city: City) -> None:
    here, there = city.loads(reading(problems=2))
    there.goes_to("self_check")
    to_id = deployed(city, to_another_lane())

    with city.transaction() as session:
        found = actions.candidates(session, to_id=to_id, by=city.people["李国庆"], at=city.now)

    assert [bool(each.why_not) for each in found] == [False, True]
    assert "原来由牵头单位办理，在新版本里由领导小组办公室办理" in found[1].why_not[0]
    assert (here.journal()[-1], found[0].from_version) == ("case:opened", 1)


def test_a_moved_case_keeps_its_task_its_deadline_and_its_past(any_city: City) -> None:
    case = any_city.case(due_on=date(2026, 11, 30))
    case.adds_evidence("周敏")
    case.does("rectify", "周敏")
    case.returns("self_check", "陈静", until=date(2026, 12, 5))
    case.asks_for_extension(until=date(2026, 12, 20)).decided_by("孙悦")
    before = case.open_task()

    done = moved(any_city, [case_id(any_city, case.problem_id)], deployed(any_city, renamed()))

    after = case.open_task()
    assert done[0].refused is None
    assert (after.id, after.token, after.due_on, after.returned) == (before.id, before.token, before.due_on, True)
    assert (before.name, after.name) == ("落实整改措施", "落实整改任务")
    assert case.journal()[-1] == "case:moved"
    any_city.passes(date(2026, 12, 10))
    assert "deadline:passed" not in case.journal()
    any_city.passes(date(2026, 12, 22))
    assert "deadline:passed" in case.journal()
    case.goes_to("approve_closure").does("approve_closure", "李国庆")
    with any_city.transaction() as session:
        assert case.record(session).closed_at is not None
        assert journal.verify(session) == []


def case_id(city: City, problem_id: UUID) -> UUID:
    with city.transaction() as session:
        return session.scalars(select(Case.id).where(Case.problem_id == problem_id)).one()


def test_what_was_signed_before_a_move_keeps_the_name_it_had(city: City) -> None:
    case = city.case().goes_to("self_check")
    to_id = deployed(city, renamed())
    moved(city, [case_id(city, case.problem_id)], to_id)

    with city.transaction() as session:
        page = problem_page(session, person_id=city.people["孙悦"], problem_id=case.problem_id, at=city.now)
    assert [said.box_name for said in page.opinions] == ["落实整改措施"]


def test_a_move_can_be_taken_back_until_the_case_has_gone_on(city: City) -> None:
    case = city.case()
    with city.transaction() as session:
        state, diagram = case.record(session).state, case.record(session).diagram_id
    to_id = deployed(city, renamed())
    (done,) = moved(city, [case_id(city, case.problem_id)], to_id)

    with city.transaction() as session:
        actions.revert_move(session, move_id=done.id, by=city.people["李国庆"], at=city.now)
    with city.transaction() as session:
        assert (case.record(session).state, case.record(session).diagram_id) == (state, diagram)
    assert case.journal()[-1] == "case:moved-back"

    (again,) = moved(city, [case_id(city, case.problem_id)], to_id)
    case.adds_evidence("周敏")
    case.does("rectify", "周敏")
    with city.transaction() as session, pytest.raises(NotYet, match="又办理过"):
        actions.revert_move(session, move_id=again.id, by=city.people["李国庆"], at=city.now)


def test_a_case_that_went_on_between_looking_and_moving_is_judged_again(city: City) -> None:
    case = city.case()
    to_id = deployed(city, to_another_lane())
    with city.transaction() as session:
        assert not actions.candidates(session, to_id=to_id, by=city.people["李国庆"], at=city.now)[0].why_not
    case.goes_to("self_check")

    (asked,) = moved(city, [case_id(city, case.problem_id)], to_id)

    assert "没有改动" in (asked.refused or "")
    assert case.journal()[-1] != "case:moved"
    case.does("self_check", "陈静")


def test_a_move_that_was_done_is_not_done_twice(city: City) -> None:
    case = city.case()
    (done,) = moved(city, [case_id(city, case.problem_id)], deployed(city, renamed()))
    with city.transaction() as session:
        actions.move_case(session, move_id=done.id, at=city.now + timedelta(hours=1))

    assert case.journal().count("case:moved") == 1
    with city.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Task)) == 1


def test_cases_are_moved_by_the_leader_with_a_reason(city: City) -> None:
    case, to_id = city.case(), deployed(city, renamed())
    with pytest.raises(NotPermitted):
        moved(city, [case_id(city, case.problem_id)], to_id, by="孙悦")
    with pytest.raises(InvalidInput), city.transaction() as session:
        actions.ask_to_move(session, to_id=to_id, case_ids=[], reason=REASON, by=city.people["李国庆"], at=city.now)
