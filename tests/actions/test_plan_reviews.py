"""Looking a plan through together and registering it: two clerks, second presses, stale pages, a worker that is killed."""

from __future__ import annotations

import io
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from tests.city import City
from workflows.actions import plan_accepting, plan_deciding, plan_locks, plan_portions, plan_reviews
from workflows.actions.plan_accepting import Acceptance, DoubtsLeft
from workflows.actions.plan_deciding import StaleStep, Step
from workflows.actions.plan_locks import HeldByAnother
from workflows.actions.plan_portions import Draft
from workflows.actions.plan_reviews import Upload
from workflows.actions.plan_revisions import Revised, accept_revision
from workflows.actions.plans import EmptyPlan, ListExists
from workflows.plans import MOST_BYTES, read_plan
from workflows.plans.review import NothingToUndo
from workflows.queries import plan_pages
from workflows.queries import plan_reviews as reading
from workflows.records import Case, JournalEntry, PlanDecision, PlanReview, Problem, ProblemList, ProblemUnit
from workflows.rules.errors import ChangedMeanwhile, NotFound, NotPermitted, NotYet

PLAN = """整改方案
问题编号1：白浪河溢流
责任单位：云溪县、市水利和渔业局
整改时限：2026年12月底前
整改目标：晴天无溢流
问题编号2：东山采石场生态修复滞后
责任单位：云溪县等
整改时限：尽快
整改目标：完成修复
"""


class Plan:
    """A plan of the city, and what people do with it."""

    def __init__(self, city: City, text: str = PLAN, *, by: str = "孙悦", replaces: UUID | None = None) -> None:
        self.city, self.id = city, uuid4()
        read = read_plan(text, name="方案.txt")
        stored = city.store.put(io.BytesIO(text.encode()), limit=MOST_BYTES)
        with city.transaction() as session:
            plan_reviews.upload_plan(
                session,
                Upload(id=self.id, file_name="方案.txt", stored=stored, replaces_id=replaces),
                reading=read,
                kept=plan_reviews.keep_reading(city.store, read),
                by=city.people[by],
                at=city.now,
            )

    def step(
        self, by: str, kind: str, *, id: UUID | None = None, seen: int | None = None, take: bool = False, **body: Any
    ) -> None:
        with self.city.transaction() as session:
            step = Step(
                id=id or uuid4(), kind=kind, body=body, seen=self.row().rev if seen is None else seen, take=take
            )
            plan_deciding.decide(
                session, self.city.store, review_id=self.id, step=step, by=self.city.people[by], at=self.city.now
            )

    def sets(self, by: str, field: str, value: Any, *, problem: str = "p1", **more: Any) -> None:
        self.step(by, "set", problem=problem, field=field, value=value, **more)

    def undo(self, by: str) -> None:
        with self.city.transaction() as session:
            plan_deciding.undo(
                session,
                self.city.store,
                review_id=self.id,
                request_id=uuid4(),
                by=self.city.people[by],
                at=self.city.now,
            )

    def accept(self, by: str = "孙悦", **said: Any) -> None:
        given = {"list_name": "整改清单", "leave_rest": True, "seen": self.row().rev, **said}
        with self.city.transaction() as session:
            plan_accepting.accept_plan(
                session, self.city.store, review_id=self.id, acceptance=Acceptance(id=uuid4(), **given),
                by=self.city.people[by], at=self.city.now,
            )  # fmt: skip

    def drafted(self) -> Draft | None:
        with self.city.transaction() as session:
            return plan_accepting.drafted(session, self.city.store, review_id=self.id, at=self.city.now)

    def draws(self, most: int = 1_000) -> int:
        """The worker writes so many portions aside; how many it found to write."""
        draft = self.drafted()
        assert draft is not None
        with self.city.transaction() as session:
            positions = plan_portions.missing(session, draft)
        for portion in islice(plan_portions.drawn_up(draft, positions), most):
            with self.city.transaction() as session:
                plan_portions.keep(session, draft, portion)
        return len(positions)

    def opened(self, *, killed: bool = False) -> None:
        """The worker does the job; or is killed when everything is written and nothing committed."""
        if (draft := self.drafted()) is None:
            return
        self.draws()
        with self.city.transaction() as session:
            version = plan_portions.version_of(session, draft)
            plan_accepting.open_register(session, draft, version, at=self.city.now)
            if killed:
                raise KeyboardInterrupt

    def row(self) -> PlanReview:
        with self.city.transaction() as session:
            found = session.get_one(PlanReview, self.id)
            session.expunge(found)
            return found

    def target(self) -> str | None:
        with self.city.transaction() as session:
            return (
                reading.review(session, self.city.store, session.get_one(PlanReview, self.id))
                .by_key["p1"]
                .problem.target
            )


