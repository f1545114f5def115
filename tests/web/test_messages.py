"""A person and their messages: the count on every page, the poll behind it, the list."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from tests.web.browser import Visitor, require_valid, words
from tests.web.conftest import Watch
from tests.web.journey import TITLE
from webapp import messaging
from webapp.house import KEY, House
from webapp.message_links import HOME, path
from workflows.actions import telling
from workflows.records import Case, Message, Person, Problem, WebSession


@pytest.fixture
def house(app: Flask) -> House:
    """The parts of the site."""
    parts: House = app.extensions[KEY]
    return parts


@pytest.fixture
def unit(app: Flask, house: House) -> Visitor:
    """周敏, who has read everything that the founding of the city told her."""
    messaging.tell(house)
    with house.sessions() as session:
        for message in session.scalars(select(Message)):
            session.delete(message)
        session.commit()
    return Visitor(app).signed_in("zhoumin")


def says(house: House, login: str, what: str, *, mention: bool = False) -> None:
    """Something occurs for one person, and the worker looks."""
    with house.sessions() as session:
        person = session.scalars(select(Person).where(Person.login == login)).one()
        at = house.clock.now(session)
        if mention:
            case = session.scalars(
                select(Case).join(Problem, Problem.id == Case.problem_id).where(Problem.title == TITLE)
            ).one()
            facts = {"by": "孙悦", "text": what}
            telling.tell(session, "mentioned", to=person.id, case=case, at=at, facts=facts)
        else:
            telling.tell(session, "account", to=person.id, at=at, facts={"what": what})
        session.commit()
    messaging.tell(house)


def test_the_count_stands_on_every_page_and_goes_when_everything_is_read(house: House, unit: Visitor) -> None:
    assert re.search(r'data-bell-count="0" hidden', unit.opens("/"))
    says(house, "zhoumin", "您的密码已更改")
    assert 'data-bell-count="1">' in unit.opens("/problems")
    page = unit.opens("/messages")
    assert "您的密码已更改" in page
    assert "1 条未读" in words(page)
    until = re.search(r'name="until" value="([^"]+)"', page)[1]
    answer = unit.client.post("/messages/read", data={"csrf_token": unit.token("/messages"), "until": until})
    assert (answer.status_code, answer.location) == (303, "/messages")
    assert 'data-bell-count="0" hidden' in unit.opens("/messages")
    assert "没有未读的消息" in words(unit.opens("/messages?only=unread"))


def test_the_poll_answers_304_without_a_body_until_something_changes(house: House, unit: Visitor) -> None:
    tag = re.search(r'data-tag="([^"]+)"', unit.opens("/"))[1]
    quiet = unit.client.get("/messages/unread", headers={"If-None-Match": f'"{tag}"'})
    assert (quiet.status_code, quiet.data) == (304, b"")
    says(house, "zhoumin", "您的密码已更改")
    news = unit.client.get("/messages/unread", headers={"If-None-Match": f'"{tag}"'})
    assert (news.status_code, news.json) == (200, {"unread": 1})
    again = unit.client.get("/messages/unread", headers={"If-None-Match": news.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_poll_is_one_query_by_an_index_and_writes_nothing(house: House, unit: Visitor) -> None:
    asked: list[str] = []

    def hears(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", hears)
    try:
        assert unit.client.get("/messages/unread").status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", hears)
    [query] = [each for each in asked if not each.startswith(("PRAGMA query_only", "BEGIN"))]
    with house.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", tuple("x" for _ in range(query.count("?"))))
        steps = [row[-1] for row in plan]
    assert not [step for step in steps if step.startswith("SCAN") and "CONSTANT" not in step], steps
    assert any("ix_message_unread" in step for step in steps), steps


def test_polling_keeps_nobody_signed_in(unit: Visitor, watch: Watch) -> None:
    for _ in range(4):
        watch.passes(minutes=9)
        unit.client.get("/messages/unread")
    answer = unit.client.get("/messages/unread")
    assert (answer.status_code, answer.data) == (401, b"")
    assert unit.client.get("/").status_code == 303


def test_polling_leaves_no_sign_of_life(house: House, unit: Visitor, watch: Watch) -> None:
    def seen() -> list[timedelta]:
        with house.readers() as session:
            return [watch() - at for at in session.scalars(select(WebSession.seen_at))]

    watch.passes(minutes=5)
    unit.client.get("/messages/unread")
    assert max(seen()) >= timedelta(minutes=5)


def test_a_stranger_and_a_deactivated_person_are_told_nothing(house: House, unit: Visitor, stranger: Visitor) -> None:
    assert stranger.client.get("/messages/unread").status_code == 401
    with house.sessions() as session:
        session.scalars(select(Person).where(Person.login == "zhoumin")).one().active = False
        session.commit()
    assert unit.client.get("/messages/unread").status_code == 401


def test_opening_a_message_reads_it_and_leads_to_what_it_is_about(house: House, unit: Visitor) -> None:
    says(house, "zhoumin", "请补齐监测数据", mention=True)
    page = unit.opens("/messages")
    assert "孙悦在评论中提到了您" in page
    assert "请补齐监测数据" in page
    action = re.search(r'action="(/messages/[0-9a-f-]+/read)"', page)[1]
    answer = unit.client.post(action, data={"csrf_token": unit.token("/messages")})
    assert answer.status_code == 303
    assert re.fullmatch(r"/problems/[0-9a-f-]+", answer.location)
    assert "没有未读的消息" in words(unit.opens("/messages"))


def test_marking_read_can_stay_at_the_list(house: House, unit: Visitor) -> None:
    says(house, "zhoumin", "您的密码已更改")
    action = re.search(r'action="(/messages/[0-9a-f-]+/read)"', unit.opens("/messages"))[1]
    answer = unit.client.post(action, data={"csrf_token": unit.token("/messages"), "stay": "yes"})
    assert answer.location == "/messages"


def test_somebody_else_s_message_does_not_exist(house: House, unit: Visitor, office: Visitor) -> None:
    says(house, "zhoumin", "您的密码已更改")
    action = re.search(r'action="(/messages/[0-9a-f-]+/read)"', unit.opens("/messages"))[1]
    answer = office.client.post(action, data={"csrf_token": office.token("/messages")})
    assert answer.status_code == 404
    assert "没有找到这条消息" in words(answer.text)


def test_nobody_has_to_have_messages(unit: Visitor) -> None:
    assert "还没有消息" in words(unit.opens("/messages"))
    answer = unit.client.post("/messages/read", data={"csrf_token": unit.token("/messages"), "until": "昨天"})
    assert answer.status_code == 303


def test_a_long_list_is_shown_in_pages(house: House, unit: Visitor) -> None:
    with house.sessions() as session:
        person = session.scalars(select(Person).where(Person.login == "zhoumin")).one()
        for number in range(60):
            at = house.clock.now(session) + timedelta(seconds=number)
            row = telling.occurrence("account", to=person.id, at=at, facts={"what": f"第 {number} 次登录"})
            session.add_all([row, Message(occurrence=row, person_id=person.id, at=at)])
        session.commit()
    page = unit.opens("/messages")
    assert page.count("次登录</a>") == 50
    older = re.search(r'href="(/messages\?before=[0-9a-f-]+)"', page)[1]
    rest = unit.opens(older)
    assert rest.count("次登录</a>") == 10
    assert "第 0 次登录" in rest
    assert unit.client.get(f"/messages?before={uuid4()}").status_code == 404


def test_the_page_is_valid_and_its_links_are_addresses_of_the_site(app: Flask, house: House, unit: Visitor) -> None:
    says(house, "zhoumin", "请补齐监测数据", mention=True)
    require_valid(unit.opens("/messages"), "/messages")
    some = {"problem": uuid4(), "task": uuid4(), "document": uuid4()}
    kinds = ("task_arrived", "taken_over", "paper_ready", "account", "system")
    addresses = {HOME, *(path(kind, about) for kind in kinds for about in (some, {}))}
    adapter = app.url_map.bind("localhost")
    for address in addresses:
        adapter.match(address)
