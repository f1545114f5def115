"""The worker and the whole embedded installation as a person starts them."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.jobs.test_working import failures, settled, until
from webapp import worker
from webapp.serve import serve
from webapp.settings import Settings
from workflows.jobs import AnotherWorker, enqueue, prepare
from workflows.records import Heartbeat

START = "import sys; from webapp.serve import serve; from webapp.settings import Settings; sys.exit(serve(Settings()))"


@pytest.fixture
def settings(sqlite_engine: Engine, tmp_path: Path) -> Settings:
    """An installation with a migrated database, at a port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Settings(
        data_dir=tmp_path, database_url=str(sqlite_engine.url), port=port, worker_name="worker-1", demo=True
    )


@pytest.fixture
def prepared(sqlite_engine: Engine) -> Engine:
    """The installation's database with the queue's tables."""
    prepare(sqlite_engine)
    return sqlite_engine


@pytest.fixture
def working(settings: Settings, prepared: Engine) -> Iterator[None]:
    """The product's own worker, in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=[settings], kwargs={"stop": stop, "engine": prepared})
    thread.start()
    yield
    stop.set()
    thread.join()


def start(code: list[str], settings: Settings) -> subprocess.Popen[str]:
    environment = {
        "XIAOHAO_DATA_DIR": str(settings.data_dir),
        "XIAOHAO_DATABASE_URL": settings.url,
        "XIAOHAO_PORT": str(settings.port),
    }
    command = [sys.executable, *code]
    return subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def signs_of_life(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Heartbeat.executor_id)))


@pytest.mark.usefixtures("working")
def test_the_worker_keeps_its_sign_of_life_in_the_records(prepared: Engine) -> None:
    until(lambda: signs_of_life(prepared) == ["worker-1"])


@pytest.mark.usefixtures("working")
def test_a_second_installation_on_the_same_database_is_refused_before_it_starts(
    settings: Settings, prepared: Engine
) -> None:
    until(lambda: signs_of_life(prepared) == ["worker-1"])
    with pytest.raises(AnotherWorker, match="已有一个后台进程在运行"):
        serve(settings)


@pytest.mark.slow
@pytest.mark.usefixtures("working")
def test_a_paper_that_does_not_exist_fails_with_its_sentence(prepared: Engine) -> None:
    with Session(prepared) as session:
        enqueue(session, "render_document", {"document_id": str(uuid4())}, "a")
        session.commit()
    settled(prepared)
    assert [job.sentence for job in failures(prepared)] == ["没有找到这份文书：可能已被移走，或者您无权查看。"]


@pytest.mark.slow
def test_a_worker_before_the_migration_says_what_to_do_and_is_not_started_again(settings: Settings) -> None:
    process = start(["-m", "webapp.worker"], settings)
    _, complaint = process.communicate(timeout=20)
    assert process.returncode == 2
    assert complaint.startswith("后台任务的数据表还没有建好。请先运行 ./run xiaohao migrate，再重试。\n")


@pytest.mark.slow
@pytest.mark.usefixtures("prepared")
def test_the_installation_says_its_address_once_it_answers_and_ends_within_seconds(settings: Settings) -> None:
    process = start(["-c", START], settings)
    assert process.stdout is not None
    assert process.stdout.readline() == "\n"
    assert process.stdout.readline() == f"销号已启动：http://127.0.0.1:{settings.port}/\n"
    connection = http.client.HTTPConnection("127.0.0.1", settings.port, timeout=5)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    assert "Traceback" not in process.communicate()[1]
