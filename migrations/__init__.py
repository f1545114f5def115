"""Migrations, run from inside the installed package: no ini file, no second set of settings.

Each call is one transaction that first takes a lock, so a failed step leaves the database as it was, and of two
processes that start together one migrates and the other finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from workflows.records import search

_LOCK = 5_203_014
"""Any number, the same in every process: PostgreSQL's advisory locks are known by number."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision, by default the newest. Nothing happens when it is there already.

    At the newest, what can be found by its words is made again where it was made by other rules than today's.
    """
    _run(engine, lambda config: command.upgrade(config, revision))
    if revision == "head":
        search.make_current(engine)


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to an earlier revision; `base` removes everything."""
    _run(engine, lambda config: command.downgrade(config, revision))


def head() -> str:
    """The newest revision this package knows."""
    return ScriptDirectory.from_config(configuration()).get_current_head() or "base"


def current(engine: Engine) -> str | None:
    """The revision the database is at; None when it was never migrated."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings: our scripts, and the connection they shall use."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _run(engine: Engine, step: Callable[[Config], None]) -> None:
    with engine.connect() as connection, _foreign_keys_off(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        step(configuration(connection))
        _refuse_dangling(connection)


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying it; with foreign keys on, dropping the original counts as deleting its rows."""
    if connection.dialect.name != "sqlite":
        yield
        return
    pragma = connection.connection.cursor().execute  # outside any transaction, where alone SQLite obeys it
    pragma("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        pragma("PRAGMA foreign_keys=ON")


def _refuse_dangling(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if dangling:
        raise RuntimeError(f"a migration left rows that point nowhere: {dangling[:5]}")
