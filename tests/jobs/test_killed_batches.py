"""A batch through the product's own worker, killed outright in the middle: what was made stays, the rest is made once."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from reports.fonts import fonts_ready
from tests.city import City
from tests.jobs import bundled
from tests.jobs.test_print_batches import accepted, asks, result, seen
from webapp.house import House
from webapp.serve import environment_of
from webapp.settings import Settings
from workflows.records import Document, JournalEntry

pytestmark = pytest.mark.slow
PAPERS = 8


@pytest.fixture
def fonts() -> Path:
    directory = Path(os.environ.get("XIAOHAO_FONTS_DIR", "~/.cache/xiaohao/fonts")).expanduser()
    if not fonts_ready(directory):
        pytest.skip("the fonts of the documents are not built yet; ./run test builds them")
    return directory


@pytest.fixture
def city(sqlite_engine: Engine, tmp_path: Path) -> City:
    return City.founded(sqlite_engine, tmp_path / "evidence")


@pytest.fixture
def house(city: City, tmp_path: Path) -> House:
    return bundled.house_of(city, tmp_path)


@pytest.fixture
def start_worker(tmp_path: Path, fonts: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts the product's worker; whatever still runs is killed with the test."""
    settings = Settings(data_dir=tmp_path, fonts_dir=fonts, demo=True, worker_name="worker-1", render_processes=2)
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


def until(true: Callable[[], bool], *, within: float = 300.0) -> None:
    pause, ends = threading.Event(), time.monotonic() + within
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        pause.wait(0.05)


def test_a_worker_killed_in_the_middle_of_a_batch_prints_no_paper_twice_and_misses_none(
    city: City, house: House, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    papers = accepted(city, house, PAPERS, signed=False)
    batch_id = asks(city, papers)

    def done() -> int:
        return sum(item.status == "done" for item in seen(house, batch_id)[1])

    first = start_worker()
    until(lambda: done() >= 2)
    first.kill()
    first.wait()
    assert done() < PAPERS, "it was killed in the middle"

    start_worker()
    until(lambda: seen(house, batch_id)[0].status == "ready")
    assert done() == PAPERS
    with city.transaction() as session:
        ready = select(JournalEntry.chain, func.count()).where(JournalEntry.what == "document:ready")
        counts = [count for _, count in session.execute(ready.group_by(JournalEntry.chain))]
        files = list(session.scalars(select(Document.file_digest).where(Document.id.in_([each.id for each in papers]))))
    assert counts == [1] * PAPERS
    with zipfile.ZipFile(io.BytesIO(result(house, batch_id))) as archive:
        assert len(archive.namelist()) == PAPERS + 1
        contents = {archive.read(name) for name in archive.namelist()[1:]}
    originals = set()
    for digest in files:
        with house.store.open(str(digest)) as file:
            originals.add(file.read())
    assert contents == originals
