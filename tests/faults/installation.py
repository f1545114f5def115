"""An installation to be killed: a founded city, copied for each death, and what can be said of its cases afterwards."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url, select, text

from webapp.clock import Clock
from webapp.house import House, open_house
from webapp.settings import Settings
from workflows import jobs
from workflows.actions.consistency import disagreements
from workflows.records import (
    Case,
    DeadlineMark,
    Document,
    EscalationStep,
    JournalEntry,
    SignOff,
    Submission,
    Task,
    journal,
    make_engine,
)

Picture = dict[str, tuple[object, ...]]
"""Of each case, everything that must not be half done: equal pictures are equal cases, but for ids and instants."""

_NUMBERS = count(1)


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A database and its data directory."""

    url: str
    data_dir: Path

    @contextmanager
    def opened(self, at: datetime) -> Iterator[House]:
        """Its parts, for a look or a step in this process."""
        engine = make_engine(self.url)
        settings = Settings(data_dir=self.data_dir, database_url=self.url, demo=True)
        yield open_house(settings, engine, Clock(movable=False, system=lambda: at))
        engine.dispose()

    @contextmanager
    def copied(self, to: Path) -> Iterator[Installation]:
        """Another one like it, gone with the block. Nobody may have this one open."""
        to = to / f"copy-{next(_NUMBERS)}"
        shutil.copytree(self.data_dir, to)
        url = make_url(self.url)
        if url.get_backend_name() == "sqlite":
            yield Installation(url=f"sqlite:///{to / 'xiaohao.db'}", data_dir=to)
        else:
            with copied_database(url) as copy:
                yield Installation(url=copy.render_as_string(hide_password=False), data_dir=to)
        shutil.rmtree(to)

    def wrong(self, at: datetime) -> list[str]:
        """What does not fit together: cases, journal, and jobs that nobody asked for or that nobody will do."""
        with self.opened(at) as house, house.readers() as session:
            found = [f"{each.number}: {each.english}" for each in disagreements(session, at=at)]
            found += [each.english for each in journal.verify(session)]
            papers = [status in ("waiting", "signing") for status in session.scalars(select(Document.status))]
            queued = jobs.waiting(session).waiting
            asked_for_once = sum(papers) <= queued <= len(papers)
            return found + ([] if asked_for_once else [f"{sum(papers)} of {len(papers)} papers wait, {queued} jobs"])

    def picture(self, at: datetime) -> Picture:
        """Each case as it stands."""
        with self.opened(at) as house, house.readers() as session:
            return {str(case.id): _picture(session, case) for case in session.scalars(select(Case)).all()}


def _picture(session: Any, case: Case) -> tuple[object, ...]:
    def rows(kind: type[Any], *columns: Any) -> tuple[object, ...]:
        return tuple(
            sorted((tuple(row) for row in session.execute(select(*columns).where(kind.case_id == case.id))), key=str)
        )

    told = select(JournalEntry.what).where(JournalEntry.chain == str(case.id)).order_by(JournalEntry.seq)
    return (
        case.stage,
        case.due_at,
        case.overdue_since is not None,
        case.rectified_at is not None,
        tuple(session.scalars(told)),
        rows(Task, Task.box, Task.due_on, Task.closed_by_id, Task.closed_at.is_(None)),
        rows(SignOff, SignOff.box, SignOff.person_id),
        rows(Submission, Submission.outcome),
        rows(Document, Document.kind, Document.status),
        rows(DeadlineMark, DeadlineMark.about_id, DeadlineMark.due_on, DeadlineMark.mark),
        rows(EscalationStep, EscalationStep.step, EscalationStep.about_id, EscalationStep.state),
    )


@contextmanager
def copied_database(url: URL) -> Iterator[URL]:
    """A PostgreSQL database like this one."""
    name = f"{url.database}_{next(_NUMBERS)}"
    _administer(url, f"CREATE DATABASE {name} TEMPLATE {url.database} STRATEGY WAL_LOG")
    yield url.set(database=name)
    _administer(url, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(url: URL, statement: str) -> None:
    engine = make_engine(url.set(database="postgres").render_as_string(hide_password=False))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


@dataclass
class Killer:
    """The program of `tests.faults.killing`, given orders."""

    process: subprocess.Popen[str]

    @classmethod
    def started(cls) -> Killer:
        """It runs until it is told to end."""
        command = [sys.executable, "-m", "tests.faults.killing"]
        return cls(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))

    def does(self, step: Step, where: Installation, *, point: int = 0) -> dict[str, Any]:
        """Let the step be done by a process that dies at `point`; 0: by one that lives."""
        order = {"step": step.kind, "url": where.url, "data_dir": str(where.data_dir), "at": step.at.isoformat()}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({**order, "arguments": step.arguments, "point": point}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert answer["problem"] == "", answer["problem"]
        return answer

    def ends(self) -> None:
        """No more orders."""
        self.process.communicate()


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something to be done at an instant, in an installation that waits for it."""

    kind: str
    base: Installation
    at: datetime
    arguments: dict[str, Any] = field(default_factory=dict)


def survives(
    killer: Killer,
    step: Step,
    room: Path,
    points: Callable[[int], range],
    *,
    stages: Callable[[Picture], Picture] = dict,
) -> int:
    """Kill the step at these of its points, look, do it again, look again; returns how many deaths there were.

    `stages` leaves out of a picture what a step of several transactions may rightly have done a part of.
    """
    before = step.base.picture(step.at)
    assert step.base.wrong(step.at) == []
    with step.base.copied(room) as whole:
        total = killer.does(step, whole)["points"]
        after = whole.picture(step.at)
        assert whole.wrong(step.at) == []
    assert before != after, "a step that changes nothing proves nothing"
    for point in points(total):
        with step.base.copied(room) as copy:
            assert killer.does(step, copy, point=point)["killed"], f"nobody died at point {point} of {total}"
            assert_between(copy, before, after, step.at, f"killed at point {point} of {total}", stages)
            killer.does(step, copy)
            assert_between(copy, after, after, step.at, f"done again after point {point} of {total}")
    return len(points(total))


def assert_between(
    copy: Installation,
    before: Picture,
    after: Picture,
    at: datetime,
    when: str,
    stages: Callable[[Picture], Picture] = dict,
) -> None:
    """Every case stands where it stood or where it was to go, nowhere between, and everything about it agrees."""
    assert copy.wrong(at) == [], when
    first, last, found = stages(before), stages(after), stages(copy.picture(at))
    astray = {case: (first[case], each) for case, each in found.items() if each not in (first[case], last[case])}
    assert astray == {}, when
