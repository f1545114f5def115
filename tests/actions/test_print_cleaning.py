"""Results of old print batches are given up, the papers themselves never."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.city import City
from workflows.actions import print_batches, print_cleaning
from workflows.queries import settings
from workflows.records import Document, JournalEntry, PrintBatch, PrintItem

ZIP, COPY, SIGNED = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def printed(city: City) -> tuple[City, UUID]:
    """A batch of one signed paper and its copy, done today."""
    case = city.case()
    case.does("rectify", "周敏")
    case.does("self_check", "陈静")
    with city.transaction() as session:
        document = session.scalars(select(Document)).first()
        assert document is not None
        document.status, document.file_digest = "ready", SIGNED
        batch = print_batches.ask_to_print(
            session, document_ids=[document.id], prints="copies", result="zip", by=city.people["孙悦"], at=city.now
        )
        row = session.get_one(PrintBatch, batch)
        row.status, row.file_digest, row.size, row.done_at = "ready", ZIP, 10, city.now
        item = session.scalars(select(PrintItem)).one()
        item.status, item.file_digest = "done", COPY
        return city, batch


def cleans(city: City) -> tuple[str, ...]:
    with city.transaction() as session:
        return print_cleaning.forget_old_prints(session, at=city.now)


def test_what_is_young_stays(printed: tuple[City, UUID]) -> None:
    city, _ = printed
    city.now += timedelta(days=29)
    assert cleans(city) == ()


def test_an_old_result_goes_with_a_sentence_and_can_be_printed_again(printed: tuple[City, UUID]) -> None:
    city, batch = printed
    city.now += timedelta(days=31)
    assert cleans(city) == (ZIP, COPY)
    assert cleans(city) == (), "nothing is given up twice"
    with city.transaction() as session:
        row = session.get_one(PrintBatch, batch)
        assert (row.status, row.file_digest) == ("failed", None)
        assert "请重新打印" in (row.error or "")
        assert session.scalars(select(JournalEntry).where(JournalEntry.what == "prints:cleaned")).one()
        print_batches.print_again(session, batch_id=batch, by=city.people["孙悦"], at=city.now)
        assert session.scalars(select(PrintItem.status)).all() == ["waiting"]


def test_a_file_that_something_else_has_too_is_kept(printed: tuple[City, UUID]) -> None:
    city, _ = printed
    with city.transaction() as session:
        session.scalars(select(PrintItem)).one().file_digest = SIGNED
    city.now += timedelta(days=31)
    assert cleans(city) == (ZIP,), "the signed paper itself"


def test_zero_days_means_for_good(printed: tuple[City, UUID]) -> None:
    city, _ = printed
    with city.transaction() as session:
        settings.write(session, "prints.keep_days", "0")
    city.now += timedelta(days=3000)
    with city.transaction() as session:
        assert not print_cleaning.is_due(session, at=city.now)
    assert cleans(city) == ()
