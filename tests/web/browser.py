"""A person at the site: signs in, opens pages, fills forms by the names on the page, and fails loudly where a page is not valid HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp.demonstration import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Visitor:
    """One browser."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def signed_in(self, login: str) -> Visitor:
        """This browser, after signing in."""
        assert self.sign_in(login).status_code == 303
        return self

    def sign_in(self, login: str, password: str = PASSWORD, *, to: str = "") -> TestResponse:
        """Fill in the sign-in form."""
        address = f"/sign-in?next={to}" if to else "/sign-in"
        return self.client.post(
            address, data={"csrf_token": self.token("/sign-in"), "login": login, "password": password}
        )

    def finds(self, pattern: str, address: str) -> str:
        """The first match of a pattern's group on a page."""
        found = re.search(pattern, self.opens(address))
        assert found, f"{pattern} is not on {address}"
        return found[1]

    def tasks(self) -> list[str]:
        """The addresses of the tasks this person may do, in the order of the page."""
        return re.findall(r'class="btn[^"]*" href="(/tasks/[^"]+)"', self.opens("/"))

    def task(self, title: str) -> str:
        """The address of the task about the problem with this title."""
        return self.finds(rf'href="(/tasks/[^"]+)">{title}<', "/")

    def token(self, address: str) -> str:
        """The form token of a page."""
        found = TOKEN.search(self.client.get(address).text)
        assert found, f"no form token on {address}"
        return found[1]

    def opens(self, address: str, status: int = 200) -> str:
        """The page at an address, strictly parsed."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code, words(answer.text))
        require_valid(answer.text, address)
        return answer.text

    def fills(self, address: str, values: Mapping[str, Any], *, send_to: str = "", status: int = 303) -> TestResponse:
        """Open a form, fill it and press its button; hidden fields travel along as in a browser."""
        page = self.opens(address)
        form = form_of(page[page.index("<main") :], send_to or address)
        hidden = {unescape(name): unescape(value) for name, value in HIDDEN.findall(form)}
        answer = self.client.post(send_to or address, data={**hidden, **values}, content_type="multipart/form-data")
        assert answer.status_code == status, (address, answer.status_code, words(answer.text))
        if "<main" in answer.text:
            require_valid(answer.text, address)
        return answer


def form_of(main: str, address: str) -> str:
    """The form of a page that is posted to an address; the whole page where none says so."""
    forms = re.findall(r"<form\b(?=[^>]*method=\"post\").*?</form>", main, re.S)
    return next((each for each in forms if f'action="{address}"' in each.partition(">")[0]), main)


def require_valid(page: str, address: str) -> None:
    """Raises where a browser would have to guess, and for two elements with the same id."""
    html5lib.HTMLParser(strict=True).parse(page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    twice = {each for each in ids if ids.count(each) > 1}
    assert not twice, f"{address}: ids used twice: {twice}"


def words(page: str) -> str:
    """What a page says, without its markup."""
    inner = page[page.find("<main") :] if "<main" in page else page
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", inner)).split())
