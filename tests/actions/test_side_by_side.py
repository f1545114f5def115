"""A problem of several responsible units: each rectifies and answers for itself, and the last answer takes the case on."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from tests.city import DIAGRAMS, CaseFile, City, forms
from workflows import actions
from workflows.queries import cases, inbox
from workflows.records import Task
from workflows.rules.errors import AlreadyDone, NotFound, NotPermitted

COUNTIES = ("云溪县", "河东区", "林川县")


@pytest.fixture
def three(city: City) -> CaseFile:
    """A problem that three counties have to rectify, led by a bureau of the city."""
    city.joined_by("河东区", "何平")
    city.joined_by("林川县", "林峰")
    return city.case(responsible=("云溪县党委", "云溪县政府", "河东区", "林川县"))


def test_every_responsible_unit_gets_a_task_of_its_own(three: CaseFile) -> None:
    assert three.still_asked() == set(COUNTIES)
    assert {task.box for task in three.open_tasks()} == {"rectify"}
    assert len({task.token for task in three.open_tasks()}) == 1


def test_the_case_goes_on_with_the_last_answer_and_not_before(three: CaseFile) -> None:
    said = three.does("rectify", "周敏")
    assert "还等 2 个责任单位" in said
    assert three.still_asked() == {"河东区", "林川县"}

    three.does("rectify", "林峰")
    assert three.waits_for() == "rectify"

    said = three.does("rectify", "何平")
    assert "自查自验（牵头单位）" in said
    assert three.waits_for() == "self_check"
    assert three.journal().count("box:completed") == 3


def test_with_one_responsible_unit_nobody_notices_a_difference(city: City) -> None:
    case = city.case()

    assert case.still_asked() == {"云溪县"}
    assert case.does("rectify", "周敏") == "“落实整改措施”已办理。下一步：自查自验（牵头单位）。"


def test_nobody_answers_for_another_unit(three: CaseFile) -> None:
    foreign = three.task_of("河东区").id

    with pytest.raises(NotPermitted, match="这一项由河东区办理，您不在该单位"):
        three.does("rectify", "周敏", task_id=foreign)
    with pytest.raises(NotPermitted, match="此事由责任单位办理，您不在其中"):
        three.does("rectify", "孙悦", task_id=foreign)
    assert three.still_asked() == set(COUNTIES)


def test_a_unit_without_a_part_does_not_learn_of_the_task(three: CaseFile) -> None:
    three.city.joined_by("平湖县", "平安")

    with pytest.raises(NotFound):
        three.does("rectify", "平安", task_id=three.task_of("河东区").id)


def test_a_unit_answers_once(three: CaseFile) -> None:
    own, press = three.task_of("云溪县").id, uuid4()
    first = three.does("rectify", "周敏", task_id=own, request_id=press)

    assert three.does("rectify", "周敏", task_id=own, request_id=press) == first
    with pytest.raises(AlreadyDone, match="周敏"):
        three.does("rectify", "马东", task_id=own)


def test_two_open_tasks_of_one_unit_at_one_visit_cannot_be(three: CaseFile) -> None:
    own = three.task_of("云溪县")
    twin = Task(
        **{name: getattr(own, name) for name in ("case_id", "token", "box", "name", "role", "unit_id", "opened_at")}
    )

    with three.city.transaction() as session:
        session.add(twin)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_whoever_reported_for_any_unit_does_not_accept(three: CaseFile) -> None:
    three.city.seats("何平", "青禾市住房和城乡建设局", "handler")
    for name in ("周敏", "何平", "林峰"):
        three.does("rectify", name)

    with pytest.raises(NotPermitted, match="整改由您报送"):
        three.does("self_check", "何平")


def test_a_return_asks_every_unit_again(three: CaseFile) -> None:
    for name in ("周敏", "何平", "林峰"):
        three.does("rectify", name)
    three.returns("self_check", "陈静", until=date(2026, 12, 31))

    assert three.still_asked() == set(COUNTIES)
    assert {(task.returned, task.due_on) for task in three.open_tasks()} == {(True, date(2026, 12, 31))}


def test_the_home_of_a_unit_shows_its_own_task_and_the_others_in_one_line(three: CaseFile) -> None:
    with three.city.transaction() as session:
        home = inbox(session, person_id=three.city.people["周敏"], at=three.city.now)
    rows = {group.key: [(row.unit_name, row.may_act) for row in group.rows] for group in home.groups if group.rows}

    [(own, acts)] = [row for key, group in rows.items() if key != "others" for row in group]
    assert (own, acts) == ("云溪县", True)
    [(others, acts)] = rows["others"]
    assert others.endswith("等 2 个单位")
    assert not acts


def test_the_office_sees_one_line_for_all_units(three: CaseFile) -> None:
    three.does("rectify", "周敏")
    with three.city.transaction() as session:
        home = inbox(session, person_id=three.city.people["孙悦"], at=three.city.now)
        said = cases.where_now(session, three.record(session))

    assert [len(group.rows) for group in home.groups if group.key == "others"] == [1]
    assert said == "下一步：落实整改措施（还等 2 个责任单位）。"


def test_a_whole_case_of_three_units_is_closed(three: CaseFile) -> None:
    for name in ("周敏", "何平", "林峰"):
        three.does("rectify", name)
    three.adds_evidence("周敏")
    three.goes_to("reopened")

    assert [paper.kind for paper in three.documents()] == ["acceptance_report", "closure_report"]


def test_a_deployed_form_that_writes_measures_cannot_be_answered_by_several() -> None:
    source = (DIAGRAMS / "rectification.bpmn").read_text(encoding="utf-8")
    swapped = source.replace('name="form" value="rectify"', 'name="form" value="submit_plan"').encode()

    found = [each.message for each in actions.check_diagram(swapped, forms()) if each.box == "rectify"]
    assert any("它会改写整改措施" in message for message in found)
    assert any("不是“是否”的事实（deadline_at）" in message for message in found)
    returning = source.replace('name="form" value="rectify"', 'name="form" value="self_check"').encode()
    assert any("把案件退回" in each.message for each in actions.check_diagram(returning, forms()))


def handed_to(case: CaseFile, *counties: str) -> str:
    chosen = [str(case.city.units[county]) for county in counties]
    lead = [str(case.city.units["青禾市住房和城乡建设局"])]
    return case.verb(
        actions.reassign_units, "孙悦", responsible_units=chosen, lead_units=lead, reason="区划调整，职责移交。"
    )


def test_who_is_done_and_stays_stays_done_when_others_are_put_in_charge(three: CaseFile) -> None:
    three.city.joined_by("平湖县", "平安")
    three.does("rectify", "周敏")

    assert "还等 2 个责任单位" in handed_to(three, "云溪县", "林川县", "平湖县")
    assert three.still_asked() == {"林川县", "平湖县"}

    three.does("rectify", "平安")
    three.does("rectify", "林峰")
    assert three.waits_for() == "self_check"


def test_a_case_goes_on_when_those_who_had_not_answered_are_no_longer_in_charge(three: CaseFile) -> None:
    three.does("rectify", "周敏")

    assert "自查自验" in handed_to(three, "云溪县")
    assert three.waits_for() == "self_check"


def test_a_unit_that_comes_back_has_still_answered(three: CaseFile) -> None:
    three.does("rectify", "周敏")
    handed_to(three, "河东区", "林川县")
    handed_to(three, "云溪县", "河东区", "林川县")

    assert three.still_asked() == {"河东区", "林川县"}


def test_a_problem_handed_to_quite_other_units_is_asked_of_them(three: CaseFile) -> None:
    three.city.joined_by("平湖县", "平安")
    handed_to(three, "平湖县")

    assert three.still_asked() == {"平湖县"}
    assert "自查自验" in three.does("rectify", "平安")


def statements(city: City, units: int, called: str) -> list[str]:
    """What the database is asked while the first of so many units answers."""
    names = [f"{called}{number}县" for number in range(1, units + 1)]
    for name in names:
        city.joined_by(name, f"{name}承办")
    case = city.case(responsible=tuple(names))
    asked: list[str] = []
    own = case.task_for(f"{names[0]}承办")
    values = case.values_for_box("rectify")

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(city.engine, "before_cursor_execute", listen)
    with city.transaction() as session:
        by, press = city.people[f"{names[0]}承办"], uuid4()
        actions.complete_task(session, task_id=own.id, values=values, request_id=press, by=by, at=city.now)
    event.remove(city.engine, "before_cursor_execute", listen)
    return asked


def test_an_answer_asks_the_database_the_same_however_many_units_there_are(city: City) -> None:
    statements(city, 2, "先")  # forms are read once per process

    assert len(statements(city, 24, "多")) == len(statements(city, 3, "少"))
