"""Choosing how one is told, and the system administrator's page of what goes out."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.jobs.posting import Post, serving
from tests.web.browser import Visitor, require_valid, words
from webapp import messaging
from webapp.app import create_app
from webapp.house import KEY, House
from workflows.records import Hook, Mail, MessageChoice, Person


@pytest.fixture
def house(app: Flask) -> House:
    parts: House = app.extensions[KEY]
    return parts


@pytest.fixture
def admin(app: Flask) -> Visitor:
    """The system administrator of the demonstration."""
    return Visitor(app).signed_in("xitong")


def fields(page: str) -> dict[str, str]:
    """What the form of the choices would send if nothing were changed."""
    form = page[page.index("<main") :]
    typed = dict(
        re.findall(r'<input id="(address|mobile|quiet_from|quiet_until|digest_at)"[^>]*? value="([^"]*)"', form)
    )
    return typed | dict(re.findall(r'name="([^"]+)" value="([^"]+)" checked', form))


def test_a_choice_is_kept_and_what_is_the_default_is_not_written_down(house: House, unit: Visitor) -> None:
    page = unit.opens("/account/messages")
    assert "本站还没有接通邮件服务器" in page
    given = {**fields(page), "address": "zhoumin@example.cn", "mail-overdue": "never", "hook-overdue": "yes"}
    unit.fills("/account/messages", given)
    with house.readers() as session:
        [row] = session.scalars(select(MessageChoice)).all()
        assert (row.kind, row.mail, row.hook) == ("overdue", "never", True)
    again = fields(unit.opens("/account/messages"))
    assert again["address"] == "zhoumin@example.cn"
    assert (again["mail-overdue"], again["hook-overdue"]) == ("never", "yes")
    messaging.tell(house)
    assert "您接收消息的邮箱已更改" in unit.opens("/messages")


def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_is_kept(house: House, unit: Visitor) -> None:
    given = {
        **fields(unit.opens("/account/messages")),
        "address": "周敏",
        "digest_at": "早上",
        "mail-overdue": "x" * 5000,
    }
    answer = unit.fills("/account/messages", given, status=422)
    assert "有 3 处需要更正" in words(answer.text)
    assert 'value="周敏"' in answer.text
    with house.readers() as session:
        assert session.scalars(select(MessageChoice)).all() == []


def test_each_role_chooses_among_what_it_can_get(unit: Visitor, admin: Visitor) -> None:
    assert "系统运行" not in unit.opens("/account/messages")
    page = admin.opens("/account/messages")
    assert "系统运行" in page
    assert "任务被退回" not in page


def test_only_the_system_administrator_sees_what_goes_out(unit: Visitor, office: Visitor, admin: Visitor) -> None:
    for visitor in (unit, office):
        visitor.opens("/deliveries", 403)
        token = visitor.token("/messages")
        answer = visitor.client.post("/deliveries/test-mail", data={"csrf_token": token, "address": "a@example.cn"})
        assert answer.status_code == 403
        answer = visitor.client.post("/hooks", data={"csrf_token": token, "hook_address": "https://93.184.215.14/"})
        assert answer.status_code == 403
    page = admin.opens("/deliveries")
    assert "没有接通邮件服务器" in page
    assert "/deliveries" in admin.opens("/operations")


def test_the_test_mail_says_what_the_server_says(house: House) -> None:
    post = Post()
    with serving(post) as port:
        more = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "mail_from": "xiaohao@example.cn"}
        settings = house.settings.model_copy(update=more)
        admin = Visitor(create_app(settings, engine=house.engine, clock=house.clock)).signed_in("xitong")

        def tries(address: str) -> str:
            data = {"csrf_token": admin.token("/deliveries"), "address": address}
            answer = admin.client.post("/deliveries/test-mail", data=data, follow_redirects=True)
            return words(answer.text)

        assert "邮件服务器已收下发给 zhoumin@example.cn 的测试邮件" in tries("zhoumin@example.cn")
        post.recipient = "550 no such user"
        assert "对方不收这个邮箱（550 no such user）" in tries("niemand@example.cn")
        assert "请填写一个邮箱地址" in tries("a@example.cn\r\nBcc: b@example.cn")
    assert len(post.taken) == 1


def test_a_mail_that_was_given_up_is_shown_with_its_reason_and_sent_again(house: House, admin: Visitor) -> None:
    with house.sessions() as session:
        person = session.scalars(select(Person).where(Person.login == "zhoumin")).one()
        at = house.clock.now(session)
        dead = Mail(
            person_id=person.id,
            digest=False,
            state="dead",
            due_at=at,
            tries=7,
            error="邮件没有发出：451 忙。",
            created_at=at,
        )
        session.add(dead)
        session.commit()
    page = admin.opens("/deliveries")
    assert "试了 7 次，已放弃" in page
    assert "451 忙" in page
    action = re.search(r'action="(/deliveries/mails/[0-9a-f-]+/retry)"', page)[1]
    assert admin.client.post(action, data={"csrf_token": admin.token("/deliveries")}).status_code == 303
    with house.readers() as session:
        assert session.scalars(select(Mail.state)).all() == ["waiting"]
    assert admin.client.post(action, data={"csrf_token": admin.token("/deliveries")}).status_code == 404


def test_an_endpoint_is_set_up_tried_changed_and_switched_off(house: House, admin: Visitor) -> None:
    given = {"name": "短信网关", "shape": "plain", "hook_address": "https://93.184.215.14/sms?key=geheim"}
    answer = admin.client.post("/hooks", data={"csrf_token": admin.token("/deliveries"), **given})
    assert answer.status_code == 303
    here = answer.location
    page = admin.opens(here)
    assert "geheim" not in page
    assert "whsec_" not in page

    def presses(what: str, **data: str) -> str:
        pressed = admin.client.post(
            f"{here}/{what}", data={"csrf_token": admin.token(here), **data}, follow_redirects=True
        )
        assert pressed.status_code == 200
        require_valid(pressed.text, what)
        return pressed.text

    first = re.search(r"whsec_[A-Za-z0-9+/=]+", presses("secret"))[0]
    assert "旧密钥到" in presses("rotate")
    assert re.search(r"whsec_[A-Za-z0-9+/=]+", presses("secret"))[0] != first
    assert "等待" in presses("test")
    assert "由" in presses("switch")
    assert "接着发" in presses("switch", on="yes")
    with house.readers() as session:
        assert session.scalars(select(Hook)).one().active


def test_an_address_inside_the_house_is_refused_with_the_reason(admin: Visitor) -> None:
    given = {"name": "内网", "shape": "plain", "hook_address": "https://169.254.169.254/latest"}
    answer = admin.client.post("/hooks", data={"csrf_token": admin.token("/deliveries"), **given})
    assert answer.status_code == 422
    assert "指向内部网络" in answer.text
    assert 'value="内网"' in answer.text
    require_valid(answer.text, "/hooks")


def test_the_pages_are_valid(unit: Visitor, admin: Visitor) -> None:
    for visitor, address in ((unit, "/account/messages"), (admin, "/account/messages"), (admin, "/deliveries")):
        visitor.opens(address)
