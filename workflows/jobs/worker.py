"""The worker: takes jobs from the queue, ticks the clock of due cases, shows a sign of life, takes over abandoned jobs.

The queue is DBOS 3.4.0, one instance per process. What it is told here was learnt by breaking it: JSON and not pickle,
a name and a version of our own, no schema changes from a worker.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from workflows.jobs.claim import claimed
from workflows.jobs.database import LISTEN_NOTIFY, polling_engine
from workflows.jobs.port import JobBody, NotPrepared, Pulse, TryLater
from workflows.jobs.reaper import Watch, abandoned, started_jobs
from workflows.jobs.running import Pace, Runner, repeat
from workflows.jobs.tables import APPLICATION, QUEUE, SCHEMA, VERSION, WORKFLOW

if TYPE_CHECKING:
    from dbos import DBOSClient, DBOSConfig

ATTEMPTS_TO_SURVIVE = 10
"""How often a job may take its worker down with it before it counts as failed."""


class Worker:
    """One worker of this process; `start` and `stop` it once.

    `jobs` are the bodies by name; each is tried `len(pace.pauses) + 1` times, then failed with its sentence kept, and
    must be idempotent by a unique row of its own (see JobBody). `tick` is called every `pace.tick` seconds, in every
    worker, so what it does must be safe to do twice; so must what is done
    `beside`, each in a thread of its own. `now` tells the machine's time, never a demonstration's: it
    measures silence.
    """

    def __init__(
        self,
        engine: Engine,
        jobs: Mapping[str, JobBody],
        *,
        executor_id: str,
        pulse: Pulse,
        now: Callable[[], datetime],
        tick: Callable[[], None] | None = None,
        beside: Mapping[str, Callable[[], None]] | None = None,
        pace: Pace | None = None,
        concurrency: int = 2,
    ) -> None:
        self.executor_id = executor_id
        self._pace = pace or Pace()
        self._runner = Runner(jobs, self._pace)
        self._engine, self._pulse, self._now, self._tick = engine, pulse, now, tick
        self._beside = beside or {}
        self._concurrency = concurrency
        self._held = ExitStack()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to work; returns at once. Raises AnotherWorker; NotPrepared when the queue's tables are missing."""
        with ExitStack() as held:
            held.enter_context(claimed(self._engine, self.executor_id))
            self._own = polling_engine(self._engine)
            held.callback(self._own.dispose)
            self._client = self._launch()
            self._held = held.pop_all()
        pace, stopping = self._pace, self._runner.stopping
        self._threads = [repeat(self._look_around, every=pace.pulse, until=stopping, what="heartbeat and reaper")]
        if self._tick is not None:
            self._threads.append(repeat(self._tick, every=pace.tick, until=stopping, what="clock tick"))
        for what, action in self._beside.items():
            self._threads.append(repeat(action, every=pace.beside, until=stopping, what=what))

    def stop(self, *, within: float = 5.0) -> bool:
        """Take no more jobs and wait so many seconds for the running ones; whether all had finished.

        What had not is taken up again at the next start.
        """
        from dbos import DBOS

        self._runner.stopping.set()
        for thread in self._threads:
            thread.join(within)
        DBOS.destroy(
            destroy_registry=True, workflow_completion_timeout_sec=int(within) if self._runner.working_on else 0
        )
        finished = not self._runner.working_on
        self._held.close()
        return finished

    def _launch(self) -> DBOSClient:
        from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
        from dbos._error import DBOSInitializationError

        DBOS(config=self._config())
        logging.getLogger("dbos").addFilter(_not_told_twice)
        DBOS.workflow(name=WORKFLOW, max_recovery_attempts=ATTEMPTS_TO_SURVIVE)(self._body())
        try:
            DBOS.launch()
        except DBOSInitializationError:
            DBOS.destroy(destroy_registry=True)
            raise NotPrepared from None
        DBOS.register_queue(QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=self._pace.poll)
        return DBOSClient(
            system_database_engine=self._own, serializer=DBOSPortableJSONSerializer(), application_name=APPLICATION
        )

    def _config(self) -> DBOSConfig:
        from dbos import DBOSPortableJSONSerializer

        return {
            "name": APPLICATION,
            "system_database_engine": self._own,
            "dbos_system_schema": SCHEMA,
            "serializer": DBOSPortableJSONSerializer(),
            "executor_id": self.executor_id,
            "application_version": VERSION,
            "log_level": "WARNING",
            "run_migrations": False,
            "use_listen_notify": LISTEN_NOTIFY,
        }

    def _body(self) -> Callable[[str, dict[str, str]], None]:
        """One function for all jobs, so that a job nobody knows any more fails with a sentence instead of hanging."""

        def job(name: str, arguments: dict[str, str]) -> None:
            from dbos import DBOS

            identifier = str(DBOS.workflow_id)
            try:
                self._runner.run(identifier, name, arguments)
            except TryLater:
                self._come_back(identifier, name, arguments)

        return job

    def _come_back(self, identifier: str, name: str, arguments: dict[str, str]) -> None:
        """Queue the job again under the id `…~n`: a new row, because one that waits inside a job would hold a place.

        The comeback before this one is forgotten, so that a job waiting for weeks leaves three rows and not thousands;
        the first row stays, since it is what makes the same key once.
        """
        original, _, count = identifier.partition("~")
        comeback = int(count or 0) + 1
        if comeback > 2:
            self._client.delete_workflow(f"{original}~{comeback - 2}")
        self._client.enqueue(
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": f"{original}~{comeback}",
                "delay_seconds": self._pace.pause_before(comeback),
            },
            name,
            arguments,
        )

    def _look_around(self) -> None:
        at = self._now()
        self._pulse.beat(self.executor_id, at)
        watch = Watch(
            executor_id=self.executor_id,
            working_on=self._runner.working_on,
            alone=self._engine.dialect.name == "sqlite",
            beats=self._pulse.beats(),
            silence=timedelta(seconds=self._pace.silence),
            still=timedelta(seconds=self._pace.still),
        )
        for job in abandoned(started_jobs(self._own), watch, at=at):
            # Private to the pinned library: its public `resume` forgets whose job it was and how often it was tried.
            self._client._sys_db.reenqueue_for_recovery(job.id, [job.executor_id], QUEUE)


TOLD_ELSEWHERE = ("Exception encountered in background workflow", "DBOS failed to launch")


def _not_told_twice(record: logging.LogRecord) -> bool:
    """The library prints traces of what is already logged by the runner or said in a sentence."""
    return not str(record.msg).startswith(TOLD_ELSEWHERE)


def run_worker(worker: Worker, stop: threading.Event, *, within: float = 5.0) -> bool:
    """Work until `stop` is set; whether every running job had finished `within` seconds of it."""
    worker.start()
    stop.wait()
    return worker.stop(within=within)
