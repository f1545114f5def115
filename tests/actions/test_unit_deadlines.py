"""Several responsible units, each with a deadline of its own: set, extended, reminded of, late; and nobody else's moves."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.city import CaseFile, City
from workflows import actions
from workflows.queries import deadlines, problem_page
from workflows.records import DeadlineMark, EscalationStep, Task
from workflows.rules.errors import InvalidInput, NotPermitted, NotYet

WHY = "河东区工程量较小，可以提前完成。"


@pytest.fixture
def three(city: City) -> CaseFile:
    """A problem three counties have to rectify by the thirtieth of November."""
    city.joined_by("河东区", "何平")
    city.joined_by("林川县", "林峰")
    return city.case(responsible=("云溪县党委", "云溪县政府", "河东区", "林川县"))


def sets(case: CaseFile, day: date, *counties: str, by: str = "孙悦") -> str:
    units = [str(case.city.units[county]) for county in counties]
    return case.verb(actions.set_unit_deadline, by, units=units, due_on=day.isoformat(), reason=WHY)


def days(case: CaseFile) -> dict[str, date | None]:
    return {county: case.task_of(county).due_on for county in case.still_asked()}


def marks(case: CaseFile) -> list[tuple[str, date, str]]:
    """What was said: of which unit's task (or the problem), which day, which mark."""
    names = {unit_id: name for name, unit_id in case.city.units.items()}
    with case.city.transaction() as session:
        tasks = {task.id: names.get(task.unit_id, "") for task in session.scalars(select(Task))}
        rows = session.scalars(select(DeadlineMark).order_by(DeadlineMark.at, DeadlineMark.mark)).all()
        return [(tasks.get(row.about_id, row.about), row.due_on, row.mark) for row in rows]


def due_on(case: CaseFile) -> date | None:
    with case.city.transaction() as session:
        return case.problem(session).due_on


def test_the_office_gives_one_unit_an_earlier_day(three: CaseFile) -> None:
    assert "其他单位的时限不变" in sets(three, date(2026, 11, 20), "河东区")

    assert days(three) == {
        "云溪县": date(2026, 11, 30),
        "河东区": date(2026, 11, 20),
        "林川县": date(2026, 11, 30),
    }
    assert due_on(three) == date(2026, 11, 30)
    assert three.journal()[-1] == "deadline:set-for-units"


def test_a_day_set_before_the_units_are_asked_counts_when_they_are(city: City) -> None:
    city.joined_by("河东区", "何平")
    case = city.case(responsible=("云溪县党委", "河东区"), measures=())
    sets(case, date(2026, 11, 20), "河东区")
    case.does("submit_plan", "周敏", due_on="2026-12-20")
    case.goes_to("rectify")

    assert days(case) == {"云溪县": date(2026, 12, 20), "河东区": date(2026, 11, 20)}


def test_a_day_of_its_own_is_refused_where_it_cannot_be(three: CaseFile) -> None:
    with pytest.raises(InvalidInput) as later:
        sets(three, date(2026, 12, 15), "河东区")
    assert "不能晚于整改时限 2026-11-30；需要更晚的，请由该单位申请延期" in later.value.problems[0].message
    with pytest.raises(InvalidInput) as past:
        sets(three, date(2026, 11, 1), "河东区")
    assert "应是今天以后的日期" in past.value.problems[0].message
    with pytest.raises(InvalidInput) as stranger:
        sets(three, date(2026, 11, 20), "青禾市生态环境局")
    assert "不承担本问题的这项工作" in stranger.value.problems[0].message
    with pytest.raises(NotPermitted, match="领导小组办公室"):
        sets(three, date(2026, 11, 20), "河东区", by="周敏")
    assert set(days(three).values()) == {date(2026, 11, 30)}


def test_one_responsible_unit_has_the_problems_deadline(city: City) -> None:
    with pytest.raises(NotYet, match="只有一个责任单位"):
        sets(city.case(), date(2026, 11, 20), "云溪县")


def test_the_problems_own_day_ends_a_unit_s_own(three: CaseFile) -> None:
    sets(three, date(2026, 11, 20), "河东区")
    sets(three, date(2026, 11, 30), "河东区")

    assert set(days(three).values()) == {date(2026, 11, 30)}
    three.city.passes(date(2026, 11, 29))
    assert {about for about, _, _ in marks(three)} == {"problem"}


