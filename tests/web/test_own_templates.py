"""A city's own templates on a page: tried, refused with the line, used, and taken back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from reports.dossiers import PAPERS
from reports.previews import built_in, sample
from tests.reports.every_paper import EVERY_PAPER
from tests.web.browser import Visitor, words
from webapp.house import KEY
from webapp.settings import Settings
from workflows.records import JournalEntry

NAME = "closure_notice.html"
GOOD = '{% extends "ours/closure_notice.html" %}{% block closing %}<p class="closing">特此通知。</p>{% endblock %}'.encode()


@pytest.fixture
def admin(app: Flask) -> Visitor:
    return Visitor(app).signed_in("xitong")


def puts(person: Visitor, data: bytes, *, name: str = NAME, status: int = 303, go: str = "use") -> TestResponse:
    given = {"name": name, "file": (io.BytesIO(data), "a.html"), "go": go}
    return person.fills("/templates", given, status=status)


def test_a_template_is_used_and_taken_back_and_the_journal_has_both(
    app: Flask, admin: Visitor, settings: Settings
) -> None:
    puts(admin, GOOD)
    assert (settings.templates / NAME).read_bytes() == GOOD
    assert "本市模板" in words(admin.opens("/templates"))
    assert admin.client.get(f"/templates/own/{NAME}").data == GOOD
    second = GOOD.replace(b"</p>", b" </p>")
    puts(admin, second)
    admin.fills("/templates", {"go": "earlier"}, send_to=f"/templates/{NAME}")
    assert (settings.templates / NAME).read_bytes() == GOOD
    admin.fills("/templates", {"go": "ours"}, send_to=f"/templates/{NAME}")
    assert not (settings.templates / NAME).exists()
    with app.extensions[KEY].sessions() as session:
        texts = session.scalars(select(JournalEntry.text).where(JournalEntry.what == "template:set")).all()
    assert len(texts) == 4
    assert '"before":"内置模板"' in texts[0]
    assert '"after":"内置模板"' in texts[-1]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"{% if x %}", "写法有误"),
        (b"<p>{{ nothing }}</p>", "没有“nothing”这一项内容"),
        (b"<p>{{ d.nothing }}</p>", "第 1 行"),
        (b"\xff\xfe", "不是 UTF-8"),
    ],
)
def test_a_wrong_template_is_refused_with_its_line_and_nothing_is_kept(
    admin: Visitor, settings: Settings, data: bytes, said: str
) -> None:
    assert said in words(puts(admin, data, status=422).text)
    assert not settings.templates.exists()


def test_only_our_names_and_no_path_can_be_put_in(admin: Visitor, settings: Settings) -> None:
    for name in ("../secret", "new.html", "", "earlier/closure_notice.html"):
        puts(admin, GOOD, name=name, status=404)
    assert not settings.templates.exists()
    admin.opens("/templates/ours/..%2Fpaper.py", 404)


def test_others_have_no_such_page(office: Visitor, unit: Visitor) -> None:
    office.opens("/templates", 403)
    unit.opens("/templates", 403)


def test_the_samples_are_the_papers_the_tests_print() -> None:
    for kind, paper in EVERY_PAPER.items():
        assert sample(kind).to_json() == paper().to_json(), "write reports/samples anew"
    assert set(EVERY_PAPER) == set(PAPERS)


def test_our_own_can_be_downloaded_and_put_in_unchanged(admin: Visitor) -> None:
    assert admin.client.get(f"/templates/ours/{NAME}").text == built_in(NAME)
    puts(admin, built_in(NAME).encode())


@pytest.mark.slow
def test_a_specimen_is_a_marked_pdf(admin: Visitor, settings: Settings) -> None:
    token = admin.token("/templates")
    given = {"csrf_token": token, "name": NAME, "file": (io.BytesIO(GOOD), "a.html"), "go": "try"}
    answer = admin.client.post("/templates", data=given, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert not settings.templates.exists()
    assert Path(settings.fonts_dir).is_dir()
