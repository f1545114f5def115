"""Two people, or two presses, at the same moment: one act, and a clear page for whoever came second."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.web.browser import HIDDEN, Visitor
from tests.web.test_doing_a_task import TITLE, count, report
from webapp.house import KEY, House
from workflows.records import SignOff, Task, journal


def filled(person: Visitor) -> tuple[str, dict[str, Any]]:
    """The address of the task and a form ready to be sent."""
    task = person.task(TITLE)
    page = person.opens(task)
    return task, {**dict(HIDDEN.findall(page[page.index("<main") :])), **report(page)}


def together(*presses: tuple[Visitor, str, dict[str, Any]]) -> list[TestResponse]:
    """All of them let go at once."""
    barrier = Barrier(len(presses))

    def press(person: Visitor, address: str, values: dict[str, Any]) -> TestResponse:
        barrier.wait()
        return person.client.post(address, data=values)

    with ThreadPoolExecutor(len(presses)) as pool:
        return [each.result() for each in [pool.submit(press, *each) for each in presses]]


def open_tasks(app: Flask, box: str) -> int:
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        assert journal.verify(session) == []
        return (
            session.scalar(select(func.count()).select_from(Task).where(Task.box == box, Task.closed_at.is_(None))) or 0
        )


def test_two_colleagues_finish_the_same_task_and_one_is_told_of_the_other(app: Flask) -> None:
    before = open_tasks(app, "self_check")
    pair = [Visitor(app).signed_in(login) for login in ("zhoumin", "madong")]
    answers = together(*((person, *filled(person)) for person in pair))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert "您的提交没有保存" in loser.text
    assert (count(app, SignOff), open_tasks(app, "self_check")) == (1, before + 1)


def test_a_nervous_finger_acts_once_and_every_press_gets_the_good_answer(app: Flask) -> None:
    before = open_tasks(app, "self_check")
    first = Visitor(app).signed_in("zhoumin")
    task, values = filled(first)
    presses = []
    for _ in range(4):
        window = Visitor(app)
        for name in ("xiaohao_session", "xiaohao_form"):
            cookie = first.client.get_cookie(name)
            assert cookie is not None
            window.client.set_cookie(name, cookie.value)
        presses.append((window, task, values))
    assert [answer.status_code for answer in together(*presses)] == [303] * 4
    assert (count(app, SignOff), open_tasks(app, "self_check")) == (1, before + 1)
