"""Signing in with a second proof: enrolling, the code, the recovery codes, the roles that need it, the lost telephone."""

from __future__ import annotations

import base64
import re

import argon2
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.web.browser import Visitor, words
from tests.web.conftest import Watch
from webapp.app import create_app
from webapp.clock import Clock
from webapp.house import KEY, House
from webapp.settings import Settings
from workflows.actions import password_hashes
from workflows.queries import settings as kept
from workflows.queries.second_factors import ROLES_ASKED
from workflows.records import RecoveryCode, SecondFactor
from workflows.rules import one_time


def house(app: Flask) -> House:
    parts: House = app.extensions[KEY]
    return parts


def enrolled(person: Visitor, watch: Watch) -> tuple[bytes, list[str]]:
    """Somebody enrols; their key and their recovery codes as the page showed them."""
    person.fills("/account/second-factor", {})
    letters = person.finds(r'<code class="wrap">([A-Z2-7 ]+)</code>', "/account/second-factor")
    key = base64.b32decode(letters.replace(" ", ""))
    page = person.fills(
        "/account/second-factor", {"code": shown(key, watch)}, send_to="/account/second-factor/confirm", status=200
    ).text
    watch.passes(seconds=30)
    return key, re.findall(r"<li><code>([^<]+)</code>", page)


def shown(key: bytes, watch: Watch) -> str:
    """What the telephone shows now."""
    return one_time.code(key, one_time.step_of(watch.time))


def types(person: Visitor, code: str) -> TestResponse:
    return person.client.post("/sign-in/code", data={"csrf_token": person.token("/sign-in/code"), "code": code})


def test_the_password_alone_opens_nothing_and_the_code_opens_the_rest(app: Flask, unit: Visitor, watch: Watch) -> None:
    key, _ = enrolled(unit, watch)
    other = Visitor(app)
    assert other.sign_in("zhoumin", to="/problems").location == "/sign-in/code?next=/problems"
    assert other.client.get("/problems").location.startswith("/sign-in")
    half = other.client.get_cookie("xiaohao_session")
    answer = types(other, shown(key, watch))
    assert answer.status_code == 303
    assert "周敏" in other.opens("/problems")
    whole = other.client.get_cookie("xiaohao_session")
    assert half is not None
    assert whole is not None
    assert half.value != whole.value, "the token of the first step opens nothing later"


def test_a_code_works_once_and_a_recovery_code_too(app: Flask, unit: Visitor, watch: Watch) -> None:
    key, codes = enrolled(unit, watch)
    assert len(codes) == 10
    code = shown(key, watch)
    first, second = Visitor(app), Visitor(app)
    first.sign_in("zhoumin")
    assert types(first, code).status_code == 303
    second.sign_in("zhoumin")
    assert types(second, code).status_code == 401
    assert types(second, codes[0].upper()).status_code == 303
    third = Visitor(app)
    third.sign_in("zhoumin")
    assert types(third, codes[0]).status_code == 401


def test_wrong_codes_lock_the_name_although_the_password_was_right_each_time(
    app: Flask, unit: Visitor, watch: Watch
) -> None:
    enrolled(unit, watch)
    guesser = Visitor(app)
    for _ in range(5):
        assert guesser.sign_in("zhoumin").location == "/sign-in/code"
        assert types(guesser, "000000").status_code == 401
    assert guesser.sign_in("zhoumin").status_code == 429
    watch.passes(minutes=16)
    assert guesser.sign_in("zhoumin").location == "/sign-in/code"


def test_who_takes_longer_than_five_minutes_begins_again(app: Flask, unit: Visitor, watch: Watch) -> None:
    key, _ = enrolled(unit, watch)
    slow = Visitor(app)
    slow.sign_in("zhoumin")
    token = slow.token("/sign-in/code")
    watch.passes(minutes=6)
    answer = slow.client.post("/sign-in/code", data={"csrf_token": token, "code": shown(key, watch)})
    assert answer.location == "/sign-in"
    assert "请重新输入密码" in slow.opens("/sign-in")


