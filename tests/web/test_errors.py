"""Whatever goes wrong, the page is a sentence in Chinese, and never a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from tests.web.browser import Visitor, words
from tests.web.journey import TITLE
from webapp import errors
from webapp.app import create_app
from webapp.settings import Settings
from workflows.rules import errors as rules


def fails() -> None:
    raise RuntimeError("SECRET inside")


def busy() -> None:
    raise OperationalError("SELECT SECRET", {}, Exception("database is locked"))


@pytest.fixture
def broken(app: Flask) -> Flask:
    """The site with two views that fail."""
    app.add_url_rule("/fails", "fails", fails)
    app.add_url_rule("/busy", "busy", busy, methods=["GET", "POST"])
    return app


@pytest.mark.parametrize(
    ("address", "status", "sentence"), [("/fails", 500, "系统内部出错"), ("/busy", 503, "数据库正忙")]
)
def test_a_failure_inside_shows_a_number_for_the_log_and_nothing_else(
    broken: Flask, address: str, status: int, sentence: str
) -> None:
    visitor = Visitor(broken)
    page = visitor.opens(address, status)
    assert sentence in page
    assert "编号" in page
    for trace in ("SECRET", "Traceback", "RuntimeError", "SELECT", ".py"):
        assert trace not in words(page)


def test_only_who_sent_something_is_told_that_it_was_not_saved(broken: Flask) -> None:
    visitor = Visitor(broken).signed_in("zhoumin")
    assert "没有保存" not in visitor.opens("/busy", 503)

    answer = visitor.client.post("/busy", data={"csrf_token": visitor.token("/problems")})

    assert "您的提交没有保存" in words(answer.text)


@pytest.mark.parametrize("address", ["/diagrams", "/draws", "/escalations", "/overview"])
def test_who_may_not_look_is_told_that_they_may_not_look(unit: Visitor, address: str) -> None:
    page = words(unit.opens(address, 403))

    assert "不能查看" in page
    assert "不能办理" not in page


def test_what_went_well_is_not_told_above_what_goes_wrong_later(broken: Flask) -> None:
    visitor = Visitor(broken).signed_in("zhoumin")
    task = visitor.task(TITLE)
    visitor.fills(task, {}, send_to=f"{task}/claim")

    assert "已认领" not in visitor.opens("/busy", 503)
    assert "已认领" in visitor.opens("/")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/nothing", 404), ("GET", "/tasks/not-an-id", 404), ("PUT", "/", 405), ("DELETE", "/problems", 405)],
)
def test_an_address_that_is_not_there_or_not_meant_is_a_page(
    unit: Visitor, method: str, address: str, status: int
) -> None:
    answer = unit.client.open(address, method=method)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_a_method_that_is_not_allowed_names_those_that_are(unit: Visitor) -> None:
    assert "GET" in unit.client.put("/").headers["Allow"]


def test_a_form_of_many_megabytes_is_refused(unit: Visitor) -> None:
    answer = unit.client.post("/clock", data={"days": "1" * 3_000_000})
    assert answer.status_code == 413
    assert "超过上限" in answer.text


def test_htmx_gets_only_the_middle_and_the_place_for_it(unit: Visitor) -> None:
    answer = unit.client.get("/nothing", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "<html" not in answer.text


def test_every_refusal_has_a_page() -> None:
    pending, found = [rules.Refusal], []
    while pending:
        kind = pending.pop()
        found.append(kind)
        pending.extend(kind.__subclasses__())
    for kind in found:
        assert any(each in errors.REFUSALS for each in kind.__mro__), kind


def test_a_database_without_tables_is_a_page_too(tmp_path: Path, empty_sqlite: Engine) -> None:
    app = create_app(Settings(data_dir=tmp_path), engine=empty_sqlite)
    page = Visitor(app).opens("/sign-in", 503)
    assert "数据库" in page


def test_a_verb_that_raises_has_saved_nothing(unit: Visitor) -> None:
    task = unit.task("整治建筑工地扬尘")
    before = unit.opens(task)
    answer = unit.client.post(task, data={"csrf_token": unit.token("/"), "request_id": "no", "statement": "字" * 30})
    assert answer.status_code == 422
    assert words(unit.opens(task)) == words(before)
