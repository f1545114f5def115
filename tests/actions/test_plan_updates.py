"""A later version of a plan taken into its list: what it changes is written, what has happened since is kept, and nothing happens silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError

from tests.city import CaseFile, City, reading
from workflows import actions
from workflows.actions import plan_updates, plan_versions
from workflows.actions.plan_updates import SamePlan, Undecided, Update, Updated
from workflows.actions.plan_versions import PlanFile
from workflows.plans import Deadline, MeasureReading, PlanReading
from workflows.queries.plan_versions import VersionTampered, register_of
from workflows.records import JournalEntry, Measure, PlanVersion, Problem, ProblemUnit
from workflows.rules.errors import ChangedMeanwhile, InvalidInput, NotPermitted, Refusal

PLAN = reading(problems=2)
REASON = "省督察办〔2026〕12号批复"


def revised(plan: PlanReading = PLAN, at: int = 0, **fields: Any) -> PlanReading:
    """The plan with some fields of one problem otherwise."""
    problems = list(plan.problems)
    problems[at] = replace(problems[at], **fields)
    return replace(plan, problems=tuple(problems))


def without(plan: PlanReading, at: int) -> PlanReading:
    return replace(plan, problems=tuple(each for place, each in enumerate(plan.problems) if place != at))


def takes(
    city: City, case: CaseFile, plan: PlanReading, *, by: str | None = "孙悦", base: int = 1, digest: str = "1" * 64,
    reason: str = REASON, decisions: Mapping[str, str] | None = None,
) -> Updated:  # fmt: skip
    """The office takes a later version into the list of this case."""
    file = PlanFile(name="修订.docx", digest=digest)
    change = Update(reading=plan, file=file, base=base, reason=reason, decisions=decisions or {})
    with city.transaction() as session:
        person = city.people[by] if by else None
        return plan_updates.update_plan(
            session, list_id=case.problem(session).list_id, update=change, by=person, at=city.now
        )


def stands(city: City, case: CaseFile) -> Problem:
    with city.transaction() as session:
        return case.problem(session)


def measures(city: City, case: CaseFile) -> list[tuple[str, date | None]]:
    with city.transaction() as session:
        rows = select(Measure).where(Measure.problem_id == case.problem_id).order_by(Measure.position)
        return [(row.text, row.due_on) for row in session.scalars(rows)]


def units(city: City, case: CaseFile, part: str = "responsible") -> list[tuple[str | None, bool]]:
    with city.transaction() as session:
        rows = select(ProblemUnit).where(ProblemUnit.problem_id == case.problem_id, ProblemUnit.part == part)
        return [(row.raw, row.unit_id is not None) for row in session.scalars(rows.order_by(ProblemUnit.position))]


def test_changed_words_are_corrected_and_the_journal_says_both_and_why(any_city: City) -> None:
    case, other = any_city.loads(PLAN)

    done = takes(
        any_city, case, revised(text="白浪河化肥沟箱涵严重溢流整治第1段。雨季溢流，整改推进缓慢。", target="消除溢流")
    )

    assert (done.version, done.changed, done.added, done.left) == (2, 1, 0, ())
    problem = stands(any_city, case)
    assert (problem.target, problem.target_raw) == ("消除溢流", "消除溢流")
    assert problem.title.startswith("白浪河化肥沟箱涵严重溢流整治第1段")
    assert case.journal()[-2:] == ["plan:corrected", "plan:corrected"]
    assert other.journal() == ["case:opened"]
    assert case.waits_for() == "rectify"
    with any_city.transaction() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.what == "plan:corrected")).first()
        assert entry is not None
        assert REASON in entry.text


def test_a_changed_deadline_moves_task_and_timer_and_is_told_as_a_change_of_the_plan(city: City) -> None:
    case, _ = city.loads(PLAN)

    takes(city, case, revised(deadline=Deadline(raw="2027年3月底前", date=date(2027, 3, 31))))

    assert stands(city, case).due_on == date(2027, 3, 31)
    assert stands(city, case).deadline_raw == "2027年3月底前"
    assert case.open_task().due_on == date(2027, 3, 31)
    assert case.journal()[-1] == "plan:deadline-moved"
    city.passes(date(2026, 12, 2))
    assert "deadline:passed" not in case.journal()


def test_a_deadline_that_was_extended_since_is_not_moved_behind_anybodys_back(city: City) -> None:
    case, _ = city.loads(PLAN)
    case.asks_for_extension(until=date(2026, 12, 31)).decided_by("李国庆")

    done = takes(city, case, revised(deadline=Deadline(raw="2027年3月底前", date=date(2027, 3, 31))))

    assert stands(city, case).due_on == date(2026, 12, 31)
    assert [(each.field, each.why) for each in done.left] == [
        ("整改时限", "登记以后已另行更改为“2026-12-31”，没有覆盖")
    ]
    assert case.journal()[-1] == "plan:left"


@pytest.mark.parametrize(
    ("deadline", "why"),
    [
        (Deadline(raw="2026年10月", date=date(2026, 10, 31)), "不晚于今天"),
        (Deadline(raw="长期坚持", long_term=True), "没有具体日期"),
        (None, "没有具体日期"),
    ],
)
def test_a_day_in_the_past_or_no_day_is_left_to_a_person(city: City, deadline: Deadline | None, why: str) -> None:
    case, _ = city.loads(PLAN)

    [left] = takes(city, case, revised(deadline=deadline)).left

    assert why in left.why
    assert stands(city, case).due_on == date(2026, 11, 30)


def test_words_that_somebody_corrected_since_are_kept(city: City) -> None:
    case, _ = city.loads(PLAN)
    case.verb(actions.correct_fact, "孙悦", field="target", value="完成整治并建立台账", reason="原文漏字")

    done = takes(city, case, revised(target="消除溢流"))

    assert stands(city, case).target == "完成整治并建立台账"
    assert [(each.before, each.after) for each in done.left] == [("完成箱涵溢流整治工程，晴天无溢流", "消除溢流")]


def test_units_change_while_nobody_has_begun(city: City) -> None:
    city.joined_by("白石区", "吴江")
    case, _ = city.loads(PLAN)

    done = takes(city, case, revised(responsible_units=("白石区党委", "白石区政府")))

    assert done.left == ()
    assert units(city, case) == [("白石区党委", True), ("白石区政府", True)]
    assert case.waits_for() == "rectify"
    assert {task.unit_id for task in case.open_tasks()} <= {city.units["白石区"], None}
    with pytest.raises(Refusal):
        case.does("rectify", by="周敏")
    case.does("rectify", by="吴江")


def test_units_of_a_case_that_has_begun_are_for_a_person_to_hand_over(city: City) -> None:
    city.joined_by("白石区", "吴江")
    case, _ = city.loads(PLAN)
    case.goes_on()

    [left] = takes(city, case, revised(responsible_units=("白石区政府",))).left

    assert "已经开始办理" in left.why
    assert units(city, case) == [("云溪县党委", True), ("云溪县政府", True)]


def test_a_unit_the_city_does_not_know_takes_nothing_from_those_it_knows(city: City) -> None:
    case, _ = city.loads(PLAN)

    [left] = takes(city, case, revised(responsible_units=("不知名的局",))).left

    assert "对不上本市单位" in left.why
    assert units(city, case) == [("云溪县党委", True), ("云溪县政府", True)]


def test_measures_follow_the_plan_before_anybody_has_begun(city: City) -> None:
    case, _ = city.loads(PLAN)
    due = Deadline(raw="2026年12月20日前", date=date(2026, 12, 20))
    new = (
        MeasureReading(text="完成化肥沟箱涵截污改造2.5公里。", line=1, deadline=due),
        MeasureReading(text="建立巡查制度。", line=1),
    )

    done = takes(city, case, revised(measures=new))

    assert done.left == ()
    assert measures(city, case) == [("完成化肥沟箱涵截污改造2.5公里。", date(2026, 12, 20)), ("建立巡查制度。", None)]


def test_a_case_that_has_begun_gains_measures_and_loses_none(city: City) -> None:
    case, _ = city.loads(PLAN)
    case.goes_on()

    done = takes(city, case, revised(measures=PLAN.problems[0].measures[:1]))

    assert [each.why for each in done.left] == ["已经开始办理，没有删去这条措施"]
    assert len(measures(city, case)) == 2


def test_a_closed_suspended_or_cancelled_case_is_left_alone(city: City) -> None:
    case, other = city.loads(PLAN)
    other.verb(actions.suspend_case, "孙悦", reason="等待上级对河道管理权限的批复，暂停办理。")
    case.verb(actions.cancel_case, "李国庆", reason="与第二个问题重复列入清单。")
    plan = revised(revised(target="消除溢流"), 1, target="消除溢流")

    done = takes(city, case, plan)

    assert (done.changed, len(done.left)) == (0, 2)
    assert ["已撤销" in each.why for each in done.left] == [True, False]
    assert "已暂停" in done.left[1].why


def test_an_added_problem_opens_a_case_behind_the_others(city: City) -> None:
    case, _ = city.loads(PLAN)
    extra = replace(PLAN.problems[0], number="3", text="危险废物台账缺失，转移联单不规范。", line=9)

    done = takes(city, case, replace(PLAN, problems=(extra, *PLAN.problems)))

    assert (done.changed, done.added) == (0, 1)
    with city.transaction() as session:
        rows = select(Problem).where(Problem.list_id == case.problem(session).list_id).order_by(Problem.position)
        added = session.scalars(rows).all()[-1]
        assert (added.position, added.number, added.text) == (3, "3", extra.text)
    assert CaseFile(city=city, problem_id=added.id).waits_for() == "rectify"


def test_an_added_problem_may_be_left_out(city: City) -> None:
    case, _ = city.loads(PLAN)
    extra = replace(PLAN.problems[0], number="3", text="危险废物台账缺失，转移联单不规范。")
    plan = replace(revised(target="消除溢流"), problems=(*revised(target="消除溢流").problems, extra))

    assert takes(city, case, plan, decisions={"x-2": "leave"}).added == 0


def test_a_problem_the_plan_has_no_more_stays_until_somebody_may_take_it_off(city: City) -> None:
    case, gone = city.loads(PLAN)

    done = takes(city, case, without(PLAN, 1))

    assert (done.changed, done.cancelled) == (0, 0)
    assert gone.waits_for() == "rectify"
    assert gone.journal()[-1] == "plan:gone"


def test_the_office_leader_takes_off_what_is_gone_with_the_reason(city: City) -> None:
    city.seats("李国庆", city.homes["孙悦"], "office")
    case, gone = city.loads(PLAN)

    done = takes(city, case, without(PLAN, 1), by="李国庆", decisions={"1-x": "cancel"})

    assert done.cancelled == 1
    assert gone.journal()[-1] == "case:cancelled"
    with city.transaction() as session:
        assert gone.record(session).cancelled_at is not None


def test_who_may_not_cancel_changes_nothing_at_all(city: City) -> None:
    case, gone = city.loads(PLAN)

    with pytest.raises(NotPermitted):
        takes(city, case, without(revised(target="消除溢流"), 1), decisions={"1-x": "cancel"})

    assert case.journal() == gone.journal() == ["case:opened"]


def test_what_an_earlier_version_dropped_is_not_missed_again_and_is_known_when_it_comes_back(city: City) -> None:
    case, gone = city.loads(PLAN)
    takes(city, case, without(PLAN, 1))
    takes(city, case, without(revised(target="消除溢流"), 1), base=2, digest="2" * 64)
    assert gone.journal().count("plan:gone") == 1

    back = takes(city, case, revised(revised(target="消除溢流"), 1, area="水"), base=3, digest="4" * 64)

    assert (back.added, back.changed) == (0, 1)
    assert stands(city, gone).area == "水"


def test_a_doubtful_match_must_be_decided_by_a_person(city: City) -> None:
    case, _ = city.loads(PLAN)
    plan = revised(text="白浪河化肥沟箱涵雨季溢流频繁，治理滞后。")

    with pytest.raises(Undecided, match="编号 1"):
        takes(city, case, plan)
    same = takes(city, case, plan, decisions={"0-0": "same"})

    assert (same.changed, same.added) == (1, 0)
    assert stands(city, case).text == "白浪河化肥沟箱涵雨季溢流频繁，治理滞后。"


def test_a_doubtful_match_that_is_another_problem_is_added_and_the_old_one_stays(city: City) -> None:
    case, _ = city.loads(PLAN)

    done = takes(city, case, revised(text="白浪河化肥沟箱涵雨季溢流频繁，治理滞后。"), decisions={"0-0": "other"})

    assert (done.changed, done.added) == (0, 1)
    assert case.journal()[-1] == "plan:gone"


def test_the_same_update_twice_acts_once(city: City) -> None:
    case, _ = city.loads(PLAN)
    takes(city, case, revised(target="消除溢流"))

    again = takes(city, case, revised(target="消除溢流"))

    assert (again.repeated, again.version) == (True, 2)
    assert case.journal().count("plan:corrected") == 1


def test_of_two_updates_at_once_the_second_is_told(city: City) -> None:
    case, _ = city.loads(PLAN)
    takes(city, case, revised(target="消除溢流"))

    with pytest.raises(ChangedMeanwhile):
        takes(city, case, revised(target="消除全部溢流"), digest="5" * 64)


@pytest.mark.parametrize("reason", ["", "  ", "由" * 2_001])
def test_an_update_without_a_reason_is_refused(city: City, reason: str) -> None:
    case, _ = city.loads(PLAN)

    with pytest.raises(InvalidInput):
        takes(city, case, revised(target="消除溢流"), reason=reason)


def test_a_unit_may_not_update_the_plan(city: City) -> None:
    case, _ = city.loads(PLAN)

    with pytest.raises(NotPermitted):
        takes(city, case, revised(target="消除溢流"), by="周敏")


def test_a_plan_that_says_the_same_changes_nothing(city: City) -> None:
    case, _ = city.loads(PLAN)

    with pytest.raises(SamePlan, match="第 1 版"):
        takes(city, case, PLAN)


def test_an_update_that_fails_half_way_leaves_nothing_behind(city: City) -> None:
    case, _ = city.loads(PLAN)
    extra = replace(PLAN.problems[0], number="3", text="危险废物台账缺失。" + "字" * 30_000)

    with pytest.raises(Refusal):
        takes(city, case, replace(PLAN, problems=(*revised(target="消除溢流").problems, extra)))

    assert stands(city, case).target == "完成箱涵溢流整治工程，晴天无溢流"
    assert case.journal() == ["case:opened"]


def test_versions_are_chained_by_digest_and_never_change(any_city: City) -> None:
    case, _ = any_city.loads(PLAN)
    takes(any_city, case, revised(target="消除溢流"))

    with any_city.transaction() as session:
        first, second = session.scalars(select(PlanVersion).order_by(PlanVersion.number))
        assert second.chain == plan_versions.chained(first.chain, second.file_digest, second.register_digest)
        assert (first.reason, second.reason) == (None, REASON)
        assert register_of(session, second)[0].reading.target == "消除溢流"
        with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
            session.execute(update(PlanVersion).values(reason="别的理由"))


def test_a_version_that_was_tampered_with_stops_the_update(city: City) -> None:
    case, _ = city.loads(PLAN)
    with city.transaction() as session:
        session.execute(text("DROP TRIGGER plan_version_no_update"))
        session.execute(update(PlanVersion).values(register=b"x"))

    with pytest.raises(VersionTampered, match="第 1 版"):
        takes(city, case, revised(target="消除溢流"))


def test_a_list_from_before_versions_were_kept_is_compared_with_what_stands(city: City) -> None:
    case, _ = city.loads(PLAN)
    with city.transaction() as session:
        session.execute(text("DROP TRIGGER plan_version_no_delete"))
        session.execute(text("DELETE FROM plan_version"))

    done = takes(city, case, revised(target="消除溢流"), base=0)

    assert (done.version, done.changed) == (2, 1)
    with city.transaction() as session:
        assert session.scalar(select(func.count()).select_from(PlanVersion)) == 2


def test_reading_many_is_one_update(city: City) -> None:
    plan = reading(problems=30)
    case, *_ = city.loads(plan)
    changed = tuple(replace(each, target="消除溢流") for each in plan.problems)

    assert takes(city, case, replace(plan, problems=changed)).changed == 30
