"""Cases saved by each version of each shipped process, one for every place a case can rest at.

`golden/<process>/` holds those of the first version, `golden/<process>@<what was new>/` those of a later one. Each was written once, with the
diagram as it was then. Never write it again: those cases are running somewhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.diagrams.story import MONDAY, PROCESSES, forms
from workflows.engine import Fact, Run, restore_diagram

GOLDEN = Path(__file__).parent / "golden"
SAVED = sorted(GOLDEN.glob("*/*.bin"))
ENOUGH: dict[str, Fact] = {"deadline_at": "2027-06-30T16:00:00+00:00", "notice_ends_at": "2027-06-30T16:00:00+00:00"}


def saved(path: Path) -> Run:
    return Run.load(restore_diagram((path.parent / "diagram.json").read_bytes()), path.read_bytes())


@pytest.mark.parametrize("path", SAVED, ids=[f"{path.parent.name}:{path.stem}" for path in SAVED])
def test_a_saved_case_still_stands_where_it_stood(path: Path) -> None:
    run = saved(path)

    assert path.stem in [box.box for box in run.open_boxes()] + [wait.box for wait in run.waits()]


@pytest.mark.parametrize("path", SAVED, ids=[f"{path.parent.name}:{path.stem}" for path in SAVED])
def test_a_saved_case_still_goes_on(path: Path) -> None:
    run = saved(path)
    box = next((box for box in run.open_boxes() if box.box == path.stem), None)
    if box is not None:
        passed: dict[str, Fact] = dict.fromkeys(forms()[box.properties["form"]].facts, True)
        run.complete(box.token, passed | ENOUGH, at=MONDAY)
    else:
        wait = next(wait for wait in run.waits() if wait.box == path.stem)
        run.deliver(str(wait.message), ENOUGH | {"audit_selected": True}, at=MONDAY)

    assert path.stem not in [box.box for box in run.open_boxes()] + [wait.box for wait in run.waits()]
    assert run.open_boxes() or run.waits() or run.completed


def test_every_shipped_process_has_saved_cases() -> None:
    assert {path.parent.name.partition("@")[0] for path in SAVED} == set(PROCESSES)
