"""A city to measure in: the demonstration's people, a plan of ten like problems that wait to be rectified, and browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

import migrations
from bench._meter import Meter
from webapp import database, demonstration
from webapp.app import create_app
from webapp.house import open_house
from webapp.settings import Settings
from webapp.visitor import signed_in
from workflows import actions, jobs
from workflows.plans import read_plan
from workflows.queries import settings as kept
from workflows.records import Case, Problem, Task
from workflows.rules.deadlines import city_day

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
UNITS = "责任单位：云溪县党委、政府；牵头单位：市住房和城乡建设局；整改时限：{year}年12月31日前"
PROBLEM = f"""{{number}}.整治第{{number}}处工地扬尘。裸土覆盖不到位，冲洗设施闲置。（{UNITS}）
整改目标：全部在建工地落实扬尘防治措施。
整改措施：1.裸土全部覆盖防尘网。2.建立渣土车运输联合夜查制度。
"""
SAID = "到六处工地逐一查看，裸土已全部覆盖，冲洗设施运行正常，资料齐全。"


@dataclass(frozen=True)
class City:
    """The running application with its cases."""

    application: Flask
    meter: Meter
    cases: tuple[UUID, ...]

    def open_task(self, case_id: UUID) -> UUID:
        """The task a case waits at; asked outside the measured requests."""
        with self.application.extensions["xiaohao"].sessions() as session:
            task: UUID = session.scalars(select(Task.id).where(Task.case_id == case_id, Task.closed_at.is_(None))).one()
            return task

    def browser(self, login: str) -> Browser:
        """Somebody of the demonstration, signed in."""
        browser = Browser(Client(self.meter))
        browser.opens("/sign-in")
        browser.sends("/sign-in", {"login": login, "password": demonstration.PASSWORD})
        return browser


class Browser:
    """Keeps the cookies and the hidden fields of the page opened last."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._hidden: dict[str, str] = {}

    def opens(self, path: str) -> TestResponse:
        """GET a page. Raises RuntimeError for anything but a page."""
        answer = self._client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"GET {path}: {answer.status}")
        self._hidden = {name: unescape(value) for name, value in HIDDEN.findall(answer.text)}
        return answer

    def asks(self, path: str, headers: Mapping[str, str]) -> TestResponse:
        """GET with headers of a script; whatever the answer."""
        return self._client.get(path, headers=dict(headers))

    def sends(self, path: str, fields: Mapping[str, str]) -> None:
        """POST a form with the page's hidden fields. Raises RuntimeError unless it was accepted."""
        answer = self._client.post(path, data={**self._hidden, **fields})
        if answer.status_code != 303:
            raise RuntimeError(f"POST {path}: {answer.status}\n{answer.text[:4000]}")

    def rows(self, name: str) -> int:
        """How many rows of this field the page listed."""
        return sum(hidden.startswith(f"{name}-") for hidden in self._hidden)


@contextmanager
def founded(*, problems: int) -> Iterator[City]:
    """A city in a directory of its own, gone with the block."""
    with TemporaryDirectory() as directory:
        settings = Settings(data_dir=Path(directory), demo=True)
        house = open_house(settings)
        migrations.upgrade(house.engine)
        jobs.prepare(house.engine)
        with house.sessions() as session:
            at = datetime.now(UTC)
            demonstration.found_city(session, at=at)
            cases = _load(session, problems, at)
            session.commit()
        application = create_app(settings, house.engine)
        _one_row(application)
        yield City(application=application, meter=Meter(application), cases=cases)
        house.engine.dispose()


def _load(session: Session, problems: int, at: datetime) -> tuple[UUID, ...]:
    year = city_day(at).year + 1
    body = "\n".join(PROBLEM.format(number=number, year=year) for number in range(1, problems + 1))
    plan = read_plan(f"二、主要措施\n\n（一）大气污染防治\n\n{body}", name="bench.txt")
    source = actions.Source(list_name="测量", file_name="bench.txt", digest="0" * 64)
    loaded = actions.load_plan(session, plan, source, by=None, at=at)
    query = select(Case.id).join(Problem, Problem.id == Case.problem_id).where(Problem.list_id == loaded.list_id)
    return tuple(session.scalars(query.order_by(Problem.position)))


def _one_row(application: Flask) -> None:
    """The comparison: a guarded POST with a form token that updates one row and commits, through the same door."""

    @signed_in
    def one_row() -> tuple[str, int]:
        kept.write(database.session(), "bench.row", uuid4().hex)
        return "", 303

    application.add_url_rule("/bench/one-row", view_func=one_row, methods=["POST"])


def rectified(browser: Browser) -> dict[str, str]:
    """The form of the unit that rectifies, filled in."""
    checks = {f"measure_checks-{row}-finding": "done" for row in range(browser.rows("measure_checks"))}
    return {**checks, "statement": SAID, "completed_on": _today().isoformat()}


def sent_back(browser: Browser) -> dict[str, str]:
    """The form of the self-check that sends the case back."""
    checks = {f"measure_checks-{row}-finding": "confirmed" for row in range(browser.rows("measure_checks"))}
    group = {"members-0-name": "陈静", "members-0-unit": "市住房和城乡建设局"}
    decision = {"decision": "return", "reason": "十月的监测数据缺失，须补齐。"}
    days = {"checked_on": _today().isoformat(), "due_on": (_today() + timedelta(days=60)).isoformat()}
    return {**checks, **group, "summary": SAID, **decision, **days}


def _today() -> date:
    return city_day(datetime.now(UTC))
