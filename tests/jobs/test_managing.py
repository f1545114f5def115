"""The queue put right by hand: what the page sees, a failed job tried anew, a waiting one taken out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tests.jobs.site import Bodies, ask
from tests.jobs.test_working import settled, working
from workflows.jobs import managing

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(request.param)
    return address


def listed(engine: Engine, **narrowed: object) -> list[managing.Job]:
    with Session(engine) as session:
        return list(managing.page(session, **narrowed).jobs)  # type: ignore[arg-type]  # the options of `page`, passed on


def test_a_failed_job_shows_sentence_trace_and_arguments_and_is_done_when_tried_anew(engine: Engine) -> None:
    ask(engine, "fail", "a")
    with working(engine):
        assert settled(engine).failed == 1
        [job] = listed(engine, state="failed")
        assert (job.name, job.key, job.sentence) == ("fail", "a", "ValueError：打印机没有纸")
        assert "raise ValueError" in job.trace
        assert job.arguments == {"key": "a"}
        with Session(engine) as session:
            assert managing.requeue(session, job.id, at=NOW)
            session.commit()
        assert settled(engine).failed == 1
    assert Bodies(engine).attempts("a") == 6, "three more tries"


def test_a_waiting_job_is_cancelled_and_can_be_put_back(engine: Engine) -> None:
    ask(engine, "work", "a")
    with Session(engine) as session:
        assert managing.cancel(session, "work:a", at=NOW)
        assert not managing.cancel(session, "work:a", at=NOW), "it does not wait any more"
        session.commit()
    with working(engine):
        settled(engine)
        assert Bodies(engine).effects("a") == 0
        with Session(engine) as session:
            assert managing.requeue(session, "work:a", at=NOW)
            session.commit()
        assert settled(engine).failed == 0
    assert Bodies(engine).effects("a") == 1
    with Session(engine) as session:
        assert not managing.requeue(session, "work:a", at=NOW), "what was done is not done again"


def test_the_list_is_narrowed_and_paged(engine: Engine) -> None:
    for number in range(5):
        ask(engine, "work", f"k{number}")
    ask(engine, "other", "x")
    with Session(engine) as session:
        first = managing.page(session, name="work", limit=3)
        rest = managing.page(session, name="work", limit=3, before=first.older)
        assert first.names == ("other", "work")
        assert len(first.jobs) == 3
        assert {job.key for job in (*first.jobs, *rest.jobs)} == {f"k{number}" for number in range(5)}
        assert rest.older == ""
        day = datetime.now(UTC) - timedelta(days=3)
        assert managing.page(session, day=day).jobs == ()
        assert len(managing.page(session, state="waiting").jobs) == 6
        assert managing.job(session, "none:none") is None
        assert session.scalar(text("SELECT 1")) == 1
