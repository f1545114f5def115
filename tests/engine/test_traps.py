"""What SpiffWorkflow 3.2.0 does wrong, and that none of it reaches a case.

By the numbers of the list of traps found in the library:

 1. raw `eval`: test_expressions, test_check_* (dangerous condition, bad timer); here: nothing reaches the library's interpreter.
 2. parallel and inclusive gateways in loops: refused, test_check_*.
 3. tree deeper than 1000: here.
 4. delta format that needs its key order: cannot reach us, our format is a list of rows; that the state is bytes, here.
 5. a key `typename`, nested values shared between tasks: refused, test_run.
 6. multi-instance links lost in another process: multi-instance is refused, test_check_*; restored elsewhere: test_stored.
 7. event subprocesses: refused. Non-interrupting message boundary fires once: refused, test_check_*.
 8. two timers on a gateway, bare ISO timers, cycle timers: refused, test_check_*.
 9. frozen timers: move_timer, test_time; deadline after a return: test_time, test_lifecycle.
10. `cancel()` of a task: never called by us. Correlation: messages are delivered to one case by the application. Link and
    compensation events: refused, test_check_*. Raw TypeErrors of the parser: its parser is not used; test_fuzz.
11. recursive parser: not used; diagrams beyond 200 boxes are refused, test_check_*. Multi-instance fan-out: refused.
12. naive datetimes, months: test_run, test_durations.
13. DOCTYPE, depth: test_reading.
And what grows: state and time under returns, here. Migration between diagrams is not offered yet, so its traps cannot reach us.
"""

from __future__ import annotations

import logging

import pytest

from tests.engine.cases import MORNING, NEVER, Case, compiled
from tests.engine.drawing import border, diagram, end, event_gateway, fork, message, service, start, timer, user
from workflows.engine import Diagram, ExpressionRefused, Run
from workflows.engine.workflow import NoScripts


def returning() -> Diagram:
    """Work is returned until it passes; a timer at its border, a notice with two outcomes, a way back from everywhere."""
    return compiled(
        diagram(
            start(),
            user("work"),
            border("late", "work", date="deadline_at"),
            service("mark"),
            end("marked"),
            user("check"),
            fork("decided"),
            event_gateway("running"),
            timer("over", duration='"P10D"'),
            message("objection"),
            end(),
            flows=[
                "start > work",
                "work > check",
                "late > mark",
                "mark > marked",
                "check > decided",
                "decided > running if passed",
                "decided > work default",
                "running > over",
                "running > objection",
                "over > end",
                "objection > work",
            ],
        )
    )


def returned(times: int) -> Case:
    """A case with so many returns behind it, every second one after an objection, every fifth overdue."""
    case = Case(returning())
    for number in range(times):
        soon = (case.now.replace(hour=2)).isoformat() if number % 5 == 0 else NEVER
        if number % 2:
            case.does("work").does("check", passed=True).hears("objection", deadline_at=soon)
        else:
            case.does("work").does("check", passed=False, deadline_at=soon)
        case.days_later(1)
        while "mark" in case.stands_at:
            case.does("mark")
    return case


def test_the_state_does_not_grow_with_returns() -> None:
    sizes = {times: len(returned(times).state) for times in (0, 5, 20, 200)}

    assert sizes[0] < 500
    assert sizes[200] < 600
    assert abs(sizes[200] - sizes[20]) < 40


def test_the_tree_does_not_grow_with_returns() -> None:
    trees = {times: len(returned(times).run._workflow.tasks) for times in (1, 20, 200)}

    assert max(trees.values()) < 30
    assert trees[20] == trees[200]


def test_a_thousand_loops_are_still_counted_right() -> None:
    """The library's walks end at depth 1000: it then calls a case completed although a box is open."""
    case = Case(returning())
    for _ in range(1100):
        case.does("work").does("check", passed=False)

    assert case.stands_at == ["work"]
    assert not case.run.completed
    case.does("work").does("check", passed=True)
    case.days_later(10)
    assert case.run.completed


def test_a_thousand_loops_in_one_process_without_saving_are_right_too() -> None:
    run = Run.start(returning(), {"deadline_at": NEVER}, at=MORNING)
    for _ in range(1100):
        for _box in ("work", "check"):
            run.complete(run.open_boxes()[0].token, {"passed": False}, at=MORNING)

    assert [box.box for box in run.open_boxes()] == ["work"]
    assert not run.completed


def test_nothing_reaches_the_librarys_interpreter() -> None:
    engine = NoScripts()
    for call in (engine.evaluate, engine.execute):
        with pytest.raises(ExpressionRefused):
            call(None, "1 + 1")
    run = returned(0).run

    assert isinstance(run._workflow.script_engine, NoScripts)


def test_the_state_is_compressed_bytes_no_database_reorders() -> None:
    assert returned(3).state.startswith(b"\x28\xb5\x2f\xfd")


def test_the_facts_of_a_case_do_not_reach_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    Case(returning(), secret="whistle").does("work")

    assert all("whistle" not in str(record.__dict__) for record in caplog.records)
