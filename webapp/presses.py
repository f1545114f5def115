"""Render processes: as many papers at once as there are cores, each process replaced before it has grown.

Laying out a paper keeps one core busy for a third of a second and holds Python's lock, so threads gain nothing; and the
layout engine grows with every paper. So the worker hands papers to processes of its own (`webapp.press`), started when
first needed and gone when idle. A process that dies takes down one try of one paper, never the worker.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from webapp.serve import environment_of
from webapp.settings import Settings
from workflows.jobs import TryLater
from workflows.rules.errors import Refusal

MOST_PAPERS = 200
"""Papers before a process is replaced; its one font configuration and style sheet serve them all."""
LARGEST = 700 * 1024 * 1024
"""Bytes of memory at which it is replaced earlier."""
LONGEST = 600.0
"""Seconds for one paper; a process that needs longer hangs."""


class PressLost(Refusal):
    """制作文书的进程意外结束，可能是内存不足，或者被人终止；这份文书没有做成，没有留下不完整的文件。请重新制作。
    The process that was making the document ended; make it again.
    """

    code = "press-lost"


class PressFailed(Refusal):
    """{why}"""

    code = "press-failed"


class Presses:
    """A few processes that do jobs by name. `do` may be called from several threads; `close` ends them all."""

    def __init__(
        self, settings: Settings, *, count: int = 0, command: Sequence[str] = (), most: int = MOST_PAPERS,
        longest: float = LONGEST,
    ) -> None:  # fmt: skip
        self.count = count or settings.render_processes or os.cpu_count() or 1
        self._command = list(command) or [sys.executable, "-m", "webapp.press"]
        self._environment = environment_of(settings)
        self._most, self._longest = most, longest
        self._idle: list[_Press] = []
        self._all: set[_Press] = set()
        self._free = threading.BoundedSemaphore(self.count)
        self._lock = threading.Lock()

    def do(self, name: str, arguments: Mapping[str, str]) -> None:
        """Have a job done. Raises what it raised: TryLater, or PressFailed with its sentence; PressLost when its process died twice."""
        with self._free:
            answer = self._once(name, arguments) or self._once(name, arguments)
        if answer is None:
            raise PressLost()
        if "later" in answer:
            raise TryLater(why=answer["later"])
        if "failed" in answer:
            raise PressFailed(why=answer["failed"])

    def close(self) -> None:
        """End every process; one in the middle of a paper is ended too, and the paper is made again by the next worker."""
        with self._lock:
            ending, self._all, self._idle = self._all, set(), []
        for each in ending:
            each.hang_up()
        ends = time.monotonic() + 1.0
        for each in ending:
            each.end(within=max(0.0, ends - time.monotonic()))

    def processes(self) -> list[int]:
        """The process ids at this moment."""
        with self._lock:
            return [each.pid for each in self._all]

    def _once(self, name: str, arguments: Mapping[str, str]) -> dict[str, Any] | None:
        """The answer of one process; None when it died or hung, and then it is gone."""
        each = self._take()
        answer = each.ask({"job": name, "arguments": dict(arguments)}, within=self._longest)
        worn = answer is None or each.done >= self._most or int(answer.get("memory", 0)) > LARGEST
        with self._lock:
            if not worn and each in self._all:
                self._idle.append(each)
                return answer
            self._all.discard(each)
        each.end(within=0.0 if answer is None else 5.0)
        return answer

    def _take(self) -> _Press:
        with self._lock:
            while self._idle:
                each = self._idle.pop()
                if each.lives():
                    return each
                self._all.discard(each)
                each.end(within=0.0)
            each = _Press(self._command, self._environment)
            self._all.add(each)
            return each


class _Press:
    """One process, asked on its standard input and answering on its standard output, a line of JSON each."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.done = 0
        self._process = subprocess.Popen(  # noqa: S603 (a module of ours, no shell)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **environment}, process_group=0
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def lives(self) -> bool:
        return self._process.poll() is None

    def ask(self, order: Mapping[str, Any], *, within: float) -> dict[str, Any] | None:
        source, sink = self._process.stdout, self._process.stdin
        if source is None or sink is None:
            return None
        try:
            sink.write(json.dumps(order).encode() + b"\n")
            sink.flush()
            ready, _, _ = select.select([source], [], [], within)
            line = source.readline() if ready else b""
            answer: dict[str, Any] = json.loads(line)
        except (OSError, ValueError):  # it died, or said half a line while dying
            return None
        self.done += 1
        return answer

    def hang_up(self) -> None:
        """Close its input and output: it ends after the paper it is at."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def end(self, *, within: float) -> None:
        """Let it end by itself; kill it when it does not."""
        self.hang_up()
        try:
            self._process.wait(within or 0.01)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
