"""When a sign-in name is locked, and for how long.

Source: 等保 level 3, identity: a failed sign-in counts, the lock opens by itself after a time. Only attempts that were really checked count, so
that knocking on a locked door does not keep it locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One password that was checked."""

    at: datetime
    succeeded: bool


@dataclass(frozen=True, kw_only=True)
class LockRule:
    """`after` failures in a row within `minutes` lock a name for `minutes`, counted from the last failure.

    `per_address` failures from one address do the same for all names tried from there: many names with one password each. The figure is
    high because a whole county may sit behind one address.
    """

    after: int = 5
    minutes: int = 15
    per_address: int = 50

    @property
    def span(self) -> timedelta:
        """How long a failure is remembered, and how long the lock lasts."""
        return timedelta(minutes=self.minutes)


def locked_until(attempts: Sequence[Attempt], *, rule: LockRule, at: datetime) -> datetime | None:
    """When the name may be tried again, or None while it may be tried now. `attempts` oldest first."""
    failures: list[datetime] = []
    for attempt in attempts:
        failures = [] if attempt.succeeded else [*failures, attempt.at]
    recent = [moment for moment in failures if moment > at - rule.span]
    return recent[-1] + rule.span if len(recent) >= rule.after else None