def test_each_unit_is_reminded_of_its_own_day(three: CaseFile) -> None:
    sets(three, date(2026, 11, 20), "河东区")
    for day in (13, 17, 19, 21, 23):
        three.city.passes(date(2026, 11, day))

    assert marks(three) == [
        ("河东区", date(2026, 11, 20), "before_7"),
        ("河东区", date(2026, 11, 20), "before_3"),
        ("河东区", date(2026, 11, 20), "before_1"),
        ("河东区", date(2026, 11, 20), "late_1"),
        ("problem", date(2026, 11, 30), "before_7"),
    ]
    assert "deadline:late" in three.journal()


def test_a_unit_that_is_late_makes_no_other_late(three: CaseFile) -> None:
    sets(three, date(2026, 11, 20), "河东区")
    three.city.passes(date(2026, 11, 21))

    with three.city.transaction() as session:
        assert three.record(session).overdue_since is None
        [step] = session.scalars(select(EscalationStep)).all()
        assert "河东区" in step.name


def test_a_proposal_ends_with_the_answer_of_the_unit_it_is_about(three: CaseFile) -> None:
    sets(three, date(2026, 11, 20), "河东区")
    three.city.passes(date(2026, 11, 21))
    three.does("rectify", "何平")

    with three.city.transaction() as session:
        assert [step.state for step in session.scalars(select(EscalationStep))] == ["withdrawn"]


def test_a_proposal_goes_on_about_another_unit_late_since_the_same_day(three: CaseFile) -> None:
    sets(three, date(2026, 11, 20), "河东区", "林川县")
    three.city.passes(date(2026, 11, 21))
    first = {"河东区": "何平", "林川县": "林峰"}
    with three.city.transaction() as session:
        [step] = session.scalars(select(EscalationStep)).all()
        about = session.get_one(Task, step.about_id).unit_id
    named = next(name for name in first if three.city.units[name] == about)
    three.does("rectify", first.pop(named))

    with three.city.transaction() as session:
        [step] = session.scalars(select(EscalationStep)).all()
        assert step.state == "waiting"
        assert session.get_one(Task, step.about_id).closed_at is None
    three.does("rectify", *first.values())
    with three.city.transaction() as session:
        assert session.scalars(select(EscalationStep.state)).all() == ["withdrawn"]


def test_a_unit_asks_for_its_own_extension_and_moves_nobody_else(three: CaseFile) -> None:
    request = three.asks_for_extension(until=date(2026, 12, 31), by="何平")
    assert request.decided_by("孙悦") == "已同意河东区延期至 2026-12-31，原时限的提醒已取消。其他单位的时限不变。"

    assert days(three) == {
        "云溪县": date(2026, 11, 30),
        "河东区": date(2026, 12, 31),
        "林川县": date(2026, 11, 30),
    }
    assert due_on(three) == date(2026, 12, 31)
    assert "extension:granted-to-unit" in three.journal()


def test_after_one_units_extension_the_problem_is_not_late_but_the_others_are(three: CaseFile) -> None:
    three.asks_for_extension(until=date(2026, 12, 31), by="何平").decided_by("孙悦")
    three.does("rectify", "林峰")
    three.city.passes(date(2026, 12, 1))

    with three.city.transaction() as session:
        assert three.record(session).overdue_since is None
    assert [mark for mark in marks(three) if mark[2] == "late_1"] == [("云溪县", date(2026, 11, 30), "late_1")]

    three.does("rectify", "周敏")
    three.city.passes(date(2027, 1, 1))
    with three.city.transaction() as session:
        assert three.record(session).overdue_since is not None


def test_what_was_said_of_the_problems_day_is_not_said_again_to_those_who_keep_it(three: CaseFile) -> None:
    three.city.passes(date(2026, 11, 23))
    three.asks_for_extension(until=date(2026, 12, 31), by="何平").decided_by("孙悦")
    three.city.passes(date(2026, 11, 24))
    assert marks(three) == [("problem", date(2026, 11, 30), "before_7")]

    three.city.passes(date(2026, 11, 27))
    said = marks(three)
    assert sorted(name for name, _, mark in said if mark == "before_3") == ["云溪县", "林川县"]
    assert three.journal().count("deadline:reminded") == 2


def test_two_units_ask_at_the_same_time_and_one_unit_only_once(three: CaseFile) -> None:
    three.asks_for_extension(until=date(2026, 12, 31), by="何平")
    three.asks_for_extension(until=date(2026, 12, 10), by="周敏")

    with pytest.raises(NotYet, match="上一份延期申请还没有审批"):
        three.asks_for_extension(until=date(2027, 1, 10), by="何平")
    with pytest.raises(InvalidInput):
        three.asks_for_extension(until=date(2026, 11, 30), by="林峰")


