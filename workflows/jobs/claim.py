"""Being the only worker of a name: on SQLite the only worker at all, on PostgreSQL the only one with this executor id.

Both locks are held by the process and not by a row, so that a worker killed outright leaves nothing to clean up.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from workflows.jobs.port import AnotherWorker


@contextmanager
def claimed(engine: Engine, executor_id: str) -> Iterator[None]:
    """Hold the right to work on this database while inside.

    Raises AnotherWorker when somebody holds it: two workers on SQLite would stand in each other's way at every write,
    and two of one name would each take the other's running jobs for abandoned.
    """
    with _file_lock(engine) if engine.dialect.name == "sqlite" else _advisory_lock(engine, executor_id):
        yield


def require_free(engine: Engine, executor_id: str) -> None:
    """Raises AnotherWorker when a worker with this right is running at this moment."""
    with claimed(engine, executor_id):
        pass


@contextmanager
def _file_lock(engine: Engine) -> Iterator[None]:
    path = f"{engine.url.database}.worker"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherWorker(where=f"数据库 {engine.url.database}") from None
        yield
    finally:
        os.close(handle)


@contextmanager
def _advisory_lock(engine: Engine, executor_id: str) -> Iterator[None]:
    """The connection stays open, but outside a transaction: an open one would hold up PostgreSQL's cleaning."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        query = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
        if not connection.scalar(query, {"name": f"xiaohao worker {executor_id}"}):
            raise AnotherWorker(where=f"名称 {executor_id}")
        try:
            yield
        finally:
            connection.invalidate()
