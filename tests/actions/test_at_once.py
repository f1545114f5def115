"""Two presses at the same moment: a task is completed exactly once, and the loser is told."""

from __future__ import annotations

import threading
from collections import Counter
from uuid import uuid4

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from tests.city import City
from workflows.rules.errors import AlreadyDone


def test_four_people_press_at_once_and_one_is_first(any_city: City) -> None:
    case = any_city.case()
    task = case.open_task()

    outcomes = at_once(lambda by: case.does("rectify", by, task_id=task.id), ["周敏", "马东", "周敏", "马东"])

    assert outcomes["done"] == 1, outcomes
    assert case.journal().count("box:completed") == 1
    assert case.waits_for() == "self_check"


def test_the_same_press_four_times_at_once_acts_once_and_everybody_gets_the_answer(any_city: City) -> None:
    case, request_id = any_city.case(), uuid4()
    task = case.open_task()

    def press(_: str) -> str:
        return case.does("rectify", "周敏", task_id=task.id, request_id=request_id)

    outcomes = at_once(press, ["1", "2", "3", "4"])

    assert outcomes["done"] == 4, outcomes
    assert case.journal().count("box:completed") == 1


def at_once(press: object, names: list[str]) -> Counter[str]:
    """Every press in a thread of its own, started together; what each met."""
    outcomes: Counter[str] = Counter()
    gate = threading.Barrier(len(names))

    def run(name: str) -> None:
        gate.wait()
        try:
            press(name)  # type: ignore[operator]  # a function of one name
            outcomes["done"] += 1
        except AlreadyDone:
            outcomes["told who was first"] += 1
        except (StaleDataError, IntegrityError, OperationalError) as problem:
            outcomes[type(problem).__name__] += 1

    threads = [threading.Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes
