"""A program that does one step of the product again and again, each time in a process of its own that kills itself at a chosen point.

`python -m tests.faults.killing` reads orders as JSON lines and answers each with a line. A point is a moment before a statement, before a
commit, or before a file of the data directory is opened, moved or removed; the last one is after everything, before anybody is answered.
The processes are real and so is the signal: nothing is caught, closed or flushed on the way out.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Engine, event

from reports.fonts import fonts_ready
from webapp import printing, ticking
from webapp.app import create_app
from webapp.clock import Clock
from webapp.house import House, open_house
from webapp.settings import Settings
from workflows.records import make_engine

FILE_EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir"})
DONE, FAILED = 0, 3


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to do (`post`, `tick`, `print`), where, at what time, and at which point to die; `point` 0: live, and count."""

    step: str
    url: str
    data_dir: str
    at: str
    point: int = 0
    arguments: dict[str, Any]

    def settings(self) -> Settings:
        """The installation's settings, with the fonts of this machine."""
        return Settings(data_dir=Path(self.data_dir), database_url=self.url, demo=True)


class Points:
    """Counts the points of a step, and dies at one of them."""

    def __init__(self, deadly: int) -> None:
        self.deadly, self.passed = deadly, 0

    def __call__(self, *_: object) -> None:
        """One more point; does not return from the deadly one."""
        self.passed += 1
        if self.passed == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: Engine, directory: str) -> None:
        """Count what this engine does, and what happens to the files of this directory."""
        event.listen(engine, "before_cursor_execute", self)
        event.listen(engine, "commit", self)

        def on_audit(name: str, arguments: tuple[object, ...]) -> None:
            if name in FILE_EVENTS and _below(directory, arguments):
                self()

        sys.addaudithook(on_audit)


def _below(directory: str, arguments: tuple[object, ...]) -> bool:
    place = arguments[0]
    return isinstance(place, str | bytes | os.PathLike) and os.fsdecode(place).startswith(directory + "/")


def posts(house: House, order: Order) -> None:
    """A form sent to the site, by a browser with these cookies. Raises ValueError unless it was accepted."""
    client = create_app(house.settings, engine=house.engine, clock=house.clock).test_client()
    for name, value in order.arguments["cookies"].items():
        client.set_cookie(name, value)
    answer = client.post(order.arguments["address"], data=order.arguments["values"])
    if answer.status_code != 303:
        raise ValueError(f"{answer.status_code}: {answer.text}")


def ticks(house: House, _order: Order) -> None:
    """The clock looks at everything that is due. Raises ValueError when a case could not be moved."""
    if problems := ticking.tick(house).problems:
        raise ValueError(str(problems))


def prints(house: House, order: Order) -> None:
    """The job that makes a paper."""
    printing.render_document(house, order.arguments)


STEPS: dict[str, Callable[[House, Order], None]] = {"post": posts, "tick": ticks, "print": prints}


def live(order: Order, points: Points) -> None:
    """Do the step, counting from its first statement to the moment after its last."""
    settings, at = order.settings(), datetime.fromisoformat(order.at)
    engine = make_engine(order.url)
    house = open_house(settings, engine, Clock(movable=False, system=lambda: at))
    points.watch(engine, order.data_dir)
    STEPS[order.step](house, order)
    points()


def _child(order: Order, out: int) -> NoReturn:
    points = Points(order.point)
    try:
        live(order, points)
    except Exception as problem:  # noqa: BLE001 (told to the parent, who fails the test)
        os.write(out, f"{type(problem).__name__}: {problem}".encode()[:4000])
        os._exit(FAILED)
    os.write(out, str(points.passed).encode())
    os._exit(DONE)


def done_apart(order: Order) -> dict[str, Any]:
    """The step in a child process: whether it was killed, how many points it has if it lived, and what went wrong."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(order, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        words = said.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"killed": os.WTERMSIG(status) == signal.SIGKILL, "points": 0, "problem": ""}
    lived = os.waitstatus_to_exitcode(status) == DONE
    return {"killed": False, "points": int(words) if lived else 0, "problem": "" if lived else words}


def main() -> None:
    """Load what a child would load first, then obey."""
    import dbos  # noqa: F401 (a forked child begins with it loaded, as a running worker does)

    if fonts_ready(Settings().fonts_dir):
        import weasyprint  # noqa: F401
    for line in sys.stdin:
        sys.stdout.write(json.dumps(done_apart(Order(**json.loads(line)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
