"""A founded city on each of the two databases, at the moment before something happens in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import URL, make_url, select

from tests.faults.installation import Installation, Killer, Step, copied_database
from tests.web.browser import HIDDEN
from tests.web.journey import TITLE, Journey
from webapp.app import create_app
from webapp.demonstration import found_city
from workflows import actions, jobs
from workflows.records import Person, Problem

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SAID = "到六处工地逐一查看，裸土已全部覆盖，冲洗设施运行正常，资料齐全。"


@pytest.fixture(scope="package")
def killer() -> Iterator[Killer]:
    """The program whose children are killed."""
    started = Killer.started()
    yield started
    started.ends()


@pytest.fixture(scope="package", params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A city founded ten days ago, once on each database."""
    directory = tmp_path_factory.mktemp("city")
    with empty(request, directory) as url:
        made = Installation(url=url, data_dir=directory)
        with made.opened(NOW) as house:
            jobs.prepare(house.engine)
            with house.sessions() as session:
                found_city(session, at=NOW - timedelta(days=10))
                session.commit()
        yield made


@contextmanager
def empty(request: pytest.FixtureRequest, directory: Path) -> Iterator[str]:
    """The address of a migrated database."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        (directory / "xiaohao.db").write_bytes(template.read_bytes())
        yield f"sqlite:///{directory / 'xiaohao.db'}"
        return
    server: URL = request.getfixturevalue("postgres_server")
    name: str = request.getfixturevalue("postgres_template")
    with copied_database(make_url(server).set(database=name)) as copy:
        yield copy.render_as_string(hide_password=False)


@pytest.fixture(scope="package")
def self_check(city: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Step]:
    """The lead unit is about to send its self-check: a sign-off, a paper with its number and its job, and the next task."""
    with city.copied(tmp_path_factory.mktemp("self-check")) as base:
        with base.opened(NOW) as house:
            arguments = filled(create_app(house.settings, engine=house.engine, clock=house.clock))
        yield Step(kind="post", base=base, at=NOW, arguments=arguments)


def filled(app: Flask) -> dict[str, object]:
    """The form of the self-check, filled and not sent."""
    journey = Journey(app).rectified()
    lead = journey.person("chenjing")
    address = lead.task(TITLE)
    page = lead.opens(address)
    checks = dict.fromkeys(re.findall(r'name="(measure_checks-\d+-finding)"', page), "confirmed")
    member = {"members-0-name": "陈静", "members-0-unit": "市住房和城乡建设局"}
    values = {**dict(HIDDEN.findall(page[page.index("<main") :])), **checks, **member}
    cookies = {}
    for name in ("xiaohao_session", "xiaohao_form"):
        cookie = lead.client.get_cookie(name)
        assert cookie is not None
        cookies[name] = cookie.value
    said = {"summary": SAID, "checked_on": "2026-11-19", "decision": "pass", "go": "submit"}
    return {"address": address, "cookies": cookies, "values": {**values, **said}}


@pytest.fixture(scope="package")
def long_after(city: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Step]:
    """Nobody has looked at the clock for a year; the three problems still on the list are long past every deadline and every lamp is red."""
    with city.copied(tmp_path_factory.mktemp("long-after")) as base:
        with base.opened(NOW) as house, house.sessions() as session:
            office = session.scalars(select(Person.id).where(Person.login == "liguoqing")).one()
            for problem_id in session.scalars(select(Problem.id).order_by(Problem.position, Problem.id)).all()[3:]:
                actions.cancel_case(
                    session,
                    problem_id=problem_id,
                    values={"reason": "与其他问题重复，撤销列入。"},
                    request_id=uuid4(),
                    by=office,
                    at=NOW,
                )
            session.commit()
        yield Step(kind="tick", base=base, at=NOW + timedelta(days=400))
