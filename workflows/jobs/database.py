"""The queue's side of the database: its tables, and the connections its own polling uses."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event

from workflows.jobs.tables import APPLICATION, SCHEMA

LISTEN_NOTIFY = False
"""Nothing here waits for messages, so PostgreSQL needs no triggers and no listening connection."""


def prepare(engine: Engine) -> None:
    """Create the queue's tables, or bring them up to the pinned version; does nothing when they are there.

    Run beside the migrations, so that a web process only ever inserts rows.
    """
    # Private to the pinned library: its public `migrate` takes an address only and would use another SQLite than ours.
    from dbos import DBOSPortableJSONSerializer
    from dbos._sys_db import SystemDatabase

    own = polling_engine(engine)
    database = SystemDatabase.create(
        system_database_url="sqlite://" if engine.dialect.name == "sqlite" else "postgresql://",
        engine_kwargs={},
        engine=own,
        schema=SCHEMA,
        serializer=DBOSPortableJSONSerializer(),
        executor_id=None,
        app_name=APPLICATION,
        use_listen_notify=LISTEN_NOTIFY,
    )
    try:
        database.run_migrations()
    finally:
        database.destroy()
        own.dispose()


def polling_engine(engine: Engine) -> Engine:
    """An engine of the queue's own on the same database.

    The application's engine takes SQLite's write lock at every BEGIN; polling twice a second must not stand in the way
    of people, so here the lock is taken at the first write (the mode the library is tested in).
    """
    if engine.dialect.name != "sqlite":
        return create_engine(engine.url, pool_pre_ping=True, pool_size=5)
    own = create_engine(engine.url, module=engine.dialect.dbapi, pool_size=5)
    event.listen(own, "connect", _lock_at_first_write)
    return own


def _lock_at_first_write(connection: Any, _record: object) -> None:
    connection.isolation_level = "IMMEDIATE"
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")
