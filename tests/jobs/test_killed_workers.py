"""Workers killed outright in the middle of a job, as separate processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from tests.jobs.site import Bodies, ask
from tests.jobs.test_working import settled, until

StartWorker = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest) -> str:
    """Each of the two databases in turn; stopping a worker takes a second, so PostgreSQL is for the long run."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture
def start_worker(url: str) -> Iterator[StartWorker]:
    """Starts a worker process by name and returns once it works; all are ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(name: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.jobs.site", url, name]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def killed_in_the_middle_of(job: str, process: subprocess.Popen[str], engine: Engine) -> None:
    """Ask for a job that hangs, and kill -9 its worker within it."""
    ask(engine, "hang", job)
    until(lambda: Bodies(engine).attempts(job) == 1)
    process.kill()
    process.wait()
    assert Bodies(engine).effects(job) == 0


def test_a_killed_worker_resumes_its_job_when_it_starts_again(engine: Engine, start_worker: StartWorker) -> None:
    killed_in_the_middle_of("a", start_worker("worker-1"), engine)
    start_worker("worker-1")
    assert settled(engine).failed == 0
    assert (Bodies(engine).attempts("a"), Bodies(engine).effects("a")) == (2, 1)


@pytest.mark.slow
def test_a_worker_killed_after_the_effect_does_not_have_it_twice(engine: Engine, start_worker: StartWorker) -> None:
    process = start_worker("worker-1")
    ask(engine, "hang_after", "a")
    until(lambda: Bodies(engine).effects("a") == 1)
    process.kill()
    process.wait()
    start_worker("worker-1")
    assert settled(engine).failed == 0
    assert (Bodies(engine).attempts("a"), Bodies(engine).effects("a")) == (2, 1)


@pytest.mark.slow
def test_a_worker_of_another_name_takes_over_what_a_killed_one_left(engine: Engine, start_worker: StartWorker) -> None:
    killed_in_the_middle_of("a", start_worker("worker-1"), engine)
    start_worker("worker-2")
    assert settled(engine).failed == 0
    assert (Bodies(engine).attempts("a"), Bodies(engine).effects("a")) == (2, 1)


@pytest.mark.slow
def test_a_worker_told_to_stop_ends_within_seconds_and_leaves_the_running_job_for_later(
    engine: Engine, start_worker: StartWorker
) -> None:
    process = start_worker("worker-1")
    ask(engine, "hang", "a")
    until(lambda: Bodies(engine).attempts("a") == 1)
    process.terminate()
    assert process.wait(timeout=10) == 1
    start_worker("worker-1")
    assert settled(engine).failed == 0
    assert Bodies(engine).effects("a") == 1


def test_an_idle_worker_told_to_stop_ends_in_peace(start_worker: StartWorker) -> None:
    process = start_worker("worker-1")
    process.terminate()
    assert process.wait(timeout=10) == 0


@pytest.mark.slow
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_two_workers_on_postgresql_share_the_jobs_and_do_each_once(engine: Engine, start_worker: StartWorker) -> None:
    start_worker("worker-1")
    start_worker("worker-2")
    keys = [f"job {number}" for number in range(20)]
    for key in keys:
        ask(engine, "work", key)
    assert settled(engine).failed == 0
    assert [(Bodies(engine).attempts(key), Bodies(engine).effects(key)) for key in keys] == [(1, 1)] * 20
