"""A limit for a whole conversation: a socket's own time-out begins anew with every byte, so a slow enough server could hold for hours."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def limited(seconds: float, find: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Cut the connection that `find` gives when the block has taken so long; what was reading then meets the end of it."""

    def cut() -> None:
        with suppress(OSError):
            if (found := find()) is not None:
                found.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
