"""A worker at work in this process: tries, failures, comebacks, the clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from tests.jobs.site import QUICK, Bodies, TablePulse, ask, system_time, worker
from workflows.jobs import AnotherWorker, FailedJob, JobCounts, NotPrepared, Pace, Worker, failed, waiting
from workflows.jobs.status import INTERRUPTED
from workflows.jobs.tables import status_table
from workflows.jobs.worker import ATTEMPTS_TO_SURVIVE
from workflows.records.database import make_engine

PATIENCE = 20.0


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest) -> str:
    """Each of the two databases in turn; stopping a worker takes a second, so PostgreSQL is for the long run."""
    address: str = request.getfixturevalue(request.param)
    return address


@contextmanager
def working(engine: Engine, **options: object) -> Iterator[Worker]:
    made = worker(engine, "worker-1", **options)  # type: ignore[arg-type]  # the options of `worker`, passed on
    made.start()
    try:
        yield made
    finally:
        made.stop(within=2.0)


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another thread does; fails after PATIENCE seconds."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    raise AssertionError("waited too long")


def settled(engine: Engine) -> JobCounts:
    def counts() -> JobCounts:
        with Session(engine) as session:
            return waiting(session)

    def at_rest() -> bool:
        now = (
            counts()
        )  # once: a job taken back between two looks is neither waiting in the one nor running in the other
        return now.waiting + now.running == 0

    until(at_rest)
    return counts()


def failures(engine: Engine) -> list[FailedJob]:
    with Session(engine) as session:
        return failed(session)


def test_a_job_is_done_once(engine: Engine) -> None:
    ask(engine, "work", "a")
    with working(engine):
        assert settled(engine).failed == 0
    assert (Bodies(engine).attempts("a"), Bodies(engine).effects("a")) == (1, 1)


def test_a_job_that_fails_once_is_tried_again(engine: Engine) -> None:
    ask(engine, "fail_once", "a")
    with working(engine):
        assert settled(engine).failed == 0
    assert (Bodies(engine).attempts("a"), Bodies(engine).effects("a")) == (2, 1)


def test_a_job_that_always_fails_is_kept_with_its_sentence_after_three_tries(engine: Engine) -> None:
    ask(engine, "fail", "a")
    with working(engine):
        assert settled(engine).failed == 1
    (job,) = failures(engine)
    assert (job.name, job.key, job.sentence) == ("fail", "a", "ValueError：打印机没有纸")
    assert Bodies(engine).attempts("a") == 3


def test_a_job_nobody_knows_fails_with_a_sentence(engine: Engine) -> None:
    ask(engine, "forgotten", "a")
    with working(engine):
        settled(engine)
    assert [job.sentence for job in failures(engine)] == ["没有名为 forgotten 的后台任务，请检查后台进程的程序版本。"]


def test_a_job_that_cannot_be_done_yet_comes_back_until_it_can(engine: Engine) -> None:
    ask(engine, "wait", "a")
    with working(engine):
        until(lambda: Bodies(engine).effects("a") == 1)
        assert settled(engine).failed == 0
    assert Bodies(engine).attempts("a") == 4
    jobs = status_table(engine.dialect)
    with engine.begin() as connection:
        kept = set(connection.scalars(select(jobs.c.workflow_uuid)))
    assert kept == {"wait:a", "wait:a~2", "wait:a~3"}


def test_a_job_that_took_its_worker_down_too_often_is_given_up(engine: Engine) -> None:
    ask(engine, "work", "a")
    with engine.begin() as connection:
        connection.execute(update(status_table(engine.dialect)).values(recovery_attempts=ATTEMPTS_TO_SURVIVE + 1))
    with working(engine):
        until(lambda: bool(failures(engine)))
    assert [job.sentence for job in failures(engine)] == [INTERRUPTED]
    assert Bodies(engine).attempts("a") == 0


def test_the_clock_is_ticked_at_the_start_and_again_though_a_tick_fails(engine: Engine) -> None:
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        raise ValueError("一次失败")

    with working(engine, tick=tick, pace=Pace(poll=0.05, tick=0.02, pulse=0.2)):
        until(lambda: len(ticks) >= 3)


def test_a_worker_shows_that_it_lives(engine: Engine) -> None:
    with working(engine):
        until(lambda: "worker-1" in TablePulse(engine).beats())


def test_a_second_worker_of_the_same_name_is_refused_with_a_sentence(engine: Engine) -> None:
    with working(engine), pytest.raises(AnotherWorker, match="已有一个后台进程在运行"):
        worker(engine, "worker-1").start()


def test_a_second_worker_on_sqlite_is_refused_whatever_its_name(sqlite: str) -> None:
    engine = make_engine(sqlite)
    with working(engine), pytest.raises(AnotherWorker):
        worker(engine, "worker-2").start()


def test_a_worker_can_be_started_again_after_it_stopped(engine: Engine) -> None:
    with working(engine):
        pass
    ask(engine, "work", "a")
    with working(engine):
        settled(engine)
    assert Bodies(engine).effects("a") == 1


def test_a_worker_without_the_queue_s_tables_says_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    bare = make_engine(f"sqlite:///{tmp_path_factory.mktemp('bare') / 'bare.db'}")
    made = Worker(bare, {}, executor_id="worker-1", pulse=TablePulse(bare), now=system_time, pace=QUICK)
    with pytest.raises(NotPrepared, match="xiaohao migrate"):
        made.start()
