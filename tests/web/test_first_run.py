"""The first run of a real city."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.web.browser import Visitor, words
from tests.web.conftest import Watch
from webapp.app import create_app
from webapp.clock import Clock
from webapp.routes.first_run import key_of
from webapp.settings import Settings

FILLED = {
    "city": "临湖市",
    "office": "临湖市督察整改工作领导小组办公室",
    "office_short": "市整改办",
    "code": "临督改办",
    "system_name": "方圆",
    "system_login": "fangyuan",
    "security_name": "严谨",
    "security_login": "yanjin",
}


@pytest.fixture
def bare(settings: Settings, sqlite_engine: Engine, watch: Watch) -> Flask:
    """A site nobody has an account at."""
    return create_app(
        settings.model_copy(update={"demo": False}), engine=sqlite_engine, clock=Clock(movable=False, system=watch)
    )


@pytest.fixture
def key(settings: Settings) -> str:
    """What the console shows."""
    return key_of(settings)


def test_a_stranger_at_an_empty_site_is_led_to_the_first_run(bare: Flask) -> None:
    assert Visitor(bare).client.get("/sign-in").location == "/first-run"


def test_a_city_is_opened_and_its_administrators_let_the_others_in(bare: Flask, key: str) -> None:
    page = Visitor(bare).fills("/first-run", {**FILLED, "key": key}, status=200).text
    first = re.findall(r'<code class="big">([^<]+)</code>', page)
    assert len(first) == 2
    admin = Visitor(bare)
    assert admin.sign_in("fangyuan", first[0]).location == "/setup"
    assert admin.client.get("/people").location == "/account", "a first password must be changed"
    assert "临湖市督察整改工作领导小组办公室" in words(admin.opens("/account"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": "00000-00000-000000"}, "key"),
        ({"city": ""}, "city"),
        ({"code": "ABC"}, "code"),
        ({"security_login": "fangyuan"}, "security_login"),
        ({"system_login": "Fang Yuan"}, "system_login"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_founded(
    bare: Flask, key: str, wrong: dict[str, str], field: str
) -> None:
    page = Visitor(bare).fills("/first-run", {**FILLED, "key": key, **wrong}, status=422).text
    assert f'id="{field}-error"' in page
    assert Visitor(bare).client.get("/sign-in").location == "/first-run"


def test_the_page_is_gone_once_somebody_has_an_account(bare: Flask, key: str) -> None:
    Visitor(bare).fills("/first-run", {**FILLED, "key": key}, status=200)
    assert Visitor(bare).client.get("/first-run").status_code == 404
    stranger = Visitor(bare)
    token = stranger.token("/sign-in")
    again = stranger.client.post("/first-run", data={**FILLED, "key": key, "csrf_token": token})
    assert again.status_code == 404
