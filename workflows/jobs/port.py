"""The words of the jobs port: what a job is, how it can fail, what a worker needs from its surroundings.

Nothing here knows which queue is behind it, so that callers and their tests load in no time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from workflows.rules.errors import Refusal

JobBody = Callable[[dict[str, str]], None]
"""What a job does, given its arguments. It runs outside any transaction and at least once, at times twice: a worker
that is killed after the effect and before the note about it runs the job again. So a body writes one unique row of its
own with its effect, in one transaction, and does nothing when that row is there."""


class TryLater(Refusal):
    """暂时还办不了，稍后自动再试：{why}。
    Not possible yet; will be tried again later.
    """

    code = "try-later"


class AnotherWorker(Refusal):
    """已有一个后台进程在运行（{where}），不能再启动第二个。请先停止正在运行的那个，再重试。
    Another worker is running ({where}); stop it before starting a new one.
    """

    code = "another-worker"


class NotPrepared(Refusal):
    """后台任务的数据表还没有建好。请先运行 ./run xiaohao migrate，再重试。
    The tables of the job queue are missing or old; run `./run xiaohao migrate` first.
    """

    code = "jobs-not-prepared"


@dataclass(frozen=True, kw_only=True)
class JobCounts:
    """How many jobs wait for a worker, run, and have failed for good."""

    waiting: int
    running: int
    failed: int


@dataclass(frozen=True, kw_only=True)
class FailedJob:
    """A job that was given up: its name and key, the last sentence it failed with, and when (UTC)."""

    name: str
    key: str
    sentence: str
    at: datetime


class Pulse(Protocol):
    """Where workers leave a sign of life. A port, because the heartbeat table belongs to the records."""

    def beat(self, executor_id: str, at: datetime) -> None:
        """Note that this worker was alive at `at`; commits."""

    def beats(self) -> Mapping[str, datetime]:
        """The last sign of life of every worker ever heard of."""
