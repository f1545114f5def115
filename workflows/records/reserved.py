"""Table names that belong to the job engine, which shares our database so that a job is queued in our transaction.

On SQLite it uses no prefix. None of our tables may take such a name, and migrations look past them.
"""

from __future__ import annotations

RESERVED_TABLES = frozenset(
    {
        "application_versions",
        "datasource_outputs",
        "dbos_datasource_migrations",
        "dbos_migrations",
        "event_dispatch_kv",
        "notifications",
        "operation_outputs",
        "operation_outputs_new",
        "queues",
        "streams",
        "workflow_events",
        "workflow_events_history",
        "workflow_input",
        "workflow_output",
        "workflow_schedules",
        "workflow_status",
    }
)
