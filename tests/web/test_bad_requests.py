"""Addresses and forms nobody should send: a clear answer each time, and not one row is changed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.web.browser import HIDDEN, Visitor, words
from tests.web.test_doing_a_task import TITLE, report
from webapp.house import KEY, House
from webapp.routes.verbs import VERBS
from workflows.records import Base, Case, SignInAttempt, WebSession

AROUND = {"web_session", "sign_in_attempt", "journal_head"}
"""Tables of signing in, which these tests do all the time."""


def everything(app: Flask) -> dict[str, Any]:
    """How many rows each table has, and the revision of each case."""
    house: House = app.extensions[KEY]
    with house.readers() as session:
        tables = [table for name, table in Base.metadata.tables.items() if name not in AROUND]
        rows = {table.name: session.scalar(select(func.count()).select_from(table)) for table in tables}
        return {**rows, "revisions": dict(session.execute(select(Case.id, Case.rev)).all())}


@pytest.fixture
def elsewhere(app: Flask) -> Visitor:
    """卢倩, whose department has nothing to do with the building sites."""
    return Visitor(app).signed_in("luqian")


def sends(who: Visitor, address: str, values: dict[str, Any], token_from: str = "/account") -> tuple[int, str]:
    """A form somebody made up; status and words of the answer."""
    data = {"csrf_token": who.token(token_from), "request_id": str(uuid4()), **values}
    answer = who.client.post(address, data=data, content_type="multipart/form-data")
    return answer.status_code, words(answer.text)


def test_a_verb_that_does_not_exist_is_not_found(app: Flask, office: Visitor) -> None:
    problem = office.finds(rf'href="(/problems/[^"]+)">{TITLE}<', "/problems")
    before = everything(app)
    for verb in ("fly", "Reopen", "..", "reopen;drop", "销号", "a" * 3_000, "reopen/reopen"):
        address = f"{problem}/{verb}"
        assert office.client.get(address).status_code in (404, 308), address
        status, said = sends(office, address, {"reason": "理由"})
        assert status in (404, 308, 405), (address, status)
        assert "没有找到" in said or status != 404
    assert everything(app) == before


def test_a_task_of_another_unit_s_case_is_not_found_by_its_address(
    app: Flask, unit: Visitor, elsewhere: Visitor
) -> None:
    task = unit.task(TITLE)
    values = report(unit.opens(task))
    before = everything(app)
    assert "没有找到这项任务" in words(elsewhere.opens(task, 404))
    assert sends(elsewhere, task, {**values, "go": "submit"})[0] == 404
    assert sends(elsewhere, f"{task}/evidence", {})[0] == 404
    assert everything(app) == before


def test_another_unit_can_do_nothing_about_a_problem_it_may_not_see(
    app: Flask, office: Visitor, elsewhere: Visitor
) -> None:
    problem = office.finds(rf'href="(/problems/[^"]+)">{TITLE}<', "/problems")
    before = everything(app)
    assert elsewhere.client.get(problem).status_code == 404
    for verb in VERBS:
        assert elsewhere.client.get(f"{problem}/{verb}").status_code == 404, verb
        assert sends(elsewhere, f"{problem}/{verb}", {"reason": "理由"})[0] == 404, verb
    assert everything(app) == before


def test_a_page_that_went_stale_is_told_what_happened_meanwhile(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    page = unit.opens(task)
    stale = {**dict(HIDDEN.findall(page[page.index("<main") :])), **report(page), "go": "submit"}
    colleague = Visitor(app).signed_in("madong")
    colleague.fills(task, report(colleague.opens(task)))
    before = everything(app)
    answer = unit.client.post(task, data=stale)
    assert answer.status_code == 409
    assert "马东" in words(answer.text)
    assert everything(app) == before


def test_no_message_reaches_a_closed_case(app: Flask, office: Visitor, unit: Visitor) -> None:
    problem = office.finds(rf'href="(/problems/[^"]+)">{TITLE}<', "/problems")
    house: House = app.extensions[KEY]
    with house.sessions() as session:
        for case in session.scalars(select(Case)):
            case.closed_at, case.due_at = case.opened_at, None
        session.commit()
    before = everything(app)
    values = {
        "reason": "理由充分，情况属实。",
        "words": "请抓紧",
        "due_on": "2027-03-01",
        "by_name": "张三",
        "text": "反映情况不实",
    }
    for verb in sorted(VERBS.keys() - {"correct", "reopen"}):
        for who in (office, unit):
            status, said = sends(who, f"{problem}/{verb}", {**values, "received_on": "2026-11-20", "number": "2"})
            assert status in (403, 409, 422), (verb, status, said)
    assert everything(app) == before


def test_a_form_of_odd_fields_is_answered_and_changes_nothing(app: Flask, unit: Visitor) -> None:
    task = unit.task(TITLE)
    before = everything(app)
    odd: list[dict[str, Any]] = [
        {},
        {"go": "explode"},
        {"statement": "\0" * 10, "go": "submit"},
        {"statement": "字" * 100_000, "go": "submit"},
        {f"measure_checks-{number}-finding": "done" for number in range(900)},
        {"measure_checks-99999999999999999999-finding": "done"},
        {"measure_checks--1-finding": "done", "__proto__": "x", "typename": "x"},
        {"completed_on": "9999-99-99", "go": "submit"},
        {"completed_on": "٢٠٢٦-١١-١٨", "go": "submit"},
        {"request_id": "not-an-id", "go": "submit"},
    ]
    for values in odd:
        status, said = sends(unit, task, values, token_from=task)
        assert status in (200, 400, 413, 422), (values, status)
        assert "系统内部出错" not in said
    assert everything(app) == before


def test_the_look_at_every_table_sees_a_change(app: Flask) -> None:
    before = everything(app)
    Visitor(app).signed_in("zhoumin")
    assert everything(app)["journal_entry"] == before["journal_entry"] + 1
    assert {WebSession.__tablename__, SignInAttempt.__tablename__} <= AROUND
