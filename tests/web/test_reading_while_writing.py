"""Pages wait for nobody: on the embedded database one long writer must not close the house to those who only read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event, select

from tests.web.browser import Visitor, words
from tests.web.conftest import Watch
from tests.web.test_doing_a_task import TITLE, count, report
from webapp import database
from webapp.house import KEY, House
from workflows.queries import settings
from workflows.records import SignOff, WebSession


def house(app: Flask) -> House:
    found: House = app.extensions[KEY]
    return found


@contextmanager
def somebody_writes(app: Flask) -> Iterator[Connection]:
    """A transaction that holds the write lock until its block ends, and saves nothing."""
    with house(app).engine.connect() as writing:
        writing.exec_driver_sql("UPDATE setting SET value = value")
        yield writing


@pytest.fixture
def impatient(app: Flask) -> Flask:
    """The same site where nobody waits longer than a twentieth of a second for a lock."""
    event.listen(house(app).engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=50"))
    house(app).engine.dispose()
    return app


def last_seen(app: Flask) -> list[object]:
    with house(app).readers() as session:
        return list(session.scalars(select(WebSession.seen_at)))


@pytest.mark.parametrize("address", ["/", "/problems", "/documents", "/healthz", "/draws/public", "/verify"])
def test_a_page_opens_while_somebody_else_writes(impatient: Flask, address: str) -> None:
    reader = Visitor(impatient).signed_in("sunyue")
    with somebody_writes(impatient):
        assert reader.client.get(address).status_code == 200


def test_the_task_page_opens_too_and_shows_what_was_saved_before(impatient: Flask) -> None:
    unit = Visitor(impatient).signed_in("zhoumin")
    address = unit.task(TITLE)
    with somebody_writes(impatient) as writing:
        writing.exec_driver_sql("UPDATE problem SET title = '改到一半'")
        page = unit.opens(address)
    assert TITLE in page
    assert "改到一半" not in page


def test_who_submits_meanwhile_is_told_so_after_a_bounded_wait_and_may_press_again(impatient: Flask) -> None:
    unit = Visitor(impatient).signed_in("zhoumin")
    address = unit.task(TITLE)
    values = report(unit.opens(address))
    with somebody_writes(impatient):
        refused = unit.fills(address, values, status=503)
        assert "数据库正忙或暂时连不上。您的提交没有保存。" in words(refused.text)
        assert "请等几秒钟后重试" in words(refused.text)
    assert count(impatient, SignOff) == 0
    unit.fills(address, values)
    assert count(impatient, SignOff) == 1


def test_when_somebody_was_seen_is_noted_once_a_minute_and_never_waited_for(app: Flask, watch: Watch) -> None:
    reader = Visitor(app).signed_in("sunyue")
    [before] = last_seen(app)
    watch.passes(seconds=30)
    reader.opens("/")
    assert last_seen(app) == [before]
    watch.passes(minutes=2)
    with somebody_writes(app):
        reader.opens("/")
        assert last_seen(app) == [before]
    reader.opens("/")
    assert last_seen(app) == [watch.time]


def test_a_clock_set_back_leaves_people_signed_in_and_counts_from_its_new_time(app: Flask, watch: Watch) -> None:
    reader = Visitor(app).signed_in("sunyue")
    watch.time -= timedelta(days=400)
    reader.opens("/")
    assert last_seen(app) == [watch.time]
    watch.passes(minutes=house(app).settings.idle_minutes + 1)
    assert reader.client.get("/").status_code == 303


def test_a_page_that_is_only_read_cannot_write(app: Flask, stranger: Visitor) -> None:
    def writes() -> str:
        settings.write(database.session(), "city.name", "别处")
        return "done"

    app.add_url_rule("/writes", "writes", writes)
    assert stranger.client.get("/writes").status_code == 503
    with house(app).readers() as session:
        assert settings.read(session, "city.name") == "青禾市"


def test_on_postgresql_nobody_waits_for_a_lock_for_ever(postgres_engine: Engine) -> None:
    with postgres_engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
        connection.rollback()
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
