"""A register drawn up aside in portions: nobody meets half of it, a killed worker's portions are not done twice, and it can be stopped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.actions.test_plan_reviews import PLAN, Plan, count
from tests.city import City
from workflows import actions
from workflows.actions import plan_accepting, plan_portions
from workflows.actions.plans import ListExists
from workflows.plans import read_plan
from workflows.queries import plan_pages
from workflows.records import (
    Case,
    JournalEntry,
    JournalHead,
    Measure,
    Occurrence,
    PlanPortion,
    PlanVersion,
    Problem,
    ProblemDeadline,
    ProblemList,
    ProblemUnit,
    SearchEntry,
    Task,
    Unit,
    journal,
    make_engine,
    search,
)
from workflows.rules.errors import NotFound, NotYet

MORE = "\n".join(
    f"问题编号{number}：第{number}处排口直排\n责任单位：云溪县\n整改时限：2027年6月底前\n整改目标：消除直排\n整改措施：\n1.截污。\n2.建立台账。"
    for number in range(3, 6)
)
TABLES: tuple[Any, ...] = (Problem, ProblemUnit, Measure, Case, Task, ProblemDeadline, Occurrence, SearchEntry)


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_portions, "PORTION", 2)


@pytest.fixture
def plan(city: City) -> Plan:
    """Five problems, accepted: three portions."""
    made = Plan(city, PLAN + MORE)
    made.accept()
    return made


def drawn(plan: Plan) -> int:
    """What the page says is done."""
    with plan.city.transaction() as session:
        by = plan.city.people["孙悦"]
        return plan_pages.plan_line(session, person_id=by, review_id=plan.id, at=plan.city.now).drawn


def stops(plan: Plan, by: str = "孙悦") -> None:
    with plan.city.transaction() as session:
        plan_accepting.stop_opening(session, review_id=plan.id, by=plan.city.people[by], at=plan.city.now)


def test_nobody_meets_a_register_that_is_half_drawn_up(plan: Plan) -> None:
    plan.draws(2)
    assert drawn(plan) == 4
    assert [count(plan.city, table) for table in (ProblemList, *TABLES)] == [0] * 9


def test_a_worker_killed_between_portions_is_followed_by_one_that_draws_up_the_rest(plan: Plan) -> None:
    assert plan.draws(1) == 3
    assert plan.draws() == 2
    assert plan.draws() == 0
    plan.opened()
    assert (count(plan.city, Problem), count(plan.city, Case), count(plan.city, PlanPortion)) == (5, 5, 0)
    with plan.city.transaction() as session:
        assert session.scalars(select(Problem.number).order_by(Problem.position)).all() == ["1", "2", "3", "4", "5"]
        assert list(journal.verify(session)) == []
        assert list(search.differences(session)) == []


def told(city: City) -> dict[str, Any]:
    """Every row of the register, but for identities and what is made of them."""
    kept: dict[str, Any] = {}
    with city.transaction() as session:
        for table in (*TABLES, JournalHead, PlanVersion):
            columns = [each for each in table.__table__.c if not _own(each)]
            kept[table.__tablename__] = sorted(map(repr, session.execute(select(*columns))))
        opened = select(JournalEntry.what, JournalEntry.text, JournalEntry.seq).where(JournalEntry.case_id.is_not(None))
        kept["journal"] = sorted(map(repr, session.execute(opened)))
    return kept


def _own(column: Any) -> bool:
    """A column that differs in two cities: an identity, a digest, the engine's own bytes, how and by whom a plan was registered."""
    own = ("id", "chain", "token", "hash", "state", "found", "register", "register_digest", "file_digest", "file_name")
    return column.name in own or column.name.endswith("_id")


@pytest.fixture
def other(sqlite_template: Path, tmp_path: Path) -> Iterator[City]:
    """A second city like the first."""
    path = shutil.copyfile(sqlite_template, tmp_path / "other.db")
    engine = make_engine(f"sqlite:///{path}")
    yield City.founded(engine, tmp_path / "other")
    engine.dispose()


def test_what_is_put_in_place_is_what_is_written_when_everything_is_done_at_once(plan: Plan, other: City) -> None:
    plan.opened()
    with other.transaction() as session:
        source = actions.Source(list_name="整改清单", file_name="方案.txt", digest="0" * 64)
        by = other.people["孙悦"]
        actions.load_plan(session, read_plan(PLAN + MORE, name="方案.txt"), source, by=by, at=other.now)
    here, there = told(plan.city), told(other)
    [done] = [row for row in here["occurrence"] if "work_done" in row]  # only who waited for the job is told of it
    assert "方案已登记为“整改清单”，共 5 个问题" in done
    here["occurrence"].remove(done)
    # the one clerk's chain holds what was uploaded and accepted as well
    assert {name: rows for name, rows in here.items() if name != "journal_head"} == {
        name: rows for name, rows in there.items() if name != "journal_head"
    }
    assert len(here["journal_head"]) == len(there["journal_head"]) == 6


