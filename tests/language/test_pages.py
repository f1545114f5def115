"""Every page of the demonstration city in English and in Chinese, as each audience sees it: no text of the wrong language, and what people
wrote exactly as they wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import text

from tests.web.browser import Visitor, require_valid
from tests.web.conftest import app, founded, settings, watch  # noqa: F401  # fixtures of the next room
from webapp.house import house
from webapp.language.texts import CHINESE, HAN

pytestmark = pytest.mark.slow
AUDIENCES = ("zhoumin", "wanglixin", "liguoqing", "xitong", "")
MOST = 150
"""Pages per person; of each kind of page two are read."""
NO_PAGES = ("/api/", "/health", "/static", "/sign-in/")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
IN_CHINESE = re.compile(r"<(\w+)[^>]* lang=\"zh(?:-CN)?\"[^>]*>.*?</\1>", re.S)
KEPT = re.compile(
    r"<title>.*?</title>|<svg(?![^>]*diagram-picture).*?</svg>|<textarea[^>]*>.*?</textarea>|<pre.*?</pre>|<option.*?</option>|\svalue=\"[^\"]*\"",
    re.S,
)
AS_WRITTEN = re.compile(r'<div class="diagram" id="picture" lang="zh">.*?</svg>', re.S)
"""Whoever edits a diagram sees the names that stand in its file."""
RUN = re.compile(f"{HAN.pattern}+")
SENTENCE = re.compile(r"[A-Za-z][a-z]+(?: [a-z]+){2,}")


class Pages:
    """One person reading on from page to page, every address once and two of a kind."""

    def __init__(self, app: Flask, login: str, language: str) -> None:  # noqa: F811  # the name of the fixture
        self.visitor = Visitor(app)
        if login:
            self.visitor.signed_in(login)
        self.visitor.client.get(f"/sign-in?lang={language}")
        self.read: list[str] = []

    def __iter__(self) -> Iterator[tuple[str, str]]:
        waiting = addresses(self.visitor.client.application)
        while waiting and len(self.read) < MOST:
            address = waiting.pop(0)
            kind = ID.sub("ID", address).partition("?")[0]
            if sum(ID.sub("ID", each).partition("?")[0] == kind for each in self.read) >= (2 if "ID" in kind else 1):
                continue
            self.read.append(address)
            answer = self.visitor.client.get(address)
            if answer.mimetype == "text/html" and answer.status_code == 200:
                yield address, answer.text
                waiting += [
                    unescape(link) for link in re.findall(r'href="(/[^"#]*)"', answer.text) if "lang=" not in link
                ]


def addresses(site: Flask) -> list[str]:
    """Every page whose address holds nothing to fill in, the inbox first; the others are found by their links."""
    plain = {rule.rule for rule in site.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())}
    return ["/", *sorted(each for each in plain if each != "/" and not each.startswith(NO_PAGES))]


def written(site: Flask) -> str:
    """Everything that stands in the database, in one text to look things up in."""
    said: list[str] = []
    with site.app_context(), house().sessions() as session:
        tables = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        for table in tables:
            if not table.startswith("search"):
                for row in session.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608  # names of our own tables
                    said += [each for each in row if isinstance(each, str) and HAN.search(each)]
    return "\n".join(said)


@pytest.mark.parametrize("login", AUDIENCES)
def test_an_english_page_holds_no_chinese_but_what_people_wrote(app: Flask, login: str) -> None:  # noqa: F811
    known, left = written(app), set()
    for address, page in Pages(app, login, "en"):
        require_valid(page, address)
        assert '<html lang="en">' in page, address
        title = page.partition("<title>")[2].partition("</title>")[0]
        assert "<" not in title, f"an element in the title of {address}"
        left |= {(address, said) for said in RUN.findall(title) if said not in known}
        page = AS_WRITTEN.sub("", page)
        for found in IN_CHINESE.finditer(page):
            left |= {(address, said) for said in _names(found.group()) if said not in known and said != "中文"}
        rest = KEPT.sub("", IN_CHINESE.sub("", page))
        left |= {(address, said) for said in _names(rest) if said not in known}

    assert not left, "\n".join(f"{address}: {said}" for address, said in sorted(left))


@pytest.mark.parametrize("login", AUDIENCES)
def test_a_chinese_page_holds_no_english_sentence(app: Flask, login: str) -> None:  # noqa: F811
    left = set()
    for address, page in Pages(app, login, "zh"):
        assert '<html lang="zh-CN">' in page, address
        body = re.sub(
            r"<code.*?</code>|<pre.*?</pre>|<script.*?</script>|<textarea.*?</textarea>", "", page, flags=re.S
        )
        shown = unescape(re.sub(r"<[^>]*>", "\n", body[body.index("<body") :]))
        left |= {(address, found) for found in SENTENCE.findall(shown)}

    assert not left, "\n".join(f"{address}: {said}" for address, said in sorted(left))


def _names(markup: str) -> Iterator[str]:
    assert CHINESE.search("（")
    assert not CHINESE.search("(“”—…")
    for piece in re.split(r"[<>\"\n]", unescape(re.sub(r"<[^>]*>", "\n", markup))):
        said = (each.strip() for each in re.split(r"[、，；：（）()“”　]", piece) if HAN.search(each))
        yield from (each.removesuffix("…") for each in said)  # a page may cut what people wrote


def test_the_marks_of_chinese_are_known() -> None:
    assert CHINESE.search("（")
    assert not CHINESE.search("(“”—…")
