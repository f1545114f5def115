"""A plan registered by the product's own worker, killed outright between two portions: the next one goes on, and every problem is there once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from tests.actions.test_plan_reviews import Plan, count
from tests.city import City
from webapp.serve import environment_of
from webapp.settings import Settings
from workflows.actions.plan_portions import PORTION
from workflows.records import Case, PlanPortion, Problem, ProblemList, Task, journal, search

pytestmark = pytest.mark.slow
PROBLEMS = 5 * PORTION
TEXT = "整改方案\n" + "".join(
    f"问题编号{number}：第{number}处排口直排\n责任单位：云溪县\n整改时限：2027年6月底前\n整改目标：消除直排\n"
    for number in range(1, PROBLEMS + 1)
)


@pytest.fixture
def city(sqlite_engine: Engine, tmp_path: Path) -> City:
    return City.founded(sqlite_engine, tmp_path / "evidence")


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts the product's worker; whatever still runs is killed with the test."""
    settings = Settings(data_dir=tmp_path, demo=True, worker_name="worker-1", render_processes=1)
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "webapp.worker"]
        process = subprocess.Popen(command, env={**os.environ, **environment_of(settings)})
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(true: Callable[[], bool], *, within: float = 120.0) -> None:
    pause, ends = threading.Event(), time.monotonic() + within
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        pause.wait(0.01)


def test_a_worker_killed_between_portions_is_followed_by_one_that_goes_on_there(
    city: City, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    plan = Plan(city, TEXT)
    plan.accept()
    first = start_worker()
    until(lambda: count(city, PlanPortion) >= 2)
    first.kill()
    first.wait()
    with city.transaction() as session:
        written = set(session.scalars(select(PlanPortion.id)))
    assert 2 <= len(written) < 5, "it was killed in the middle"
    assert [count(city, each) for each in (ProblemList, Problem, Case, Task)] == [0, 0, 0, 0]

    start_worker()
    kept: set[object] = set()

    def stands() -> bool:
        with city.transaction() as session:
            kept.update(session.scalars(select(PlanPortion.id)))
        return plan.row().status == "accepted"

    until(stands)
    assert written <= kept, "what was drawn up was not drawn up again"
    assert [count(city, each) for each in (ProblemList, Problem, Case, PlanPortion)] == [1, PROBLEMS, PROBLEMS, 0]
    with city.transaction() as session:
        assert session.scalar(select(func.count(Problem.number.distinct()))) == PROBLEMS
        assert list(journal.verify(session)) == []
        assert list(search.differences(session)) == []