def test_both_databases_put_portions_in_place(any_city: City) -> None:
    made = Plan(any_city, PLAN + MORE)
    made.accept()
    made.draws(1)
    made.opened()
    with any_city.transaction() as session:
        assert session.scalars(select(Case.rev)).all() == [1] * 5
        assert list(journal.verify(session)) == []
        assert list(search.differences(session)) == []


def test_what_was_drawn_up_for_another_city_is_drawn_up_anew(plan: Plan) -> None:
    plan.draws(2)
    with plan.city.transaction() as session:
        session.add(Unit(name="市水利和渔业局", short_name="市水利和渔业局", level="city"))
    assert plan.draws(1) == 3
    assert drawn(plan) == 2, "the portions of before are gone"
    plan.opened()
    with plan.city.transaction() as session:
        named = select(ProblemUnit.unit_id).where(ProblemUnit.raw == "市水利和渔业局")
        assert isinstance(session.scalars(named).one(), UUID)


def test_a_city_that_changes_at_the_last_moment_is_seen(plan: Plan) -> None:
    draft = plan.drafted()
    assert draft is not None
    plan.draws()
    with plan.city.transaction() as session:
        session.add(Unit(name="市水利和渔业局", short_name="市水利和渔业局", level="city"))
    with plan.city.transaction() as session:
        version = plan_portions.version_of(session, draft)
        assert not plan_accepting.open_register(session, draft, version, at=plan.city.now)
    assert count(plan.city, ProblemList) == 0


def test_a_register_can_be_stopped_before_it_stands_and_leaves_nothing(plan: Plan) -> None:
    draft = plan.drafted()
    assert draft is not None
    [first, second, *_] = plan_portions.drawn_up(draft, [1, 2, 3])
    with plan.city.transaction() as session:
        assert plan_portions.keep(session, draft, first)
    stops(plan, "钱伟")
    stops(plan)
    with plan.city.transaction() as session:
        assert not plan_portions.keep(session, draft, second), "the worker is told"
        assert session.scalars(select(JournalEntry.what).where(JournalEntry.what == "plan:stopped")).all() == [
            "plan:stopped"
        ]
    assert (plan.row().status, count(plan.city, PlanPortion), count(plan.city, ProblemList)) == ("reviewing", 0, 0)
    plan.accept()
    plan.opened()
    assert count(plan.city, Case) == 5


def test_a_register_that_stands_is_not_stopped(plan: Plan) -> None:
    plan.opened()
    with pytest.raises(NotYet, match="已经登记"):
        stops(plan)
    with pytest.raises(NotFound):
        stops(plan, "周敏")


def test_a_worker_that_was_overtaken_by_a_new_acceptance_writes_nothing(plan: Plan) -> None:
    old = plan.drafted()
    assert old is not None
    [portion, *_] = plan_portions.drawn_up(old, [1])
    stops(plan)
    plan.city.now = plan.city.now.replace(minute=plan.city.now.minute + 1)
    plan.accept()
    with plan.city.transaction() as session:
        assert not plan_portions.keep(session, old, portion)
    assert count(plan.city, PlanPortion) == 0


def test_a_name_taken_meanwhile_is_refused_and_goes_back_to_the_review(plan: Plan) -> None:
    draft = plan.drafted()
    assert draft is not None
    plan.draws()
    with plan.city.transaction() as session:
        source = actions.Source(list_name="整改清单", file_name="x.txt", digest="0" * 64)
        actions.load_plan(session, read_plan(PLAN, name="x.txt"), source, by=None, at=plan.city.now)
    with plan.city.transaction() as session:
        version = plan_portions.version_of(session, draft)
        with pytest.raises(ListExists) as refused:
            plan_accepting.open_register(session, draft, version, at=plan.city.now)
    with plan.city.transaction() as session:
        plan_accepting.record_not_opened(session, review_id=plan.id, why=str(refused.value), at=plan.city.now)
    assert (plan.row().status, count(plan.city, PlanPortion), count(plan.city, ProblemList)) == ("reviewing", 0, 1)
    assert "整改清单" in str(plan.row().error)
    with plan.city.transaction() as session:
        failed = session.scalars(select(Occurrence).where(Occurrence.kind == "work_failed")).one()
        assert "已退回核对" in failed.text
