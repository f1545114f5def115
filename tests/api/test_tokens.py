"""Who is let in by which token, and how a person makes and ends one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.api.program import ROOT, Program, token_of
from tests.web.browser import Visitor, words
from tests.web.conftest import Watch
from webapp.allowance import Allowance
from webapp.demonstration import PASSWORD
from webapp.house import KEY, House
from workflows.records import JournalEntry, Person, PersonalToken
from workflows.rules.tokens import SCOPES, is_token, spelt


def bare(app: Flask, header: str = "", address: str = "/tasks", **more: Any) -> Any:
    headers = {"Authorization": header} if header else {}
    return app.test_client(use_cookies=False).get(f"{ROOT}{address}", headers=headers, **more)


def makes(person: Visitor, status: int = 200, **values: Any) -> str:
    """Fill in the form of the tokens' page."""
    given = {"name": "夜间同步", "scopes": ["read", "tasks"], "days": "90", "password": PASSWORD, **values}
    return person.fills("/account/tokens", given, status=status).text


def shown(page: str) -> str:
    found = re.search(r'<code class="big">(xh_\w+)</code>', page)
    assert found
    return found[1]


def test_a_person_makes_a_token_and_a_program_comes_in_with_it(app: Flask, unit: Visitor) -> None:
    text = shown(makes(unit))
    assert is_token(text)
    assert bare(app, f"Bearer {text}").status_code == 200
    page = words(unit.opens("/account/tokens"))
    assert "夜间同步" in page
    assert text not in unit.opens("/account/tokens")
    assert "办理任务" in page
    house: House = app.extensions[KEY]
    with house.readers() as session:
        row = session.scalars(select(PersonalToken)).one()
        assert text not in (row.digest, row.name, row.ending)
        written = session.scalars(select(JournalEntry.text).where(JournalEntry.what == "token:made")).one()
    assert text not in written


def test_the_password_is_asked_again_and_wrong_ones_are_counted(app: Flask, unit: Visitor) -> None:
    for _ in range(5):
        assert "登录名或密码不对" in words(makes(unit, 422, password="falsch"))
    assert "已暂时锁定" in words(makes(unit, 422))
    assert "已暂时锁定" in words(Visitor(app).sign_in("zhoumin").text)


def test_a_token_has_a_name_a_use_and_an_end(unit: Visitor) -> None:
    for wrong in (
        {"name": " "},
        {"name": "名" * 61},
        {"scopes": []},
        {"scopes": ["all"]},
        {"days": "0"},
        {"days": "366"},
    ):
        assert "<main" in makes(unit, 422, **wrong), wrong
    assert "有效期请填写" in words(makes(unit, 422, days="-1"))
    shown(makes(unit, days="365"))


def test_a_revoked_token_is_refused_at_the_next_request(app: Flask, unit: Visitor) -> None:
    text = shown(makes(unit))
    address = unit.finds(r'action="(/account/tokens/[^"]+)"', "/account/tokens")
    unit.fills("/account/tokens", {}, send_to=address)
    assert bare(app, f"Bearer {text}").status_code == 401
    assert "已停用" in words(unit.opens("/account/tokens"))


def test_nobody_ends_somebody_else_s_token(app: Flask, unit: Visitor, office: Visitor) -> None:
    text = shown(makes(unit))
    address = unit.finds(r'action="(/account/tokens/[^"]+)"', "/account/tokens")
    office.fills("/account/tokens", {}, send_to=address, status=404)
    assert bare(app, f"Bearer {text}").status_code == 200


def test_a_token_ends_by_itself(app: Flask, watch: Watch) -> None:
    program = Program(app, "zhoumin")
    watch.passes(days=89, hours=23)
    program.gets("/tasks")
    watch.passes(hours=2)
    assert program.gets("/tasks", 401)["code"] == "not-known"


