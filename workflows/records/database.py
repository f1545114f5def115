"""Opening the database: the same two functions for the embedded SQLite and for PostgreSQL."""

from __future__ import annotations

from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from workflows.rules.errors import Refusal

PATIENCE = 10_000
"""Milliseconds to wait for somebody else's lock. Then it is an OperationalError, and for people a sentence (`webapp.errors`)."""
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={PATIENCE}",
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
        engine = create_engine(url, pool_pre_ping=True)
        event.listen(engine, "connect", _be_patient)
        return engine
    raise UnknownDatabase()


def reading(engine: Engine) -> Engine:
    """The same pool for reads alone (pages, verifying the journal): on SQLite they neither wait for who writes nor hold them back.

    A transaction of it sees the database as it was at its first statement, and cannot write.
    """
    return engine.execution_options(read_only=True, postgresql_readonly=True)


def snapshot(engine: Engine) -> Engine:
    """As `reading`, and every query of a transaction sees the same moment; SQLite does so by itself."""
    if engine.dialect.name == "sqlite":
        return reading(engine)
    return reading(engine).execution_options(isolation_level="REPEATABLE READ")


def without_waiting(engine: Engine) -> Engine:
    """The same pool for what is not worth waiting for: on SQLite, OperationalError at once while somebody else writes."""
    return engine.execution_options(without_waiting=True)


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


def _be_patient(connection: Any, record: Any) -> None:  # noqa: ARG001 (SQLAlchemy's signature)
    """PostgreSQL waits for a lock for ever unless told otherwise. Outside a transaction, or a rollback would take it back."""
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {PATIENCE}")
    connection.autocommit = False


def _begin(connection: Connection) -> None:
    """Take the write lock at once, unless nothing may be written.

    A transaction that reads first and writes later would fail, not wait, when another wrote in between.
    """
    options = connection.get_execution_options()
    read_only = bool(options.get("read_only"))
    if connection.info.get("query_only", False) != read_only:
        connection.exec_driver_sql(f"PRAGMA query_only={int(read_only)}")
        connection.info["query_only"] = read_only
    if options.get("without_waiting"):
        _begin_at_once(connection)
    else:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _begin_at_once(connection: Connection) -> None:
    usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={int(usual)}")
