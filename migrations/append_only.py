"""Triggers that refuse to change or remove a row, for tables whose rows are only ever added.

SQLite alters a table by copying it, and the copy has no triggers: such a migration calls `protect` again at its end.
"""

from __future__ import annotations

from alembic import op

_REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def create_refusal() -> None:
    """The function PostgreSQL's triggers call; SQLite's need none."""
    if _postgresql():
        op.execute(_REFUSE)


def drop_refusal() -> None:
    """The opposite; every table must have been released before."""
    if _postgresql():
        op.execute("DROP FUNCTION refuse_change()")


def protect(table: str) -> None:
    """Refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE, even to a session that replays a replica's changes."""
    if _postgresql():
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only")
        return
    for event in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def release(table: str) -> None:
    """Take the triggers away, for a migration that must go back or copy the table."""
    if _postgresql():
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        return
    for event in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{event}")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