def test_a_role_that_needs_it_does_nothing_before_it_is_there(app: Flask, office: Visitor, watch: Watch) -> None:
    with house(app).sessions() as session:
        kept.write(session, ROLES_ASKED, "office,office_leader")
        session.commit()
    assert office.client.get("/problems").location == "/account/second-factor"
    assert "您的角色登录时必须使用两步验证" in office.opens("/account/second-factor")
    key, _ = enrolled(office, watch)
    assert "问题清单" in office.opens("/problems")
    page = office.opens("/account/second-factor")
    assert "停用两步验证" not in page
    refused = office.fills(
        "/account/second-factor", {"code": shown(key, watch)}, send_to="/account/second-factor/off", status=409
    )
    assert "您的角色必须使用两步验证" in refused.text
    assert Visitor(app).signed_in("zhoumin").client.get("/").status_code == 200


def test_without_such_a_role_it_can_be_turned_off_with_a_code(unit: Visitor, watch: Watch) -> None:
    key, _ = enrolled(unit, watch)
    off = "/account/second-factor/off"
    wrong = unit.fills("/account/second-factor", {"code": "111111"}, send_to=off, status=422)
    assert "验证码不对" in wrong.text
    unit.fills("/account/second-factor", {"code": shown(key, watch)}, send_to=off)
    assert "未启用" in words(unit.opens("/account"))


def test_new_recovery_codes_make_the_old_ones_void(app: Flask, unit: Visitor, watch: Watch) -> None:
    key, old = enrolled(unit, watch)
    page = unit.fills(
        "/account/second-factor", {"code": shown(key, watch)}, send_to="/account/second-factor/codes", status=200
    ).text
    new = re.findall(r"<li><code>([^<]+)</code>", page)
    other = Visitor(app)
    other.sign_in("zhoumin")
    assert types(other, old[1]).status_code == 401
    assert types(other, new[1]).status_code == 303


def test_the_security_administrator_resets_a_lost_telephone_and_nobody_else(
    app: Flask, unit: Visitor, watch: Watch
) -> None:
    enrolled(unit, watch)
    system, security = Visitor(app).signed_in("xitong"), Visitor(app).signed_in("anquan")
    address = security.finds(r'href="(/people/[^"]+)">周敏', "/people")
    assert "重置两步验证" not in system.opens(address)
    system.fills(address, {}, send_to=f"{address}/second-factor", status=403)
    security.fills(address, {}, send_to=f"{address}/second-factor")
    assert unit.client.get("/").location.startswith("/sign-in"), "their sessions ended with it"
    assert Visitor(app).sign_in("zhoumin").location == "/"


def test_a_copy_of_the_database_makes_no_codes(app: Flask, unit: Visitor, watch: Watch) -> None:
    key, codes = enrolled(unit, watch)
    with house(app).sessions() as session:
        [row] = session.scalars(select(SecondFactor)).all()
        kept_codes = session.scalars(select(RecoveryCode.code_hash)).all()
    assert base64.b32encode(key).decode() not in row.sealed_key
    assert not any(code.replace("-", "") in each for code in codes for each in kept_codes)


def test_an_unknown_name_costs_the_same_work_as_a_known_one() -> None:
    """The hash checked for nobody has the parameters of everybody's, so both take as long."""
    nobody, somebody = password_hashes.nobody(), password_hashes.hash_password("x")
    assert argon2.extract_parameters(nobody) == argon2.extract_parameters(somebody)


@pytest.fixture
def narrow(settings: Settings, app: Flask, watch: Watch) -> Flask:
    """The same city with a door that few may knock at."""
    few = settings.model_copy(update={"requests_per_minute": 10, "lock_address_after": 500})
    return create_app(few, engine=house(app).engine, clock=Clock(movable=True, system=watch))


def test_an_address_that_knocks_too_often_waits(narrow: Flask, watch: Watch) -> None:
    person = Visitor(narrow)
    for number in range(10):
        person.sign_in(f"name{number}", "no")
    answer = person.sign_in("zhoumin")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "请求太频繁" in answer.text
    watch.passes(seconds=61)
    assert person.sign_in("zhoumin").status_code == 303


def test_the_public_pages_are_counted_by_address(narrow: Flask) -> None:
    person = Visitor(narrow)
    answers = [person.client.get("/draws/public").status_code for _ in range(41)]
    assert answers == [200] * 40 + [429]