def count(city: City, table: Any) -> int:
    with city.transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def plan(city: City) -> Plan:
    return Plan(city)


def test_an_uploaded_plan_waits_for_review_with_its_doubts_counted(plan: Plan) -> None:
    row = plan.row()
    assert (row.status, row.problems, row.rev) == ("reviewing", 2, 0)
    assert row.doubts >= 3


def test_only_the_office_takes_plans_in(city: City) -> None:
    with pytest.raises(NotPermitted):
        Plan(city, by="周敏")
    assert count(city, PlanReview) == 0


def test_others_do_not_find_it(plan: Plan) -> None:
    with pytest.raises(NotFound):
        plan.sets("周敏", "target", "x")
    with pytest.raises(NotFound):
        plan.accept("周敏")
    assert count(plan.city, PlanDecision) == 0


def test_two_clerks_mend_different_problems_and_see_each_other(plan: Plan) -> None:
    plan.sets("孙悦", "target", "晴天和小雨都无溢流")
    plan.sets("钱伟", "target", "全部复绿", problem="p2")
    with plan.city.transaction() as session:
        seen = plan_pages.held_by(session, plan.id, plan.city.people["孙悦"], plan.city.now)
    assert (seen["p1"].mine, seen["p2"].mine, seen["p2"].name) == (True, False, "钱伟")
    assert plan.row().rev == 2


def test_a_problem_somebody_works_on_is_held_until_it_runs_out_or_is_taken_over(plan: Plan) -> None:
    plan.sets("孙悦", "target", "甲")
    with pytest.raises(HeldByAnother, match="孙悦正在修改"):
        plan.sets("钱伟", "area", "水")
    plan.sets("钱伟", "area", "水", take=True)
    with pytest.raises(HeldByAnother, match="钱伟"):
        plan.sets("孙悦", "area", "大气")
    plan.city.now += plan_locks.HOLDS + timedelta(seconds=1)
    plan.sets("孙悦", "area", "大气")


def test_a_lock_is_given_free_by_its_holder_only(plan: Plan) -> None:
    city = plan.city
    with city.transaction() as session:
        plan_locks.take_up(session, review_id=plan.id, problem="p1", by=city.people["孙悦"], at=city.now)
        plan_locks.let_go(session, review_id=plan.id, problem="p1", by=city.people["钱伟"], at=city.now)
    with pytest.raises(HeldByAnother):
        plan.sets("钱伟", "target", "x")
    with city.transaction() as session:
        plan_locks.let_go(session, review_id=plan.id, problem="p1", by=city.people["孙悦"], at=city.now)
    plan.sets("钱伟", "target", "x")


def test_a_stale_page_is_refused_with_what_changed_and_nothing_is_lost(plan: Plan) -> None:
    plan.sets("孙悦", "target", "孙悦改的")
    with pytest.raises(StaleStep, match=r"孙悦.*修改了整改目标"):
        plan.sets("钱伟", "target", "钱伟改的", seen=0, take=True)
    assert plan.target() == "孙悦改的"
    plan.sets("钱伟", "area", "水", seen=0, take=True)  # another field of it was not changed


def test_a_step_taken_back_meanwhile_is_a_change_too(plan: Plan) -> None:
    plan.sets("孙悦", "target", "甲")
    plan.undo("孙悦")
    with pytest.raises(StaleStep):
        plan.sets("钱伟", "target", "乙", seen=1, take=True)


def test_a_second_press_is_the_same_step(plan: Plan) -> None:
    press = uuid4()
    plan.sets("孙悦", "target", "一次", id=press)
    plan.sets("孙悦", "target", "一次", id=press)
    assert count(plan.city, PlanDecision) == 1


def test_steps_are_taken_back_one_by_one_and_stay_written(plan: Plan) -> None:
    before = plan.target()
    plan.sets("孙悦", "target", "甲")
    plan.sets("孙悦", "target", "乙")
    plan.undo("孙悦")
    assert plan.target() == "甲"
    plan.undo("孙悦")
    assert plan.target() == before
    with pytest.raises(NothingToUndo):
        plan.undo("孙悦")
    assert count(plan.city, PlanDecision) == 4


def test_a_unit_is_matched_for_the_whole_plan_and_none_is_created(plan: Plan) -> None:
    city = plan.city
    with pytest.raises(NotFound):
        plan.step("孙悦", "match", raw="市水利和渔业局", unit=str(uuid4()))
    plan.step("孙悦", "match", raw="市水利和渔业局", unit=str(city.units["青禾市生态环境局"]))
    plan.accept()
    plan.opened()
    with city.transaction() as session:
        matched = session.scalar(select(ProblemUnit.unit_id).where(ProblemUnit.raw == "市水利和渔业局"))
    assert matched == city.units["青禾市生态环境局"]


