"""CPU time of requests, split by whose code was running.

A middleware counts the thread's CPU time inside the application; while it does, the kernel's profiling timer interrupts
every few milliseconds of CPU and the innermost frame of a package we know tells whom to charge. Sampling, because
wrapping every call of an object-relational mapper would cost more than it measures.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import mean
from types import FrameType
from typing import Any

INTERVAL = 0.001
"""Seconds of CPU between two samples; the kernel may make it 4 ms."""

OWNERS: Mapping[str, tuple[str, ...]] = {
    "引擎": ("/workflows/engine/", "/SpiffWorkflow/"),
    "数据库": ("/sqlalchemy/", "/pysqlite3/", "/psycopg/"),
}
REST = "请求"

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass
class Measured:
    """What the requests of one label cost."""

    seconds: list[float] = field(default_factory=list)
    samples: Counter[str] = field(default_factory=Counter)

    @property
    def milliseconds(self) -> float:
        """CPU milliseconds per request, the mean without the lowest and the highest tenth: a busy machine makes outliers."""
        edge = len(self.seconds) // 10
        return mean(sorted(self.seconds)[edge : len(self.seconds) - edge]) * 1000

    def parts(self) -> tuple[tuple[str, float], ...]:
        """The same milliseconds, shared out as the samples fell; not split where there were too few to fall."""
        total = sum(self.samples.values())
        if not total:
            return ((REST, self.milliseconds),)
        return tuple((name, self.milliseconds * self.samples[name] / total) for name in (*OWNERS, REST))


class Meter:
    """Wraps a WSGI application; measures only between `start` and the end of `under(label)`. For the main thread."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._current: Measured | None = None
        self.found: dict[str, Measured] = {}

    @contextmanager
    def under(self, label: str) -> Iterator[None]:
        """Charge the requests made inside to `label`."""
        self._current = self.found.setdefault(label, Measured())
        before = signal.signal(signal.SIGPROF, self._sample)
        try:
            yield
        finally:
            self._current = None
            signal.signal(signal.SIGPROF, before)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self._current is None:
            return self._application(environ, start_response)
        signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
        started = time.thread_time()
        try:
            answer = self._application(environ, start_response)
            body = [b"".join(answer)]
            if hasattr(answer, "close"):
                answer.close()
        finally:
            self._current.seconds.append(time.thread_time() - started)
            signal.setitimer(signal.ITIMER_PROF, 0)
        return body

    def _sample(self, _number: int, frame: FrameType | None) -> None:
        if self._current is not None:
            self._current.samples[owner(frame)] += 1


def owner(frame: FrameType | None) -> str:
    """Whom to charge: the innermost frame of a package named in OWNERS, else the request itself."""
    while frame is not None:
        path = frame.f_code.co_filename
        for name, places in OWNERS.items():
            if any(place in path for place in places):
                return name
        frame = frame.f_back
    return REST
