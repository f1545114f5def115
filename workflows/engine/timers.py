"""The clock of the engine and the timers that read it.

The library's timers ask `datetime.now()` inside its own module, take naive times, and miscount months. These
replace them: the instant is handed in from outside for the length of one call, a value must carry its zone, and
a timer is due *at* its instant.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

from workflows.engine.durations import LAST, NEVER, read_duration, read_instant, utc
from workflows.engine.errors import ExpressionFailed, TimerRefused
from workflows.engine.expressions import compile_timer

_now: ContextVar[datetime] = ContextVar("engine_now")
DUE = "event_value"
"""Where the library keeps the frozen instant of a waiting timer."""


@contextmanager
def clock_at(at: datetime) -> Iterator[None]:
    """Let the engine's clock stand at `at`. Raises NaiveInstant when `at` has no zone."""
    utc(at)
    token = _now.set(at)
    try:
        yield
    finally:
        _now.reset(token)


class Timer(TimerEventDefinition):  # type: ignore[misc]  # the library has no types
    """A timer whose instant is worked out when its box is entered, and then stands until somebody moves it."""

    def __init__(self, box: str, title: str, expression: str, *, duration: bool) -> None:
        super().__init__(box, expression)
        self.title = title
        self.duration = duration
        self.compiled = compile_timer(expression)

    def has_fired(self, task: Any) -> bool:
        """Whether the instant has come. The first question freezes it. Raises TimerRefused, ExpressionFailed."""
        data = task.internal_data
        if DUE not in data:
            data[DUE] = self._instant(task.data).isoformat()
        due = due_of(task)
        if due is not None and due <= utc(_now.get()):
            data["event_fired"] = True
        return bool(data.get("event_fired", False))

    def _instant(self, facts: dict[str, Any]) -> datetime:
        value = self._value(facts)
        if not isinstance(value, str):
            raise TimerRefused(box=self.title, value=value)
        instant = self._after(value) if self.duration else read_instant(value)
        if instant is None:
            raise TimerRefused(box=self.title, value=value)
        return instant

    def _value(self, facts: dict[str, Any]) -> object:
        try:
            return self.compiled.evaluate(facts)
        except KeyError as missing:
            name = missing.args[0]
            raise ExpressionFailed(
                box=self.title, text=self.expression, why=f"没有事实“{name}”", why_english=f"there is no fact {name}"
            ) from None

    def _after(self, value: str) -> datetime | None:
        duration = read_duration(value)
        if duration is None:
            return None
        try:
            return utc(duration.after(_now.get()))
        except OverflowError:
            return LAST


def due_of(task: Any) -> datetime | None:
    """When the timer of this waiting task is due (UTC); None when never, or not worked out yet."""
    frozen = task.internal_data.get(DUE)
    if frozen is None:
        return None
    due = utc(datetime.fromisoformat(frozen))
    return due if due.year < NEVER else None


def move(task: Any, to: datetime) -> None:
    """Overwrite the frozen instant: a granted extension must not be overtaken by the deadline before it."""
    task.internal_data[DUE] = utc(to).isoformat()
    task.internal_data.pop("event_fired", None)
