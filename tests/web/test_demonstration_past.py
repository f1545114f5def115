"""The demonstration city has a past: what a newcomer meets is a city at work, and its record holds together."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from webapp.demonstration import found_city
from webapp.demonstration_past import LENGTH
from webapp.demonstration_told import PROBLEMS, picture
from workflows import jobs
from workflows.queries import overview
from workflows.records import Document, Evidence, JournalEntry, Person, journal_check, session_factory
from workflows.records.evidence_store import LocalEvidenceStore

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def test_the_city_is_at_work_when_a_newcomer_arrives(sqlite_engine: Engine, tmp_path: Path) -> None:
    jobs.prepare(sqlite_engine)
    with session_factory(sqlite_engine)() as session:
        found_city(session, at=NOW, store=LocalEvidenceStore(tmp_path / "evidence"))
        session.commit()

        office = session.scalars(select(Person.id).where(Person.login == "sunyue")).one()
        page = overview(session, person_id=office, at=NOW)
        assert (page.figures.closed, page.figures.late) == (3, 2)
        assert page.figures.rectified > page.figures.closed
        assert {each.kind for each in page.decisions} == {"extension", "escalation", "serious"}

        kinds = set(session.scalars(select(Document.kind)))
        assert {"acceptance_report", "closure_report"} <= kinds
        assert session.scalar(select(func.count(Evidence.id))) == 2 * sum(1 for each in PROBLEMS if each.rectified)
        assert journal_check.verify(session) == []
        first, last = session.execute(select(func.min(JournalEntry.at), func.max(JournalEntry.at))).one()
        assert first >= NOW - LENGTH
        assert last <= NOW


def test_a_picture_is_a_whole_png_and_differs_from_the_next() -> None:
    one, two = (picture((150, 190, 215), (96, 150, 92), seed=seed) for seed in (1, 2))
    assert one.startswith(b"\x89PNG")
    assert one.endswith(b"IEND\xaeB`\x82")
    assert one != two
