"""Whoever asked for a long job is told once that it is done, or why it failed, and led to it."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from tests.actions.test_messages import forgets, told, unread
from tests.city import City
from webapp.message_links import path
from workflows.actions import print_batches
from workflows.queries import messages
from workflows.records import Document, PrintItem
from workflows.records.evidence_store import Stored

WHY = "打印服务没有启动"


@pytest.fixture
def asked(city: City) -> tuple[City, UUID]:
    """孙悦 asked for one paper to be printed."""
    case = city.case()
    case.does("rectify", "周敏")
    case.does("self_check", "陈静")
    with city.transaction() as session:
        document = session.scalars(select(Document)).first()
        assert document is not None
        document.status, document.file_digest = "ready", "c" * 64
        batch = print_batches.ask_to_print(
            session, document_ids=[document.id], prints="originals", result="zip", by=city.people["孙悦"], at=city.now
        )
    forgets(city)
    return city, batch


def finishes(city: City, batch: UUID, status: str = "done") -> None:
    with city.transaction() as session:
        session.scalars(select(PrintItem)).one().status = status
        stored = Stored(digest="a" * 64, size=10)
        print_batches.record_batch(session, batch_id=batch, stored=stored, at=city.now)


def fails(city: City, batch: UUID) -> None:
    with city.transaction() as session:
        print_batches.record_batch_failed(session, batch_id=batch, why=WHY, at=city.now)


def test_who_asked_for_a_batch_is_told_and_led_to_it_and_nobody_else_is(asked: tuple[City, UUID]) -> None:
    city, batch = asked
    finishes(city, batch)
    assert told(city) == 1
    with city.transaction() as session:
        page = messages.message_page(session, person_id=city.people["孙悦"], only_unread=True, at=city.now)
        [row] = page.days[0].rows
        assert (row.said, path(row.kind, row.about)) == ("1 份文书已打印，可以下载", f"/prints/{batch}")


def test_what_could_not_be_made_of_it_is_counted(asked: tuple[City, UUID]) -> None:
    city, batch = asked
    finishes(city, batch, "failed")
    told(city)
    assert unread(city, "孙悦") == ["0 份文书已打印，1 份没有做成"]


def test_a_batch_that_fails_is_told_once_however_often_it_is_tried(asked: tuple[City, UUID]) -> None:
    city, batch = asked
    for _ in range(3):
        fails(city, batch)
        with city.transaction() as session:
            print_batches.to_do(session, batch_id=batch)
    told(city)
    assert unread(city, "孙悦") == ["1 份文书没有打印成"]


def test_asked_again_it_is_told_again(asked: tuple[City, UUID]) -> None:
    city, batch = asked
    fails(city, batch)
    with city.transaction() as session:
        print_batches.print_again(session, batch_id=batch, by=city.people["孙悦"], at=city.now)
    fails(city, batch)
    told(city)
    assert unread(city, "孙悦") == ["1 份文书没有打印成"] * 2
