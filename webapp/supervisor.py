"""Keeping child processes alive: starts them, starts again what crashed, ends all of them when asked.

For the embedded installation only, where nothing else (systemd, containers) does it. Knows nothing of what the children are.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

REFUSED = 2
"""The exit code of a child that said itself, in a sentence, why it cannot work: starting it again would only repeat it."""
LONGEST_PAUSE = 30.0
STEADY = 60.0
"""A child that lived so many seconds starts again without a pause, whatever happened before."""
LOOK = 0.2
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process and its restarts."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    crashes: int = 0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    """When to start it next, on the monotonic clock."""

    def start(self) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches it through the supervisor and only once."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 (commands of ours, no shell)
            self.command, env={**os.environ, **self.environment}, process_group=0, preexec_fn=_end_with_parent
        )

    def crashed(self) -> None:
        """Note the crash; the next start waits 1, 2, 4 … seconds, at most LONGEST_PAUSE."""
        now = time.monotonic()
        self.crashes = 0 if now - self.started_at > STEADY else self.crashes + 1
        self.process = None
        self.start_at = now + (min(2.0 ** (self.crashes - 1), LONGEST_PAUSE) if self.crashes else 0.0)

    def tell(self, number: int) -> None:
        """Send a signal, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


class Supervisor:
    """Runs children until a signal or a refusal; `stop` may be set from outside."""

    def __init__(self, children: Sequence[Child], *, say: Callable[[str], None], grace: float = 10.0) -> None:
        self.stop = threading.Event()
        self._children = children
        self._say = say
        self._grace = grace
        self._code = 0

    def run(self, look: Callable[[], None] = lambda: None) -> int:
        """Start all, call `look` several times a second, end all; returns the exit code (REFUSED when a child refused)."""
        before = {number: signal.signal(number, self._asked) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self.stop.is_set():
                for child in self._children:
                    self._attend(child)
                look()
                self.stop.wait(LOOK)
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)
        return self._code

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.set()

    def _attend(self, child: Child) -> None:
        if child.process is None:
            if time.monotonic() >= child.start_at:
                child.start()
            return
        code = child.process.poll()
        if code is None:
            return
        if code == REFUSED:
            self._code = REFUSED
            self.stop.set()
            return
        child.crashed()
        pause = child.start_at - time.monotonic()
        when = f"{pause:.0f} 秒后" if pause > 0 else "现在"
        self._say(f"{child.name}意外退出（代码 {code}），{when}重新启动。")

    def _end_all(self) -> None:
        """Ask all at once, then end by force what has not ended within the grace."""
        for child in self._children:
            child.tell(signal.SIGTERM)
        deadline = time.monotonic() + self._grace
        for child in self._children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.tell(signal.SIGKILL)
                child.process.wait()


def _end_with_parent() -> None:
    """Linux ends the child when this process is killed outright, so that no orphan keeps the port or the database."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
