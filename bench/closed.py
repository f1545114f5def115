"""How large a closed case stays: the engine's state after the whole lifecycle, with returns behind it, beside the plain library's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import SpiffWorkflow.bpmn.specs.event_definitions.timer as timer_module

from bench.engine import AT, FACTS, SOURCE, lifecycle
from bench.report import Report, Row
from tests.engine.plain import Clock, PlainCase, specification
from workflows.engine import Fact, Run

RETURNS = (0, 5, 20)
MOST = 4096
"""Bytes a closed case may take."""
PASSING = ("plan_accepted", "self_check_passed", "reinspection_passed", "reinspection_confirmed", "audit_passed")
WELL: dict[str, Fact] = {**FACTS, **dict.fromkeys((*PASSING, "audit_selected", "closure_approved"), True)}
LAST = "close_case"
ENOUGH = 60
"""Steps within which every case is closed."""


def run() -> Report:
    """Bytes of the saved state of a closed case."""
    own = {returns: len(closed(returns)) for returns in RETURNS}
    plain = {returns: len(plainly_closed(returns)) for returns in RETURNS}
    rows = [Row(name=f"本引擎，退回 {each} 次后销号", value=own[each]) for each in RETURNS]
    rows += [Row(name=f"SpiffWorkflow 默认用法，退回 {each} 次后销号", value=plain[each]) for each in RETURNS]
    worst = max(own.values())
    note = f"销号后最多 {worst} 字节，上限 {MOST} 字节{'' if worst <= MOST else '：超过了'}。"
    return Report(title="销号后保存的引擎状态", unit="字节", beside=rows[0].name, rows=tuple(rows), notes=(note,))


def closed(returns: int) -> bytes:
    """The state of a case that was sent back so often by its self-check and then struck off."""
    diagram, at = lifecycle(), AT
    state = Run.start(diagram, FACTS, at=at).dump()
    for number in range(2 * returns + ENOUGH):
        run_ = Run.load(diagram, state)
        boxes = run_.open_boxes()
        if boxes:
            run_.complete(boxes[0].token, FACTS if number < 2 * returns else _facts(at), at=at)
        else:
            at = _wait(run_, at)
        state = run_.dump()
        if boxes and boxes[0].box == LAST:
            return state
    raise RuntimeError("the case was never closed")


def _wait(run_: Run, at: datetime) -> datetime:
    """What happens while nobody acts: the draw, or the end of the notice."""
    if any(wait.message == "audit_drawn" for wait in run_.waits()):
        run_.deliver("audit_drawn", WELL, at=at)
        return at
    run_.pass_time(at=at + timedelta(days=9))
    return at + timedelta(days=9)


def _facts(at: datetime) -> dict[str, Fact]:
    return {**WELL, "notice_ends_at": (at + timedelta(days=7)).isoformat()}


def plainly_closed(returns: int) -> str:
    """The same way by the library alone."""
    with _its_clock():
        at = AT
        case = PlainCase(specification(SOURCE.read_bytes(), "rectification"), FACTS, at=at)
        for number in range(2 * returns + ENOUGH):
            boxes = case.view()[0]
            facts = FACTS if number < 2 * returns else _facts(at)
            if boxes:
                case.complete(boxes[0][0], facts, where=dict(boxes[0][1]))
                if boxes[0][0] == LAST:
                    return case.save()
            elif not case.deliver("audit_drawn", WELL):
                at += timedelta(days=9)
                case.pass_time(at)
        raise RuntimeError("the case was never closed")


@contextmanager
def _its_clock() -> Iterator[None]:
    """The library asks the clock of its timer module."""
    before = timer_module.datetime
    timer_module.datetime = Clock
    try:
        yield
    finally:
        timer_module.datetime = before
