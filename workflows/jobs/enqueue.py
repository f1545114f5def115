"""Asking for a job, inside the transaction of whoever asks.

The queue lives in the application's own database so that a job is part of the transaction: a case that was not saved
queues nothing, and a saved one cannot lose its job.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from workflows.jobs.tables import APPLICATION, QUEUE, WORKFLOW, job_id

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions


def enqueue(session: Session, name: str, arguments: dict[str, str], key: str) -> None:
    """Queue the job `name` once per `key`; it starts after the caller's commit, and never when the caller rolls back.

    Asking again with the same name and key does nothing, whatever became of the first: a failed job is asked for again
    under another key. Never commits. Raises ValueError for a name or key that cannot be told apart again.
    """
    if not name or ":" in name or not key or "~" in key:
        raise ValueError(f"a job needs a name without ':' and a key without '~', not {name!r} and {key!r}")
    client = _client(session.get_bind().engine)
    options: EnqueueOptions = {"workflow_name": WORKFLOW, "queue_name": QUEUE, "workflow_id": job_id(name, key)}
    client.enqueue_in_transaction(session, options, name, dict(arguments))


@lru_cache(maxsize=4)
def _client(engine: Engine) -> DBOSClient:
    """The queue's client for this engine; it opens no connection of its own."""
    # Imported at the first job asked for: the import costs 0.8 s and some 60 MB, which most web processes can put off.
    from dbos import DBOSClient, DBOSPortableJSONSerializer

    return DBOSClient(
        system_database_engine=engine, serializer=DBOSPortableJSONSerializer(), application_name=APPLICATION, lazy=True
    )