def test_a_closed_account_is_refused_at_the_next_request(app: Flask) -> None:
    program, house = Program(app, "zhoumin"), app.extensions[KEY]
    program.gets("/tasks")
    with house.sessions() as session:
        person = session.scalars(select(Person).where(Person.login == "zhoumin")).one()
        person.active = False
        session.commit()
    assert program.gets("/tasks", 401)["code"] == "not-known"


def test_whoever_must_change_their_password_does_that_first(app: Flask) -> None:
    program, house = Program(app, "zhoumin"), app.extensions[KEY]
    with house.sessions() as session:
        session.scalars(select(Person).where(Person.login == "zhoumin")).one().must_change = True
        session.commit()
    assert program.gets("/tasks", 403)["code"] == "account-due"


def test_a_scope_that_was_not_given_is_missing(app: Flask) -> None:
    program = Program(app, "zhoumin", scopes=["read"])
    [task] = program.gets("/tasks?limit=1")["items"]
    refused = program.posts(f"/tasks/{task['task_id']}/claim", status=403)
    assert refused["code"] == "scope-missing"
    assert "办理任务" in refused["detail"]


def test_a_token_does_no_more_than_its_person(app: Flask) -> None:
    owner, office = Program(app, "luqian"), Program(app, "sunyue")
    assert len(owner.every("/problems")) < len(office.every("/problems"))


def test_what_is_no_token_is_refused_without_asking_the_database(app: Flask) -> None:
    good = token_of(app, "zhoumin")
    strangers = spelt("a" * 30)
    for header in (
        "",
        "Bearer",
        f"Basic {good}",
        f"Bearer {good}x",
        f"Bearer {good[:-1]}",
        f"Bearer {strangers}",
        good,
    ):
        answer = bare(app, header)
        assert answer.status_code == 401, header
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.json["code"] == "not-known"
    assert bare(app, f"bearer  {good}").status_code == 200


def test_a_cookie_opens_nothing_and_no_other_site_may_ask(office: Visitor) -> None:
    answer = office.client.get(f"{ROOT}/tasks", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 401
    assert not [name for name in answer.headers if name[0].startswith("Access-Control")]
    assert "Set-Cookie" not in answer.headers
    asked = office.client.options(f"{ROOT}/tasks", headers={"Origin": "https://evil.example"})
    assert not [name for name in asked.headers if name[0].startswith("Access-Control")]
    token = office.token("/account")
    acted = office.client.post(f"{ROOT}/tasks/{'0' * 8}-0000-0000-0000-{'0' * 12}/claim", data={"csrf_token": token})
    assert acted.status_code == 401


def test_one_token_asks_so_often_and_no_oftener(app: Flask, watch: Watch) -> None:
    app.extensions["api"] = Allowance(3, timedelta(minutes=1))
    program = Program(app, "zhoumin")
    assert [program.sends("GET", "/me").status_code for _ in range(3)] == [200, 200, 200]
    refused = program.sends("GET", "/me")
    assert (refused.status_code, refused.json["code"]) == (429, "too-often")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    Program(app, "zhoumin").gets("/me")
    watch.passes(minutes=1)
    program.gets("/me")


def test_when_a_token_was_used_last_is_kept(app: Flask, unit: Visitor) -> None:
    program = Program(app, "zhoumin")
    assert "还没有用过" in unit.opens("/account/tokens")
    program.gets("/tasks")
    assert "还没有用过" not in unit.opens("/account/tokens")


def test_nobody_keeps_more_tokens_than_they_can_watch(app: Flask, unit: Visitor) -> None:
    for _ in range(20):
        token_of(app, "zhoumin")
    assert "已有 20 个可用的令牌" in words(makes(unit, 409))


def test_the_scopes_and_their_order_are_told() -> None:
    assert list(SCOPES) == [
        "read",
        "tasks",
        "problems",
        "evidence",
        "messages",
        "documents",
        "draws",
        "plans",
        "directory",
        "journal",
    ]
