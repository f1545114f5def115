"""Opening the database: the same two functions for the embedded SQLite and for PostgreSQL."""

from __future__ import annotations

from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from workflows.rules.errors import Refusal

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE removes a row without asking the triggers that refuse it
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "journal_size_limit=67108864",
)


class UnknownDatabase(Refusal):
    """数据库地址须以 sqlite:/// 或 postgresql:// 开头，请更正设置 XIAOHAO_DATABASE_URL。
    The database URL must start with sqlite:/// or postgresql://; correct XIAOHAO_DATABASE_URL.
    """

    code = "unknown-database"


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///file` (our own SQLite, newer than the system's) or `postgresql://…` (psycopg 3).

    Raises UnknownDatabase for any other.
    """
    if url.startswith("sqlite"):
        return _sqlite(url)
    if url.startswith("postgresql"):
        return create_engine(url, pool_pre_ping=True)
    raise UnknownDatabase()


def reading(engine: Engine) -> Engine:
    """The same pool for long reads (verifying the journal, a backup): on SQLite they do not hold back who writes."""
    return engine.execution_options(read_only=True, postgresql_readonly=True)


def snapshot(engine: Engine) -> Engine:
    """As `reading`, and every query of a transaction sees the same moment; SQLite does so by itself."""
    if engine.dialect.name == "sqlite":
        return reading(engine)
    return reading(engine).execution_options(isolation_level="REPEATABLE READ")


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose objects stay readable after the commit, so that a page can be drawn without a new transaction."""
    return sessionmaker(engine, expire_on_commit=False)


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, module=pysqlite3.dbapi2)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: Any) -> None:  # noqa: ARG001 (SQLAlchemy's signature)
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the write lock at once.

    A transaction that reads first and writes later would fail, not wait, when another wrote in between.
    """
    read_only = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
