"""The worker process: makes the documents, ticks the clock of due cases, and commits. `python -m webapp.worker`."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

import click
from sqlalchemy import Engine

from webapp import batches, bundling, messaging, moving, plan_files, plan_opening, printing, ticking
from webapp.house import House, open_house
from webapp.presses import Presses
from webapp.serve import executor_id
from webapp.settings import Settings
from webapp.supervisor import REFUSED
from workflows.actions import heartbeats
from workflows.jobs import JobBody, Pace, Worker, run_worker
from workflows.rules.errors import Refusal

FINISHING = 5.0
"""Seconds a job may go on after the worker was told to stop; what is not finished then is done again at the next start."""


class Heartbeats:
    """The queue's pulse, kept in the records."""

    def __init__(self, house: House) -> None:
        self._house = house

    def beat(self, executor_id: str, at: datetime) -> None:
        """Note a sign of life."""
        with self._house.sessions() as session:
            heartbeats.beat(session, executor_id=executor_id, at=at)
            session.commit()

    def beats(self) -> Mapping[str, datetime]:
        """The last sign of life of every worker."""
        with self._house.sessions() as session:
            return heartbeats.beats(session)


def run(settings: Settings, *, stop: threading.Event | None = None, engine: Engine | None = None) -> bool:
    """Work until `stop` is set, or SIGTERM or SIGINT comes; whether every running job had finished.

    Raises AnotherWorker when one works on this database already, NotPrepared before `xiaohao migrate`.
    """
    asked = stop or _asked_to_stop()
    house = open_house(settings, engine)
    presses = Presses(settings)
    worker = Worker(
        house.engine,
        bodies(house, presses),
        executor_id=executor_id(settings),
        pulse=Heartbeats(house),
        now=house.clock.real,
        tick=lambda: _tick(house),
        beside=_beside(house),
        pace=Pace(tick=settings.tick_seconds),
        concurrency=presses.count + 1,  # a batch keeps one place for minutes
    )
    try:
        return run_worker(worker, asked, within=FINISHING)
    finally:
        presses.close()


def bodies(house: House, presses: Presses) -> dict[str, JobBody]:
    """The jobs this product knows, by the name they are asked for with."""
    return {
        "render_document": partial(printing.render_in_press, house, presses),
        "print_batch": partial(batches.print_batch, house, presses),
        "move_cases": partial(moving.move_cases, house),
        "pack_bundle": partial(bundling.pack_bundle, house),
        "read_plan": partial(plan_files.read_plan, house),
        "open_register": partial(plan_opening.open_register, house),
    }


def _tick(house: House) -> None:
    ticking.tick(house)


def _beside(house: House) -> dict[str, Callable[[], None]]:
    """Each in a thread of its own, so that a mail server that thinks for long holds up nothing else."""

    def tell() -> None:
        messaging.tell(house)

    def post() -> None:
        messaging.post(house)

    def call() -> None:
        messaging.call(house)

    return {"messages": tell, "mails": post, "hooks": call}


def _asked_to_stop() -> threading.Event:
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    return asked


def main() -> None:
    """Exit code 0; 2 with a sentence when it cannot work. A job that would not finish does not hold up the end."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        run(Settings())
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        click.echo(refusal.english, err=True)
        sys.exit(REFUSED)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
