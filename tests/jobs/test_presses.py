"""Render processes: used again, replaced when worn, and one that dies costs one try and nothing else."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webapp.presses import Presses, PressFailed, PressLost
from webapp.settings import Settings
from workflows.jobs import TryLater

PROGRAM = """
import json, os, sys, time
for line in sys.stdin:
    order = json.loads(line)
    job, given = order["job"], order["arguments"]
    with open(given["log"], "a") as log:
        log.write(f"{os.getpid()} {job}\\n")
    if job == "die":
        os.kill(os.getpid(), 9)
    if job == "die_once":
        if not os.path.exists(given["log"] + ".died"):
            open(given["log"] + ".died", "w").close()
            os.kill(os.getpid(), 9)
    if job == "hang":
        time.sleep(600)
    answer = {"memory": 2**40 if job == "grow" else 1}
    if job == "fail":
        answer["failed"] = "图片损坏"
    if job == "wait":
        answer["later"] = "字体还在生成"
    print(json.dumps(answer), flush=True)
"""


class House:
    """Two processes, and what they were asked."""

    def __init__(self, room: Path, **more: float) -> None:
        self.log = room / "log"
        options = {"most": int(more.get("most", 100)), "longest": more.get("longest", 20.0)}
        self.presses = Presses(Settings(data_dir=room), count=2, command=[sys.executable, "-c", PROGRAM], **options)  # type: ignore[arg-type]  # both kinds are numbers

    def does(self, job: str) -> None:
        self.presses.do(job, {"log": str(self.log)})

    def asked(self) -> list[str]:
        """Process id and job of every order."""
        return self.log.read_text().splitlines()

    def workers(self) -> set[str]:
        return {line.split()[0] for line in self.asked()}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.presses.close()


def test_a_process_is_used_again(house: House) -> None:
    for _ in range(5):
        house.does("work")
    assert (len(house.asked()), len(house.workers())) == (5, 1)


def test_as_many_work_at_once_as_were_set_and_no_more(house: House) -> None:
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(house.does, ["work"] * 30))
    assert len(house.asked()) == 30
    assert len(house.workers()) <= 2
    assert len(house.presses.processes()) <= 2


def test_a_process_that_dies_costs_one_try(house: House) -> None:
    house.does("die_once")
    assert len(house.asked()) == 2
    house.does("work")


def test_a_paper_that_kills_every_process_is_a_sentence_and_the_next_one_goes_on(house: House) -> None:
    with pytest.raises(PressLost, match="意外结束"):
        house.does("die")
    assert len(house.asked()) == 2
    house.does("work")


def test_a_process_that_hangs_is_ended(tmp_path: Path) -> None:
    house = House(tmp_path, longest=0.3)
    with pytest.raises(PressLost):
        house.does("hang")
    assert house.presses.processes() == []
    house.presses.close()


def test_what_a_body_says_comes_through(house: House) -> None:
    with pytest.raises(TryLater, match="字体还在生成"):
        house.does("wait")
    with pytest.raises(PressFailed, match="图片损坏"):
        house.does("fail")
    assert len(house.workers()) == 1, "a paper that fails does not cost the process"


def test_a_worn_process_is_replaced(tmp_path: Path, house: House) -> None:
    worn = House(tmp_path, most=2)
    for _ in range(4):
        worn.does("work")
    assert len(worn.workers()) == 2
    worn.presses.close()
    worn.log.unlink()
    house.does("grow")
    house.does("work")
    assert len(house.workers()) == 2, "and one that has grown too large"


def test_an_idle_process_killed_from_outside_is_not_missed(house: House) -> None:
    house.does("work")
    [pid] = house.presses.processes()
    os.kill(pid, signal.SIGKILL)
    house.does("work")
    assert len(house.workers()) == 2


def test_closing_leaves_no_process(house: House) -> None:
    house.does("work")
    [pid] = house.presses.processes()
    house.presses.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
