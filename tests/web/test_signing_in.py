"""At the door: passwords, lock-out, idle sign-out, cookies."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.browser import Visitor, words
from tests.web.conftest import Watch
from webapp.house import KEY, House
from workflows.records import Person, SignInAttempt, WebSession


def house(app: Flask) -> House:
    parts: House = app.extensions[KEY]
    return parts


def test_the_right_password_leads_to_my_tasks(stranger: Visitor) -> None:
    answer = stranger.sign_in("zhoumin")
    assert (answer.status_code, answer.location) == (303, "/")
    assert "周敏" in stranger.opens("/")


def test_after_signing_in_one_is_where_one_wanted_to_be(stranger: Visitor) -> None:
    assert stranger.client.get("/problems?lamp=late").location == "/sign-in?next=/problems?lamp%3Dlate"
    assert stranger.sign_in("zhoumin", to="/problems").location == "/problems"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/%09/evil", "javascript:1"]
)
def test_nobody_is_led_to_another_site(stranger: Visitor, elsewhere: str) -> None:
    assert stranger.sign_in("zhoumin", to=elsewhere).location == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(stranger: Visitor) -> None:
    wrong, unknown = stranger.sign_in("zhoumin", "no"), stranger.sign_in("nobody", "no")
    assert wrong.status_code == unknown.status_code == 401
    assert "登录名或密码不对" in wrong.text
    assert words(wrong.text) == words(unknown.text)


def test_a_failed_attempt_is_kept_although_nobody_was_signed_in(app: Flask, stranger: Visitor) -> None:
    stranger.sign_in("zhoumin", "no")
    with house(app).sessions() as session:
        [attempt] = session.scalars(select(SignInAttempt)).all()
        assert (attempt.login, attempt.succeeded, attempt.address) == ("zhoumin", False, "127.0.0.1")


def test_five_wrong_passwords_lock_the_name_for_a_quarter_of_an_hour(stranger: Visitor, watch: Watch) -> None:
    for _ in range(5):
        assert stranger.sign_in("zhoumin", "no").status_code == 401
    locked = stranger.sign_in("zhoumin")
    assert locked.status_code == 429
    assert "请 15 分钟后再试，到时自动解锁" in locked.text

    watch.passes(minutes=14)
    assert stranger.sign_in("zhoumin").status_code == 429
    watch.passes(minutes=2)
    assert stranger.sign_in("zhoumin").status_code == 303


def test_a_lock_on_one_name_leaves_the_others_alone(stranger: Visitor) -> None:
    for _ in range(5):
        stranger.sign_in("zhoumin", "no")
    assert stranger.sign_in("sunyue").status_code == 303


def test_one_password_tried_on_many_names_stops_the_address(stranger: Visitor, watch: Watch) -> None:
    for number in range(8):
        assert stranger.sign_in(f"name{number}", "no").status_code == 401
    assert stranger.sign_in("zhoumin").status_code == 429
    watch.passes(minutes=16)
    assert stranger.sign_in("zhoumin").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_the_table_keeps_only_a_hash(app: Flask, stranger: Visitor) -> None:
    cookie = next(
        c for c in stranger.sign_in("zhoumin").headers.getlist("Set-Cookie") if c.startswith("xiaohao_session=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    token = cookie.split(";")[0].partition("=")[2]
    with house(app).sessions() as session:
        [opened] = session.scalars(select(WebSession)).all()
        assert token not in opened.id
        assert len(opened.id) == 64


def test_half_an_hour_without_a_click_signs_out_and_says_so(unit: Visitor, watch: Watch) -> None:
    watch.passes(minutes=29)
    unit.opens("/")
    watch.passes(minutes=29)
    unit.opens("/")
    watch.passes(minutes=31)
    assert unit.client.get("/").status_code == 303
    assert "超过 30 分钟没有操作" in unit.opens("/sign-in")


def test_a_session_ends_after_half_a_day_however_busy(unit: Visitor, watch: Watch) -> None:
    for _ in range(12 * 3):
        watch.passes(minutes=20)
        unit.client.get("/healthz")
        unit.client.get("/problems")
    assert unit.client.get("/").status_code == 303


def test_signing_out_ends_the_session_on_the_server(app: Flask, unit: Visitor) -> None:
    cookie = unit.client.get_cookie("xiaohao_session")
    assert cookie is not None
    unit.client.post("/sign-out", data={"csrf_token": unit.token("/")})
    copied = Visitor(app)
    copied.client.set_cookie("xiaohao_session", cookie.value)
    assert copied.client.get("/").status_code == 303


def test_a_disabled_account_is_out_at_the_next_click(app: Flask, unit: Visitor) -> None:
    with house(app).sessions() as session:
        person = session.scalars(select(Person).where(Person.login == "zhoumin")).one()
        person.active = False
        session.commit()
    assert unit.client.get("/").status_code == 303
    assert unit.sign_in("zhoumin").status_code == 401


def test_moving_the_city_ahead_signs_nobody_out(office: Visitor) -> None:
    office.fills("/clock", {"days": "30"})
    assert "演示时间已前进 30 天" in office.opens("/clock")
