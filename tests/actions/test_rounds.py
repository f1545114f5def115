"""Progress rounds: every unit with open problems reports on each of them; the office closes the round and keeps who was late."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, func, select

from tests.city import CaseFile, City
from workflows import actions
from workflows.actions import rounds as verbs
from workflows.queries import problem_page, rounds, settings
from workflows.queries.matter_values import MatterPanel
from workflows.records import JournalEntry, Matter, Problem, ProgressReport
from workflows.rules.errors import InvalidInput, NotPermitted, NotYet

SUMMARY = {"summary": "总体按计划推进，白石区滞后，下周现场督导。", "decision": None}


@pytest.fixture
def busy(city: City) -> City:
    """Two counties with open problems; a third has none."""
    city.joined_by("白石区", "吴芳")
    city.joined_by("江口县", "林青")
    city.deploys("progress-round")
    city.case()
    city.case(responsible=("白石区",))
    city.case(responsible=("云溪县", "白石区"))
    return city


def opened(city: City, *, by: str = "孙悦", due_on: str = "2026-11-06", text: str = verbs.TEXT) -> CaseFile:
    with city.transaction() as session:
        done = verbs.open_round(
            session, values={"due_on": due_on, "text": text}, request_id=uuid4(), by=city.people[by], at=city.now
        )
    return CaseFile(city=city, problem_id=done.problem_id)


def rows(city: City, unit: str, **values: Any) -> list[dict[str, Any]]:
    """A report on each open problem of a unit."""
    with city.transaction() as session:
        asked = rounds.asked_of(session, city.units[unit])
        return [{"problem": str(each.id), "pace": "on_plan", "text": "管道铺设完成六成。", **values} for each in asked]


def reports(listed: CaseFile, by: str, **values: Any) -> str:
    return listed.does("report_progress", by, decision=None, reports=rows(listed.city, listed.city.homes[by], **values))


def panel(listed: CaseFile, by: str = "孙悦") -> MatterPanel:
    with listed.city.transaction() as session:
        page = problem_page(session, person_id=listed.city.people[by], problem_id=listed.problem_id, at=listed.city.now)
    assert page.panel is not None
    return page.panel


def result(listed: CaseFile) -> dict[str, Any]:
    with listed.city.transaction() as session:
        found: dict[str, Any] = json.loads(session.get_one(Matter, listed.problem_id).result or "{}")
        return found


def test_every_unit_with_open_problems_is_asked_and_reports_on_each_of_them(any_city: City) -> None:
    any_city.joined_by("白石区", "吴芳")
    any_city.joined_by("江口县", "林青")
    any_city.deploys("progress-round")
    any_city.case()
    any_city.case(responsible=("云溪县", "白石区"))
    listed = opened(any_city)
    assert listed.still_asked() == {"云溪县", "白石区"}

    reports(listed, "周敏")
    reports(listed, "吴芳", pace="behind", difficulty="征地没有完成。")

    assert listed.waits_for() == "close_round"
    with any_city.transaction() as session:
        assert session.scalar(select(func.count(ProgressReport.id))) == 3
    assert [(each.unit, each.pace_words) for each in panel(listed).reports] == [
        ("云溪县", "按计划推进"),
        ("云溪县", "按计划推进"),
        ("白石区", "进度滞后"),
    ]


def test_a_closed_round_keeps_who_reported_who_was_late_and_who_did_not(busy: City) -> None:
    busy.case(responsible=("江口县",))
    listed = opened(busy)
    reports(listed, "周敏")
    busy.passes(date(2026, 11, 9))
    listed.verb(actions.chase, "孙悦", words="请今天填报。")
    reports(listed, "吴芳")
    listed.verb(verbs.end_collecting, "孙悦", reason="周一上午截止，不再等待。")
    listed.does("close_round", "孙悦", **SUMMARY)

    kept = result(listed)
    assert {each["unit"]: (each["outcome"], each["chases"]) for each in kept["units"]} == {
        "云溪县": ("reported", 0),
        "白石区": ("late", 1),
        "江口县": ("missing", 1),
    }
    assert kept["counts"] == {"reported": 1, "late": 1, "missing": 1}
    assert (kept["number"], kept["week"], kept["summary"]) == ("2026年第45周", "2026-11-02", SUMMARY["summary"])
    assert len(kept["reports"]) == 4
    assert listed.journal()[-1] == "round:closed"
    assert "matter:late" in listed.journal()


def test_what_is_kept_does_not_change_with_the_problems(busy: City) -> None:
    listed = opened(busy)
    reports(listed, "周敏")
    reports(listed, "吴芳")
    listed.does("close_round", "孙悦", **SUMMARY)
    before = result(listed)
    with busy.transaction() as session:
        for problem in session.scalars(select(Problem).where(Problem.number == "1")):
            problem.title = "另一个名称"

    assert result(listed) == before


@pytest.mark.parametrize("leave_out", [True, False])
def test_a_report_that_leaves_a_problem_out_or_brings_a_foreign_one_is_not_taken(busy: City, leave_out: bool) -> None:
    listed, mine = opened(busy), rows(busy, "云溪县")
    given = mine[:1] if leave_out else [*mine, {**mine[0], "problem": str(uuid4())}]

    with pytest.raises(InvalidInput) as refusal:
        listed.does("report_progress", "周敏", decision=None, reports=given)
    said = refusal.value.problems[0].message
    assert ("还有一个问题没有填报进展" if leave_out else "请刷新页面后重新填写") in said
    assert listed.still_asked() == {"云溪县", "白石区"}


def test_last_weeks_words_stand_beside_each_problem(busy: City) -> None:
    first = opened(busy)
    reports(first, "周敏", text="箱涵清淤完成。", difficulty="雨季停工。")
    reports(first, "吴芳")
    first.does("close_round", "孙悦", **SUMMARY)
    busy.passes(date(2026, 11, 9))
    second = opened(busy, due_on="2026-11-13")

    with busy.transaction() as session:
        shown = rounds.choices(session, busy.units["云溪县"])
    assert {each.note for each in shown} == {"上次（11 月 2 日，按计划推进）：箱涵清淤完成。\n困难：雨季停工。"}
    assert second.still_asked() == {"云溪县", "白石区"}


def test_what_is_rectified_or_a_petition_is_not_asked_about(city: City) -> None:
    city.deploys("progress-round")
    city.petition()
    city.case().goes_to("reinspect")

    with pytest.raises(NotYet, match="没有哪个单位有未完成整改的问题"):
        opened(city)


def test_a_week_has_one_round_unless_it_was_called_off(busy: City) -> None:
    first = opened(busy)
    with pytest.raises(NotYet, match="一周只调度一次"):
        opened(busy)
    first.verb(actions.cancel_case, "李国庆", reason="填报时限写错，重新开始。")

    assert opened(busy).still_asked() == {"云溪县", "白石区"}


def test_the_clock_opens_it_on_its_day_and_once_however_often_it_looks(busy: City) -> None:
    def looks(day: date) -> bool:
        busy.passes(day)
        with busy.transaction() as session:
            return verbs.open_weekly(session, at=busy.now)

    assert not looks(date(2026, 11, 3))
    with busy.transaction() as session:
        verbs.set_weekly(session, opens="3", due="5", by=busy.people["孙悦"], at=busy.now)
    assert [looks(date(2026, 11, day)) for day in (3, 4, 4, 5, 8, 9, 10, 11)] == [
        False,
        True,
        False,
        False,
        False,
        False,
        False,
        True,
    ]
    with busy.transaction() as session:
        weeks = session.scalars(select(Matter.week).order_by(Matter.week)).all()
        days = session.scalars(
            select(Problem.due_on).join(Matter, Matter.problem_id == Problem.id).order_by(Problem.due_on)
        )
        assert (weeks, days.all()) == ([date(2026, 11, 2), date(2026, 11, 9)], [date(2026, 11, 6), date(2026, 11, 13)])
        opener = session.scalars(select(JournalEntry.actor_name).where(JournalEntry.what == "round:opened")).all()
    assert set(opener) == {"系统"}


def test_a_day_the_clock_missed_is_made_up_for_in_the_same_week(busy: City) -> None:
    with busy.transaction() as session:
        settings.write(session, rounds.WEEKDAY, "1")
    busy.passes(date(2026, 11, 12))
    with busy.transaction() as session:
        assert verbs.open_weekly(session, at=busy.now)


def test_a_week_whose_round_was_called_off_gets_no_second_one_from_the_clock(busy: City) -> None:
    opened(busy).verb(actions.cancel_case, "李国庆", reason="本周例会已调度，不再填报。")
    with busy.transaction() as session:
        settings.write(session, rounds.WEEKDAY, "1")
        assert not verbs.open_weekly(session, at=busy.now)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2026-11-01"}, "due_on"),
        ({"due_on": "2026-12-24"}, "due_on"),
        ({"text": "报"}, "text"),
    ],
)
def test_a_round_with_wrong_fields_is_not_opened(busy: City, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        opened(busy, **wrong)
    assert [each.field for each in refusal.value.problems] == [field]


@pytest.mark.parametrize("by", ["周敏", "李国庆", "王立新"])
def test_only_the_office_opens_sets_and_ends_a_round(busy: City, by: str) -> None:
    with pytest.raises(NotPermitted, match="领导小组办公室"):
        opened(busy, by=by)
    with pytest.raises(NotPermitted, match="领导小组办公室"), busy.transaction() as session:
        verbs.set_weekly(session, opens="1", due="5", by=busy.people[by], at=busy.now)


@pytest.mark.parametrize(("opens", "due"), [("8", "5"), ("1", ""), ("一", "5")])
def test_a_weekday_is_a_weekday(busy: City, opens: str, due: str) -> None:
    with pytest.raises(InvalidInput, match="1 处"), busy.transaction() as session:
        verbs.set_weekly(session, opens=opens, due=due, by=busy.people["孙悦"], at=busy.now)


def test_nobody_is_waited_for_twice(busy: City) -> None:
    listed = opened(busy)
    listed.verb(verbs.end_collecting, "孙悦", reason="周五下午截止。")

    assert listed.waits_for() == "close_round"
    with pytest.raises(NotYet, match="不需要再截止"):
        listed.verb(verbs.end_collecting, "孙悦", reason="周五下午截止。")
    with pytest.raises(NotYet, match="没有这种办理"):
        busy.case().verb(verbs.end_collecting, "孙悦", reason="周五下午截止。")


def test_a_unit_sees_its_own_report_and_not_the_account_of_all(busy: City) -> None:
    listed = opened(busy)
    reports(listed, "周敏")
    reports(listed, "吴芳")
    listed.does("close_round", "孙悦", **SUMMARY)

    assert {each.unit for each in panel(listed, "吴芳").reports} == {"白石区"}
    assert panel(listed, "吴芳").result is None
    assert panel(listed).result is not None


def test_the_reads_of_a_round_do_not_grow_with_its_units(busy: City) -> None:
    few = opened(busy)
    counted = statements(few)
    few.verb(actions.cancel_case, "李国庆", reason="填报时限写错，重新开始。")
    for number in range(12):
        busy.joined_by(f"第{number}镇", f"镇{number}")
        busy.case(responsible=(f"第{number}镇",))
    many = opened(busy)
    assert len(many.still_asked()) == 14

    assert statements(many) <= counted + 2


def statements(listed: CaseFile) -> int:
    """How many statements the page of a round takes."""
    seen: list[str] = []
    event.listen(listed.city.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    panel(listed)
    return len(seen)