def test_nothing_is_registered_while_doubts_are_left_unsaid(plan: Plan) -> None:
    with pytest.raises(DoubtsLeft):
        plan.accept(leave_rest=False)
    assert plan.row().status == "reviewing"
    assert count(plan.city, ProblemList) == 0


def test_what_was_left_flagged_stays_flagged_in_the_register(plan: Plan) -> None:
    plan.sets("孙悦", "target", "改过的目标")
    plan.accept()
    plan.opened()
    with plan.city.transaction() as session:
        one, two = session.scalars(select(Problem).order_by(Problem.position)).all()
    assert '"field":"target"' in one.found
    assert '"by":"孙悦"' in one.found
    assert "missing-date" in two.found
    assert one.target == "改过的目标"
    assert (two.due_on, two.deadline_raw) == (None, "尽快")


def test_a_register_is_opened_once_however_often_the_job_runs(plan: Plan) -> None:
    plan.accept()
    plan.accept()
    plan.opened()
    plan.opened()
    assert (count(plan.city, ProblemList), count(plan.city, Case)) == (1, 2)
    row = plan.row()
    assert (row.status, row.list_name) == ("accepted", "整改清单")
    with pytest.raises(NotYet, match="已经登记"):
        plan.sets("孙悦", "target", "太晚")


def test_a_worker_that_is_killed_leaves_nothing_and_the_next_one_does_it_all(plan: Plan) -> None:
    plan.accept()
    with pytest.raises(KeyboardInterrupt):
        plan.opened(killed=True)
    assert (count(plan.city, ProblemList), count(plan.city, Case), plan.row().status) == (0, 0, "opening")
    plan.opened()
    assert (count(plan.city, ProblemList), count(plan.city, Case)) == (1, 2)


def test_the_journal_says_who_uploaded_and_accepted_what(plan: Plan) -> None:
    plan.accept("钱伟")
    plan.opened()
    with plan.city.transaction() as session:
        written = session.execute(
            select(JournalEntry.what, JournalEntry.actor_name).where(JournalEntry.what.startswith("plan:"))
        ).all()
    assert [tuple(each) for each in written] == [
        ("plan:uploaded", "孙悦"),
        ("plan:loaded", "钱伟"),
        ("plan:accepted", "钱伟"),
    ]


def test_who_accepts_must_have_seen_the_last_decision(plan: Plan) -> None:
    plan.sets("孙悦", "target", "甲")
    with pytest.raises(ChangedMeanwhile):
        plan.accept("钱伟", seen=0)


def test_a_plan_whose_problems_were_all_dropped_is_not_registered(plan: Plan) -> None:
    for key in ("p1", "p2"):
        plan.step("孙悦", "drop", problem=key, reason="重复")
    with pytest.raises(EmptyPlan):
        plan.accept()


def test_a_name_that_is_taken_is_refused_at_once(plan: Plan) -> None:
    plan.accept()
    plan.opened()
    with pytest.raises(ListExists):
        Plan(plan.city).accept()


def test_the_same_review_goes_on_after_a_restart(plan: Plan) -> None:
    plan.sets("孙悦", "target", "做到一半")
    reading._reading_of.cache_clear()
    assert plan.target() == "做到一半"


def test_both_databases_keep_a_review(any_city: City) -> None:
    plan = Plan(any_city)
    plan.sets("孙悦", "target", "甲")
    plan.step("钱伟", "merge", problem="p1", other="p2", take=True)
    plan.accept()
    plan.opened()
    assert (count(any_city, Case), plan.row().status) == (1, "accepted")


def test_what_was_matched_while_a_later_version_was_looked_through_holds_in_the_list(plan: Plan) -> None:
    city = plan.city
    plan.accept()
    plan.opened()
    list_id = plan.row().list_id
    more = "问题编号3：畜禽粪污\n责任单位：市水利和渔业局\n整改时限：2027年6月底前\n整改目标：粪污还田\n"
    later = Plan(city, PLAN + more, replaces=list_id)
    later.step("孙悦", "match", raw="市水利和渔业局", unit=str(city.units["青禾市生态环境局"]))
    with city.transaction() as session:
        said = Revised(id=uuid4(), base=1, seen=later.row().rev, reason="市委批复", leave_rest=True)
        accept_revision(session, city.store, review_id=later.id, revised=said, by=city.people["孙悦"], at=city.now)
    with city.transaction() as session:
        new = session.scalars(select(Problem).where(Problem.list_id == list_id, Problem.number == "3")).one()
        matched = session.scalar(select(ProblemUnit.unit_id).where(ProblemUnit.problem_id == new.id))
    assert matched == city.units["青禾市生态环境局"]
    assert later.row().list_id == list_id