def test_a_unit_that_has_answered_needs_no_extension(three: CaseFile) -> None:
    request = three.asks_for_extension(until=date(2026, 12, 31), by="何平")
    three.does("rectify", "何平")

    with pytest.raises(NotYet, match="本单位的任务已经办结"):
        three.asks_for_extension(until=date(2026, 12, 31), by="何平")
    with pytest.raises(NotYet, match="河东区现在没有待办的任务"):
        request.decided_by("孙悦")
    assert "已不同意河东区延期" in request.decided_by("孙悦", "refuse")


def test_nobody_grants_their_own_units_extension(three: CaseFile) -> None:
    three.city.seats("何平", "青禾市环保督察反馈问题整改工作领导小组办公室", "office")
    request = three.asks_for_extension(until=date(2026, 12, 31), by="何平")

    with pytest.raises(NotPermitted, match="本人提出"):
        request.decided_by("何平")


def test_a_deadline_after_a_return_fires_anew_and_the_own_one_before_it_never(three: CaseFile) -> None:
    sets(three, date(2026, 11, 20), "河东区")
    for name in ("周敏", "何平", "林峰"):
        three.does("rectify", name)
    three.returns("self_check", "陈静", until=date(2026, 12, 20))
    assert set(days(three).values()) == {date(2026, 12, 20)}

    three.city.passes(date(2026, 11, 21))
    assert marks(three) == []
    three.city.passes(date(2026, 12, 13))
    three.city.passes(date(2026, 12, 21))
    assert [(about, mark) for about, _, mark in marks(three)] == [("problem", "before_7"), ("problem", "late_1")]


def test_going_on_after_a_rest_gives_every_unit_the_new_day(three: CaseFile) -> None:
    sets(three, date(2026, 11, 20), "河东区")
    three.verb(actions.suspend_case, "孙悦", reason="涉及行政诉讼，等待法院裁判。")
    three.verb(actions.resume_case, "孙悦", reason="裁判已经生效。", due_on="2026-12-31")

    assert set(days(three).values()) == {date(2026, 12, 31)}


def test_the_page_tells_each_units_state_and_day(three: CaseFile) -> None:
    sets(three, date(2026, 11, 20), "河东区")
    three.does("rectify", "周敏")
    with three.city.transaction() as session:
        page = problem_page(
            session, person_id=three.city.people["孙悦"], problem_id=three.problem_id, at=three.city.now
        )

    [visit] = page.visits
    assert [(line.unit, line.answered, line.due_on) for line in visit.units] == [
        ("河东区", False, date(2026, 11, 20)),
        ("林川县", False, date(2026, 11, 30)),
        ("云溪县", True, date(2026, 11, 30)),
    ]
    assert visit.words == "3 个单位分别办理，已办结 1 个，还有 2 个"


def test_a_late_unit_s_lamp_is_its_own(three: CaseFile) -> None:
    sets(three, date(2026, 11, 20), "河东区")
    three.city.passes(date(2026, 11, 25))
    with three.city.transaction() as session:
        page = problem_page(
            session, person_id=three.city.people["孙悦"], problem_id=three.problem_id, at=three.city.now
        )
        current = deadlines.in_force(session, three.record(session).id)

    assert current is not None
    assert [(line.unit, line.lamp.key) for line in page.visits[0].units] == [
        ("河东区", "yellow"),
        ("云溪县", "soon"),
        ("林川县", "soon"),
    ]
    assert page.problem.lamp.key == "soon"


def test_only_the_open_units_are_urged(three: CaseFile) -> None:
    three.does("rectify", "周敏")
    said = three.verb(actions.chase, "孙悦", words="请抓紧报送，本周五前办结。")

    assert "只催还没有办的" in said
    assert "河东区" in said
    assert "云溪县" not in said
    assert {task.chases for task in three.open_tasks()} == {1}


def test_the_same_press_sets_a_day_once(three: CaseFile) -> None:
    press = uuid4()
    values = {"units": [str(three.city.units["河东区"])], "due_on": "2026-11-20", "reason": WHY}
    for _ in range(2):
        with three.city.transaction() as session:
            actions.set_unit_deadline(
                session,
                problem_id=three.problem_id,
                values=values,
                request_id=press,
                by=three.city.people["孙悦"],
                at=three.city.now,
            )

    assert three.journal().count("deadline:set-for-units") == 1
