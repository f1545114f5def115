"""The few columns of the queue's own tables that are read directly, and the constants both sides of the queue agree on.

Counting through the library would load 60 MB into the process that only asks how many jobs wait.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Dialect, TableClause, column, table

APPLICATION = "xiaohao"
VERSION = "1"
"""Set by hand: a version derived from the source would strand every waiting job at each release."""
QUEUE = "jobs"
WORKFLOW = "job"
SCHEMA = "dbos"
SERIALIZATION = "portable_json"

WAITING = ("ENQUEUED", "DELAYED")
RUNNING = ("PENDING",)
DONE = ("SUCCESS",)
FAILED = ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED")


def schema_of(dialect: Dialect) -> str | None:
    """The schema the queue's tables live in; SQLite has none."""
    return SCHEMA if dialect.name == "postgresql" else None


def status_table(dialect: Dialect) -> TableClause:
    """One row per job."""
    names = ("workflow_uuid", "status", "executor_id", "updated_at", "recovery_attempts")
    return table("workflow_status", *map(column, names), schema=schema_of(dialect))


def managed_table(dialect: Dialect) -> TableClause:
    """The same rows with the columns that are shown and put right by hand; one object, so that conditions meet the query's own table."""
    return _managed(schema_of(dialect))


@cache
def _managed(schema: str | None) -> TableClause:
    names = (
        "workflow_uuid", "status", "created_at", "updated_at", "recovery_attempts", "queue_name", "owner_xid",
        "started_at_epoch_ms", "completed_at",
    )  # fmt: skip
    return table("workflow_status", *map(column, names), schema=schema)


def input_table(dialect: Dialect) -> TableClause:
    """What each job was asked with, as JSON."""
    return table("workflow_input", *map(column, ("workflow_uuid", "inputs")), schema=schema_of(dialect))


def output_table(dialect: Dialect) -> TableClause:
    """One row per finished job; `error` is JSON with `name` and `message`."""
    return table("workflow_output", *map(column, ("workflow_uuid", "error")), schema=schema_of(dialect))


def job_id(name: str, key: str) -> str:
    """The row's id. The name is part of it, so that two kinds of job may use the same key."""
    return f"{name}:{key}"


def name_and_key(identifier: str) -> tuple[str, str]:
    """The inverse of `job_id`, also for a job that came back (`…~n`)."""
    name, _, key = identifier.partition(":")
    return name, key.partition("~")[0]
