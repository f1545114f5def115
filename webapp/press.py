"""One render process: `python -m webapp.press`. Reads an order per line, does it, answers with a line; ends with its input.

Started by `webapp.presses`. Whatever a library prints goes to standard error, because standard output is the answer.
"""

from __future__ import annotations

import json
import os
import select
from collections.abc import Callable, Mapping
from functools import partial
from typing import IO

from webapp import batches, printing, specimens
from webapp.house import House, open_house
from webapp.settings import Settings
from workflows.jobs import TryLater
from workflows.jobs.running import sentence

IDLE = 300.0
"""Seconds without an order after which the process gives its memory back and ends."""

Body = Callable[[dict[str, str]], None]


def bodies(house: House) -> dict[str, Body]:
    """What a render process can do."""
    return {
        "render_document": partial(printing.render_document, house),
        "print_copy": partial(batches.print_copy, house),
        "bind_batch": partial(batches.bind_batch, house),
        "print_specimen": partial(specimens.print_specimen, house),
    }


def serve(orders: IO[bytes], answers: IO[bytes], known: Mapping[str, Body]) -> None:
    """Do orders until the input ends or nothing comes for a while."""
    while select.select([orders], [], [], IDLE)[0]:
        line = orders.readline()
        if not line:
            return
        order = json.loads(line)
        answer = {**_outcome(known[order["job"]], order["arguments"]), "memory": memory()}
        try:
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()
        except BrokenPipeError:  # whoever asked was killed meanwhile; what was made is recorded
            os.dup2(2, answers.fileno())  # closing must not try to write it once more into nothing
            return


def _outcome(body: Body, arguments: dict[str, str]) -> dict[str, str]:
    try:
        body(arguments)
    except TryLater as wait:
        return {"later": str(wait.fields["why"])}
    except Exception as problem:  # noqa: BLE001 (the order's outcome, never this process's end)
        return {"failed": sentence(problem)}
    return {}


def memory() -> int:
    """Bytes this process holds now (Linux), 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def main() -> None:
    """Serve on the pipes this process was started with."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with open(0, "rb", buffering=0) as orders:  # or `select` would not see a line that was read ahead
        serve(orders, answers, bodies(open_house(Settings())))


if __name__ == "__main__":
    main()
