"""Databases for the jobs' tests: the embedded one and PostgreSQL, each empty but for the queue's tables and ours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, inspect, text

from tests.jobs.site import TABLES
from workflows.jobs import prepare
from workflows.records.database import make_engine


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database to copy: preparing one takes half a second, copying none."""
    path = tmp_path_factory.mktemp("prepared") / "xiaohao.db"
    _prepared(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(scope="session")
def prepared_server(postgres_server: URL) -> str:
    """The address of the PostgreSQL server's own database, prepared."""
    address = postgres_server.render_as_string(hide_password=False)
    _prepared(address).dispose()
    return address


@pytest.fixture
def sqlite(tmp_path: Path, prepared_file: Path) -> str:
    """The address of an embedded database."""
    shutil.copy(prepared_file, tmp_path / "xiaohao.db")
    return f"sqlite:///{tmp_path / 'xiaohao.db'}"


@pytest.fixture
def postgresql(prepared_server: str) -> str:
    """The address of a PostgreSQL database, emptied of what an earlier test left."""
    engine = make_engine(prepared_server)
    queue = [f"dbos.{name}" for name in inspect(engine).get_table_names(schema="dbos") if name != "dbos_migrations"]
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join([*TABLES, *queue])}"))
    engine.dispose()
    return prepared_server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Each of the two databases in turn."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Each of the two databases in turn, open."""
    opened = make_engine(url)
    yield opened
    opened.dispose()


def _prepared(url: str) -> Engine:
    engine = make_engine(url)
    with engine.begin() as connection:
        for name, columns in TABLES.items():
            connection.execute(text(f"CREATE TABLE {name} ({columns})"))
    prepare(engine)
    return engine
