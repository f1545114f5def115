"""A founded demonstration city, copied for each test, and people who open its pages through HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.reports.conftest import signing_city  # noqa: F401  # a fixture of the next room
from tests.web.browser import Visitor
from tests.web.journey import Journey
from webapp.app import create_app
from webapp.clock import Clock
from webapp.demonstration import PASSWORD, found_city
from webapp.settings import Settings
from workflows import jobs
from workflows.actions import city
from workflows.actions.password_hashes import hash_password
from workflows.records import make_engine, session_factory

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


class Watch:
    """The machine's time as this test says."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def passes(self, **span: float) -> None:
        """Let time go by."""
        self.time += timedelta(**span)


@pytest.fixture(scope="session")
def founded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demonstration city in it."""
    path = tmp_path_factory.mktemp("founded") / "founded.db"
    shutil.copyfile(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    jobs.prepare(engine)
    with session_factory(engine)() as session:
        found_city(session, at=START - timedelta(days=10))
        session.commit()
    engine.dispose()  # the last connection writes the log back into the file
    return path


@pytest.fixture
def watch() -> Watch:
    """The time, to be moved."""
    return Watch()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A demonstration in a directory of its own, with small limits."""
    return Settings(data_dir=tmp_path, demo=True, demo_clock=True, evidence_limit_mb=1, lock_address_after=8)


@pytest.fixture
def app(founded: Path, settings: Settings, watch: Watch) -> Iterator[Flask]:
    """The site of the founded city."""
    path = settings.data_dir / "xiaohao.db"
    shutil.copyfile(founded, path)
    engine = make_engine(f"sqlite:///{path}")
    yield create_app(settings, engine=engine, clock=Clock(movable=True, system=watch))
    engine.dispose()


@pytest.fixture
def journey(app: Flask) -> Journey:
    """The case about the building sites, with its people."""
    return Journey(app)


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(app)


@pytest.fixture
def office(app: Flask) -> Visitor:
    """孙悦 of the leading-group office."""
    return Visitor(app).signed_in("sunyue")


@pytest.fixture
def unit(app: Flask) -> Visitor:
    """周敏 of 云溪县."""
    return Visitor(app).signed_in("zhoumin")


@pytest.fixture
def app_without_cases(settings: Settings, sqlite_engine: Engine, watch: Watch) -> Visitor:
    """Somebody of the office in a city whose lists are still to come."""
    with session_factory(sqlite_engine)() as session:
        office = city.add_unit(session, name="市整改办", short_name="市整改办", level="office")
        hashed = hash_password(PASSWORD)
        person = city.add_person(session, login="sunyue", name="孙悦", title="", password_hash=hashed, at=START)
        city.seat(session, person_id=person.id, unit_id=office.id, role="office", at=START)
        session.commit()
    return Visitor(create_app(settings, engine=sqlite_engine, clock=Clock(movable=True, system=watch))).signed_in(
        "sunyue"
    )
