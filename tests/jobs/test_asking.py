"""Asking for a job: part of the caller's transaction, once per key, without loading the queue before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from tests.jobs.site import TABLES, ask
from workflows.jobs import JobCounts, enqueue, failed, prepare, waiting
from workflows.records.reserved import RESERVED_TABLES


def counts(engine: Engine) -> JobCounts:
    with Session(engine) as session:
        return waiting(session)


def test_a_job_waits_once_its_transaction_is_committed(engine: Engine) -> None:
    ask(engine, "work", "a")
    assert counts(engine) == JobCounts(waiting=1, running=0, failed=0)


def test_a_job_is_gone_with_the_transaction_that_asked_for_it(engine: Engine) -> None:
    with Session(engine) as session:
        enqueue(session, "work", {"key": "a"}, "a")
        session.rollback()
    assert counts(engine).waiting == 0


def test_the_same_key_twice_is_one_job_in_one_transaction_or_two(engine: Engine) -> None:
    with Session(engine) as session:
        enqueue(session, "work", {"key": "a"}, "a")
        enqueue(session, "work", {"key": "b"}, "a")
        session.commit()
    ask(engine, "work", "a")
    assert counts(engine).waiting == 1


def test_two_kinds_of_job_may_share_a_key(engine: Engine) -> None:
    ask(engine, "work", "a")
    ask(engine, "hang", "a")
    assert counts(engine).waiting == 2


@pytest.mark.parametrize(("name", "key"), [("", "a"), ("a:b", "a"), ("work", ""), ("work", "a~1")])
def test_a_job_that_could_not_be_told_apart_is_refused(engine: Engine, name: str, key: str) -> None:
    with Session(engine) as session, pytest.raises(ValueError, match="a job needs a name"):
        enqueue(session, name, {}, key)


def test_preparing_twice_changes_nothing(engine: Engine) -> None:
    ask(engine, "work", "a")
    prepare(engine)
    assert counts(engine).waiting == 1


def test_nothing_has_failed_at_first(engine: Engine) -> None:
    with Session(engine) as session:
        assert failed(session) == []


def test_the_queue_s_tables_have_names_the_records_leave_free(engine: Engine) -> None:
    schema = "dbos" if engine.dialect.name == "postgresql" else None
    assert set(inspect(engine).get_table_names(schema=schema)) - set(TABLES) <= RESERVED_TABLES


def test_counting_jobs_does_not_load_the_queue_s_library() -> None:
    code = "import sys, workflows.jobs, workflows.jobs.status; sys.exit('dbos' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
