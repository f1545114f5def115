"""What an open page costs that asks every half minute whether there are new messages."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from bench._city import Browser, City, founded
from bench.report import Report, Row
from webapp import messaging
from workflows.actions import telling
from workflows.records import Message, Person

WAITING = 300
"""Unread messages of the one who asks: far more than anybody should have."""
QUIET, NEWS, PAGE = "没有变化（304）", "有变化（200）", "打开“我的任务”"


def run(times: int = 300) -> Report:
    """CPU milliseconds per request inside the application, the three kinds taking turns so that all meet the same machine."""
    with founded(problems=40) as city:
        _tell(city)
        browser = city.browser("zhoumin")
        tag = _tag(browser)
        for label, count in (("warm-up", 20), ("", times)):
            for number in range(count):
                _asks(city, browser, label or QUIET, tag, 304)
                _asks(city, browser, label or NEWS, '"0"', 200)
                if number % 5 == 0:
                    with city.meter.under(label or PAGE):
                        browser.opens("/")
        found = city.meter.found
    return Report(
        title="消息轮询的处理器时间",
        unit="CPU 毫秒",
        beside=PAGE,
        rows=tuple(Row(name=name, value=found[name].milliseconds) for name in (PAGE, QUIET, NEWS)),
        notes=(
            f"轮询各 {times} 次、页面 {times // 5} 次，穿插进行，截尾平均；本人有 {WAITING} 条未读；SQLite，单进程，不含 gunicorn 收发。",
            "一次轮询是一条查询（走索引），不写库，不延长登录；页面在后台时不轮询。",
        ),
    )


def _tell(city: City) -> None:
    """So many unread messages, one by one and not in heaps."""
    house = city.application.extensions["xiaohao"]
    messaging.tell(house)
    with house.sessions() as session:
        person, at = session.scalars(select(Person).where(Person.login == "zhoumin")).one(), house.clock.now(session)
        already = session.scalar(select(func.count()).where(Message.person_id == person.id)) or 0
        for number in range(WAITING - already):
            told = telling.occurrence("account", to=person.id, at=at, facts={"what": f"第 {number} 次"})
            told.told_at = at
            session.add_all([told, Message(occurrence=told, person_id=person.id, at=at)])
        session.commit()


def _tag(browser: Browser) -> str:
    found = re.search(r'data-tag="([^"]+)"', browser.opens("/").text)
    if found is None:
        raise RuntimeError("the page has no count of messages")
    return f'"{found[1]}"'


def _asks(city: City, browser: Browser, label: str, tag: str, status: int) -> None:
    with city.meter.under(label):
        answer = browser.asks("/messages/unread", {"If-None-Match": tag})
    if answer.status_code != status:
        raise RuntimeError(f"GET /messages/unread: {answer.status}")
