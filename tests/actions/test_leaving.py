"""Somebody moves on: what hangs on them by name goes to others, and their account is closed."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.city import CaseFile, City
from workflows import actions
from workflows.actions import city as register
from workflows.actions import directory, leaving
from workflows.queries.leaving import leaving_page
from workflows.records import Person, Task
from workflows.rules.errors import ChangedMeanwhile, InvalidInput, NotPermitted, NotVisible, NotYet


@pytest.fixture
def staffed(city: City) -> City:
    """The city with its system administrator."""
    home = "青禾市环保督察反馈问题整改工作领导小组办公室"
    with city.transaction() as session:
        person = register.add_person(session, login="方圆", name="方圆", title="", password_hash="x", at=city.now)
        register.seat(session, person_id=person.id, unit_id=city.units[home], role="system_admin", at=city.now)
        city.people["方圆"] = person.id
    return city


def claimed(city: City, name: str = "马东") -> tuple[CaseFile, UUID]:
    """A case whose open task somebody has claimed."""
    case = city.case()
    task = case.open_task().id
    with city.transaction() as session:
        actions.claim_task(session, task_id=task, request_id=uuid4(), by=city.people[name], at=city.now)
    return case, task


def moves(city: City, takers: dict[UUID, str], *, by: str = "方圆", reason: str = "调离") -> leaving.Moved:
    with city.transaction() as session:
        return leaving.move_tasks(
            session, other_id=city.people["马东"], takers=takers, reason=reason, by=city.people[by], at=city.now
        )


def closes(city: City, **how: bool) -> None:
    with city.transaction() as session:
        directory.close_person(
            session, person_id=city.people["马东"], active=False, by=city.people["方圆"], at=city.now, **how
        )


def holder(city: City, task: UUID) -> UUID | None:
    with city.transaction() as session:
        return session.get_one(Task, task).assignee_id


def test_the_administrator_sees_number_and_box_and_who_could_do_it(staffed: City) -> None:
    claimed(staffed)
    with staffed.transaction() as session:
        page = leaving_page(session, person_id=staffed.people["方圆"], other_id=staffed.people["马东"], at=staffed.now)
    [task] = page.tasks
    assert (task.number, task.box_name) == ("1", "落实整改措施")
    assert [each.label for each in task.takers] == ["周敏（云溪县）"]
    assert page.for_all == task.takers


def test_a_task_is_handed_on_and_it_stands_in_the_journal(staffed: City) -> None:
    case, task = claimed(staffed)
    moved = moves(staffed, {task: str(staffed.people["周敏"])})
    assert (moved.given, moved.back) == (1, 0)
    assert holder(staffed, task) == staffed.people["周敏"]
    assert case.journal()[-1] == "task:handed_over"


def test_a_task_goes_to_nobody_of_another_unit_and_nothing_is_half_moved(staffed: City) -> None:
    _, first = claimed(staffed)
    _, second = claimed(staffed)
    with pytest.raises(InvalidInput) as refused:
        moves(staffed, {first: str(staffed.people["周敏"]), second: str(staffed.people["陈静"])})
    assert "不是这一环节的责任单位人员" in refused.value.problems[0].message
    assert holder(staffed, first) == staffed.people["马东"]


def test_whoever_may_not_do_it_cannot_be_given_it(staffed: City) -> None:
    staffed.seats("陈静", "云溪县", "handler")
    staffed.seats("马东", "青禾市住房和城乡建设局", "handler")
    case = staffed.case()
    case.does("rectify", "周敏")
    staffed.seats("周敏", "青禾市住房和城乡建设局", "handler")
    task = case.open_task().id
    with staffed.transaction() as session:
        actions.claim_task(session, task_id=task, request_id=uuid4(), by=staffed.people["马东"], at=staffed.now)
    with pytest.raises(InvalidInput) as refused:
        moves(staffed, {task: str(staffed.people["周敏"])})
    assert "由周敏报送" in refused.value.problems[0].message


def test_a_task_done_meanwhile_is_told(staffed: City) -> None:
    case, task = claimed(staffed)
    case.does("rectify", "马东")
    with pytest.raises(ChangedMeanwhile):
        moves(staffed, {task: str(staffed.people["周敏"])})


def test_no_choice_and_no_reason_are_refused(staffed: City) -> None:
    _, task = claimed(staffed)
    with pytest.raises(InvalidInput) as refused:
        moves(staffed, {task: ""}, reason="")
    assert [each.field for each in refused.value.problems] == ["all", "reason"]


def test_others_neither_look_nor_move(staffed: City) -> None:
    _, task = claimed(staffed)
    with pytest.raises(NotPermitted):
        moves(staffed, {task: str(staffed.people["周敏"])}, by="周敏")
    with staffed.transaction() as session, pytest.raises(NotVisible):
        leaving_page(session, person_id=staffed.people["周敏"], other_id=staffed.people["马东"], at=staffed.now)


def test_an_account_with_tasks_is_not_closed_until_they_are_moved_or_put_back(staffed: City) -> None:
    _, task = claimed(staffed)
    with pytest.raises(NotYet, match="还有 1 项由其承办的任务"):
        closes(staffed)
    closes(staffed, put_back=True)
    assert holder(staffed, task) is None
    with staffed.transaction() as session:
        assert not session.get_one(Person, staffed.people["马东"]).active
