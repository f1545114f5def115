"""How often one address may ask for something dear. Kept in memory: what strangers ask is not stored, and one process serves."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

MOST_ADDRESSES = 10_000
"""Beyond these the address that has been quiet for longest is forgotten."""


class Allowance:
    """So many within a span of time, per address."""

    def __init__(self, most: int, within: timedelta) -> None:
        self._most, self._within = most, within
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def seconds_to_wait(self, address: str, at: datetime) -> int:
        """0 when the address may ask now, which is counted; else after how many seconds it may."""
        with self._lock:
            times = self._asked.setdefault(address, deque())
            self._asked.move_to_end(address)
            if len(self._asked) > MOST_ADDRESSES:
                self._asked.popitem(last=False)
            while times and times[0] <= at - self._within:
                times.popleft()
            if len(times) >= self._most:
                return max(1, math.ceil((times[0] + self._within - at).total_seconds()))
            times.append(at)
            return 0
