"""A small house to try jobs in: an effect table whose key is unique, a pulse, and a worker that can be killed.

Run as a program (`python -m tests.jobs.site URL NAME`) it is such a worker; it says "ready" when it works.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from workflows.jobs import AnotherWorker, Pace, TryLater, Worker, run_worker
from workflows.records.database import make_engine

TABLES = {
    "effect": "key VARCHAR(100) PRIMARY KEY",
    "attempt": "key VARCHAR(100) NOT NULL",
    "sign_of_life": "name VARCHAR(100) PRIMARY KEY, at VARCHAR(40) NOT NULL",
}
QUICK = Pace(poll=0.05, pulse=0.2, silence=1.0, still=1.0, pauses=(0.02, 0.02), later=0.05)


class TablePulse:
    """Signs of life in a table, as the records keep them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def beat(self, executor_id: str, at: datetime) -> None:
        with self.engine.begin() as connection:
            connection.execute(text("DELETE FROM sign_of_life WHERE name = :name"), {"name": executor_id})
            row = {"name": executor_id, "at": at.isoformat()}
            connection.execute(text("INSERT INTO sign_of_life VALUES (:name, :at)"), row)

    def beats(self) -> Mapping[str, datetime]:
        with self.engine.begin() as connection:
            return {
                name: datetime.fromisoformat(at) for name, at in connection.execute(text("SELECT * FROM sign_of_life"))
            }


class Bodies:
    """Jobs that leave a mark for every try and one effect, by a unique row, for every success."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.open_the_gate = threading.Event()

    def named(self) -> dict[str, Callable[[dict[str, str]], None]]:
        bodies = (self.work, self.hang, self.hang_after, self.fail, self.fail_once, self.wait)
        return {body.__name__: body for body in bodies}

    def work(self, arguments: dict[str, str]) -> None:
        key = arguments["key"]
        self._mark(key)
        with self.engine.begin() as connection:
            connection.execute(text("INSERT INTO effect VALUES (:key) ON CONFLICT DO NOTHING"), {"key": key})

    def hang(self, arguments: dict[str, str]) -> None:
        """The first try never ends, as if the process were killed within it."""
        if self.attempts(arguments["key"]) == 0:
            self._mark(arguments["key"])
            self.open_the_gate.wait()
        self.work(arguments)

    def hang_after(self, arguments: dict[str, str]) -> None:
        """The first try has its effect and never ends."""
        first = self.attempts(arguments["key"]) == 0
        self.work(arguments)
        if first:
            self.open_the_gate.wait()

    def fail(self, arguments: dict[str, str]) -> None:
        self._mark(arguments["key"])
        raise ValueError("打印机没有纸")

    def fail_once(self, arguments: dict[str, str]) -> None:
        if self.attempts(arguments["key"]) == 0:
            self.fail(arguments)
        self.work(arguments)

    def wait(self, arguments: dict[str, str]) -> None:
        """Cannot be done the first three times."""
        if self.attempts(arguments["key"]) < 3:
            self._mark(arguments["key"])
            raise TryLater(why="字体还在生成")
        self.work(arguments)

    def attempts(self, key: str) -> int:
        return self._count("attempt", key)

    def effects(self, key: str) -> int:
        return self._count("effect", key)

    def _count(self, table: str, key: str) -> int:
        with self.engine.begin() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table} WHERE key = :key"), {"key": key}) or 0)  # noqa: S608 (a name of ours)

    def _mark(self, key: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(text("INSERT INTO attempt VALUES (:key)"), {"key": key})


def system_time() -> datetime:
    return datetime.now(UTC)


def worker(engine: Engine, name: str, *, tick: Callable[[], None] | None = None, pace: Pace = QUICK) -> Worker:
    """A quick worker over the bodies above."""
    bodies = Bodies(engine).named()
    return Worker(engine, bodies, executor_id=name, pulse=TablePulse(engine), now=system_time, tick=tick, pace=pace)


def ask(engine: Engine, name: str, key: str) -> None:
    """Queue a job in a transaction of its own."""
    from workflows.jobs import enqueue

    with Session(engine) as session:
        enqueue(session, name, {"key": key}, key)
        session.commit()


def say(what: str) -> None:
    sys.stdout.write(what + "\n")
    sys.stdout.flush()


def main() -> None:
    url, name = sys.argv[1:]
    engine = make_engine(url)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    made = worker(engine, name, tick=lambda: say("ready"))
    try:
        finished = run_worker(made, stop, within=1.0)
    except AnotherWorker as refusal:
        say(str(refusal))
        sys.exit(2)
    os._exit(0 if finished else 1)


if __name__ == "__main__":
    main()
