"""Work that must not hold a person up: asked for inside a transaction, done by a worker beside the web.

This is the port; DBOS stands behind it and is imported nowhere else (and by a web process only at its first `enqueue`).

    enqueue(session, "render_document", {"document_id": id}, key=id)  # part of the caller's transaction
    waiting(session), failed(session)  # for the doctor and the health page
    prepare(engine)  # creates the queue's own tables; run beside the migrations
    run_worker(Worker(engine, {"render_document": render}, executor_id=…, …), stop)  # or its start() and stop()

A job body must be idempotent by a unique row of its own: see `JobBody`.
"""

from __future__ import annotations

from workflows.jobs.claim import require_free
from workflows.jobs.database import prepare
from workflows.jobs.enqueue import enqueue
from workflows.jobs.managing import Job, JobPage
from workflows.jobs.port import AnotherWorker, FailedJob, JobBody, JobCounts, NotPrepared, Pulse, TryLater
from workflows.jobs.running import Pace
from workflows.jobs.status import failed, waiting
from workflows.jobs.worker import Worker, run_worker

__all__ = [
    "AnotherWorker",
    "FailedJob",
    "Job",
    "JobBody",
    "JobCounts",
    "JobPage",
    "NotPrepared",
    "Pace",
    "Pulse",
    "TryLater",
    "Worker",
    "enqueue",
    "failed",
    "prepare",
    "require_free",
    "run_worker",
    "waiting",
]
