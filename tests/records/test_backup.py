"""The restore drill: a copy taken while people work opens, and its journal holds together."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine

import migrations
from tests.records.builders import an_entry
from workflows.records import journal, make_engine, session_factory
from workflows.records.backup import NoBackup, back_up


def test_a_copy_taken_under_writes_is_whole(sqlite_engine: Engine, tmp_path: Path) -> None:
    stop, started = Event(), Event()

    def keep_writing() -> None:
        while not stop.is_set():
            with session_factory(sqlite_engine).begin() as session:
                an_entry(session)
            started.set()

    writer = Thread(target=keep_writing)
    writer.start()
    try:
        started.wait(timeout=10)
        size = back_up(sqlite_engine, tmp_path / "copy.db")
    finally:
        stop.set()
        writer.join()

    restored = make_engine(f"sqlite:///{tmp_path / 'copy.db'}")
    assert size > 0
    assert migrations.current(restored) == migrations.head()
    with session_factory(restored)() as session:
        assert journal.head(session, journal.SYSTEM)[0] >= 1
        assert journal.verify(session) == []


def test_nothing_is_overwritten(sqlite_engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")

    with pytest.raises(NoBackup, match="已经存在"):
        back_up(sqlite_engine, tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "mine"


def test_postgresql_is_left_to_its_own_tools(postgres_engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match="pg_dump"):
        back_up(postgres_engine, tmp_path / "copy.db")


def test_a_directory_that_is_not_there_is_said_in_words(sqlite_engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(NoBackup, match=r"目录 .* 不存在"):
        back_up(sqlite_engine, tmp_path / "nowhere" / "copy.db")


def test_a_place_that_cannot_be_written_is_said_in_words(sqlite_engine: Engine) -> None:
    with pytest.raises(NoBackup, match="写不了文件"):
        back_up(sqlite_engine, Path("/proc/copy.db"))
