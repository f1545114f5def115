"""kill -9 between any two statements of a step, of the site and of the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from reports.fonts import fonts_ready
from tests.faults.conftest import NOW
from tests.faults.installation import Installation, Killer, Picture, Step, survives
from workflows.records import Document

Thinning = Callable[[int], range]


def some(total: int) -> range:
    """Five points, spread out, the last moment among them."""
    return range(total, 0, -max(1, total // 5))


def every(total: int) -> range:
    """All of them."""
    return range(1, total + 1)


each_point = pytest.mark.parametrize("points", [some, pytest.param(every, marks=pytest.mark.slow)])


@pytest.mark.slow
@each_point
def test_a_site_killed_while_a_task_is_completed(
    killer: Killer, self_check: Step, tmp_path: Path, points: Thinning
) -> None:
    assert survives(killer, self_check, tmp_path, points) >= 5


@each_point
def test_a_worker_killed_while_timers_fire(killer: Killer, long_after: Step, tmp_path: Path, points: Thinning) -> None:
    assert survives(killer, long_after, tmp_path, points) >= 5


@pytest.fixture
def paper(killer: Killer, self_check: Step, tmp_path: Path) -> Iterator[Step]:
    """The paper of that self-check, issued and waiting to be made for the first time, with no signing key yet."""
    with self_check.base.copied(tmp_path) as base:
        killer.does(self_check, base)
        with base.opened(NOW) as house:
            if not fonts_ready(house.settings.fonts_dir):
                pytest.skip("the fonts of the documents are not built yet; ./run test builds them")
            with house.readers() as session:
                document_id = session.scalars(select(Document.id)).one()
        later = NOW + timedelta(minutes=1)
        yield Step(kind="print", base=base, at=later, arguments={"document_id": str(document_id)})


def but_for_signing(picture: Picture) -> Picture:
    """A paper is drawn in one transaction, signed in others and ready in the last: being signed is a place of its own."""
    return {case: tuple(map(_unsigned, told)) for case, told in picture.items()}


def _unsigned(part: object) -> object:
    if not isinstance(part, tuple):
        return "waiting" if part == "signing" else part
    return tuple(_unsigned(each) for each in part if each != "document:signed")


@pytest.mark.slow
def test_a_worker_killed_while_a_paper_is_made(killer: Killer, paper: Step, tmp_path: Path) -> None:
    assert survives(killer, paper, tmp_path, every, stages=but_for_signing) >= 20


def test_nothing_is_left_undone_by_doing_it_twice(killer: Killer, self_check: Step, tmp_path: Path) -> None:
    with self_check.base.copied(tmp_path) as copy:
        killer.does(self_check, copy)
        once = copy.picture(NOW)
        killer.does(self_check, copy)
        assert copy.picture(NOW) == once
        assert copy.wrong(NOW) == []


def test_the_look_that_follows_each_death_can_itself_fail(self_check: Step, tmp_path: Path) -> None:
    with self_check.base.copied(tmp_path) as copy:
        tear(copy)
        assert [line.split(": ", 1)[1] for line in copy.wrong(NOW)] == [
            "it stands at self_check, but there is no open task"
        ]


def tear(installation: Installation) -> None:
    """Save half of what a step saves, as two transactions in the place of one would: the task is gone, the case has not moved."""
    with installation.opened(NOW) as house, house.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE task SET closed_at = opened_at WHERE box = 'self_check' AND closed_at IS NULL"
        )
