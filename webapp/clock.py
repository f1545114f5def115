"""The one place that asks what time it is.

A demonstration may move the city's clock forward; the offset lies in the settings table, so that pages, worker and command line agree.
Sign-in sessions and lock-outs always use the real clock: otherwise moving the city a week ahead would sign everybody out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from workflows.queries import settings


def system_time() -> datetime:
    """The machine's time, aware, in UTC."""
    return datetime.now(UTC)


class Clock:
    """Tells the time: `real` for sign-in, `now` for everything the city does."""

    def __init__(self, *, movable: bool, system: Callable[[], datetime] = system_time) -> None:
        self.movable = movable
        self._system = system

    def real(self) -> datetime:
        """The machine's time, whatever the demonstration says."""
        return self._system()

    def now(self, session: Session) -> datetime:
        """The city's time: the machine's, plus the demonstration's offset (seconds) where the clock is movable."""
        return self._system() + self.offset(session)

    def offset(self, session: Session) -> timedelta:
        """How far the demonstration has been moved ahead; zero for a clock that cannot be moved."""
        if not self.movable:
            return timedelta(0)
        return settings.clock_offset(session)
