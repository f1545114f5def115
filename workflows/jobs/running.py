"""Running one job: its tries, its pauses, and what is left when it fails."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from workflows.jobs.port import JobBody, TryLater
from workflows.rules.errors import Refusal

log = logging.getLogger(__name__)

LONGEST_TRACE = 8000
UNKNOWN = "没有名为 {name} 的后台任务，请检查后台进程的程序版本。"


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How often a worker does what, in seconds."""

    poll: float = 0.5
    tick: float = 60.0
    beside: float = 5.0
    pulse: float = 15.0
    """Between signs of life; abandoned jobs are looked for at the same time."""
    silence: float = 90.0
    still: float = 300.0
    pauses: tuple[float, ...] = (2.0, 10.0)
    """Before the second and the third try; one try more than pauses."""
    later: float = 15.0
    """Before a job that cannot be done yet comes back; grows with each return, up to `latest`."""
    latest: float = 120.0

    def pause_before(self, comeback: int) -> float:
        """Seconds before the n-th comeback (from 1) of a job that could not be done yet."""
        return min(self.later * comeback, self.latest)


class JobFailed(Refusal):
    """{sentence}"""

    code = "job-failed"

    def __init__(self, *, sentence: str, trace: str = "") -> None:
        super().__init__(sentence=sentence)
        self.data = {"trace": trace}
        """Kept by the queue beside the sentence: for whoever mends the program."""


class Interrupted(BaseException):
    """The worker stops while a job waits for its next try; the job stays started and is taken up at the next start.

    Not an Exception, so that neither a body nor the queue takes it for the job's outcome.
    """


class Runner:
    """Knows the bodies and which jobs this process works on at this moment."""

    def __init__(self, jobs: Mapping[str, JobBody], pace: Pace) -> None:
        self.stopping = threading.Event()
        self._jobs = dict(jobs)
        self._pace = pace
        self._working_on: set[str] = set()

    @property
    def working_on(self) -> frozenset[str]:
        """Ids of the jobs in work."""
        return frozenset(self._working_on)

    def run(self, identifier: str, name: str, arguments: dict[str, str]) -> None:
        """Try the job; raises TryLater when it cannot be done yet, JobFailed when its last try failed."""
        with self._at_work(identifier):
            body = self._jobs.get(name)
            if body is None:
                raise JobFailed(sentence=UNKNOWN.format(name=name))
            for pause in (*self._pace.pauses, None):
                problem = _attempt(body, arguments, identifier)
                if problem is None:
                    return
                if pause is None:
                    raise JobFailed(sentence=sentence(problem), trace=_trace(problem))
                if self.stopping.wait(pause):
                    raise Interrupted

    @contextmanager
    def _at_work(self, identifier: str) -> Iterator[None]:
        self._working_on.add(identifier)
        try:
            yield
        finally:
            self._working_on.discard(identifier)


def _trace(problem: Exception) -> str:
    """Where in the program it happened, the innermost calls; of a refusal nothing, since its sentence says all."""
    if isinstance(problem, Refusal):
        return ""
    return "".join(traceback.format_exception(problem))[-LONGEST_TRACE:]


def _attempt(body: JobBody, arguments: dict[str, str], identifier: str) -> Exception | None:
    try:
        body(dict(arguments))
    except TryLater:
        raise
    except Exception as problem:  # whatever a body raises is the job's outcome, never the worker's end
        expected = isinstance(problem, Refusal)
        log.warning("job %s failed: %s", identifier, sentence(problem), exc_info=None if expected else problem)
        return problem
    return None


def sentence(problem: Exception) -> str:
    """What is kept of a failure: a refusal's own sentence, else the kind of error and what it says."""
    said = str(problem)
    if isinstance(problem, Refusal):
        return said
    return f"{type(problem).__name__}：{said}" if said else type(problem).__name__


def repeat(action: Callable[[], None], *, every: float, until: threading.Event, what: str) -> threading.Thread:
    """Do something at once and again every so many seconds in a thread of its own; a failure is logged, not the end."""

    def loop() -> None:
        while True:
            try:
                action()
            except Exception:
                log.exception("%s failed", what)
            if until.wait(every):
                return

    thread = threading.Thread(target=loop, name=what, daemon=True)
    thread.start()
    return thread
