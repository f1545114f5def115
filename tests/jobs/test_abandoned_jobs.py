"""Which started jobs are put back into the queue, as a rule without a database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest

from workflows.jobs.reaper import StartedJob, Watch, abandoned

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def job(executor_id: str, *, moved: float = 0) -> StartedJob:
    """A job whose row last changed so many seconds before noon."""
    return StartedJob(id="work:a", executor_id=executor_id, moved_at=NOON - timedelta(seconds=moved))


def is_abandoned(
    started: StartedJob, *, working_on: Collection[str] = (), alone: bool = False, heard: float | None = None
) -> bool:
    """Seen by worker "me", which last heard of "other" so many seconds before noon."""
    watch = Watch(
        executor_id="me",
        working_on=working_on,
        alone=alone,
        beats={} if heard is None else {"other": NOON - timedelta(seconds=heard)},
        silence=timedelta(seconds=90),
        still=timedelta(seconds=300),
    )
    return bool(abandoned([started], watch, at=NOON))


def test_a_job_of_mine_that_i_work_on_is_left_however_long_it_takes() -> None:
    assert not is_abandoned(job("me", moved=9000), working_on=["work:a"])


def test_a_job_of_mine_that_i_do_not_work_on_is_stranded_after_some_minutes() -> None:
    assert not is_abandoned(job("me", moved=299))
    assert is_abandoned(job("me", moved=301))


@pytest.mark.parametrize(("heard", "taken"), [(10, False), (89, False), (91, True)])
def test_a_job_of_another_is_taken_when_that_worker_fell_silent(heard: float, taken: bool) -> None:
    assert is_abandoned(job("other", moved=9000), heard=heard) is taken


def test_a_job_just_started_is_left_though_its_worker_was_never_heard_of() -> None:
    assert not is_abandoned(job("other", moved=10))
    assert is_abandoned(job("other", moved=91))


def test_where_there_can_be_no_other_worker_whatever_another_name_holds_is_taken_at_once() -> None:
    assert is_abandoned(job("other"), alone=True, heard=0)
