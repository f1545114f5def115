"""The pages of the three administrators, and one's own account."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.web.browser import Visitor, words
from tests.web.conftest import Watch

GOOD = "Bai-lang-2026"


def registered(app: Flask, **values: str) -> tuple[str, str]:
    """A new account and its first password, as the page shows it."""
    admin = Visitor(app).signed_in("xitong")
    answer = admin.fills("/people", {"login": "liming", "name": "李明", "title": "科长", **values}, status=200)
    first = re.search(r'<code class="big">([^<]+)</code>', answer.text)
    address = re.search(r'href="(/people/[0-9a-f-]+)"', answer.text)
    assert first, words(answer.text)
    assert address
    return address[1], first[1]


def test_somebody_new_is_registered_seated_and_must_choose_a_password_first(app: Flask, stranger: Visitor) -> None:
    address, first = registered(app)
    security = Visitor(app).signed_in("anquan")
    page = security.opens(address)
    unit = re.search(r'<option value="([^"]+)">云溪县</option>', page)
    assert unit
    security.fills(address, {"unit_id": unit[1], "role": "handler"}, send_to=f"{address}/seats")
    assert "云溪县：承办人员" in words(security.opens(address))

    stranger.sign_in("liming", first)
    assert stranger.client.get("/").location == "/account"
    assert "请先更改密码" in stranger.opens("/account")
    stranger.fills("/account", {"old": first, "new": GOOD, "again": GOOD}, send_to="/account/password")
    assert "李明" in stranger.opens("/")


def test_administrators_see_no_business_and_others_no_administration(
    app: Flask, office: Visitor, unit: Visitor
) -> None:
    admin = Visitor(app)
    assert admin.sign_in("xitong").location == "/people"
    page = admin.opens("/people")
    assert "问题清单" not in page[: page.index("<main")]
    assert 'id="new-title"' in page
    assert 'id="new-title"' not in office.opens("/people")
    assert "不在其中" in unit.opens("/people", 403)


def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(app: Flask) -> None:
    admin = Visitor(app).signed_in("xitong")
    page = admin.fills("/people", {"login": "Li", "name": "李明"}, status=422).text
    assert 'id="login-error"' in page
    assert 'value="李明"' in page
    page = admin.fills("/units", {"name": "云溪县", "level": "moon", "code": "x"}, status=422).text
    assert all(f'id="{name}-error"' in page for name in ("name", "level", "code"))


def test_a_unit_is_registered_changed_and_closed(app: Flask) -> None:
    admin = Visitor(app).signed_in("xitong")
    admin.fills("/units", {"name": "青禾市交通运输局", "short_name": "市交通局", "level": "department"})
    address = admin.finds(r'href="(/units/[^"]+)">青禾市交通运输局', "/units")
    admin.fills(address, {"short_name": "市交通运输局", "level": "department", "code": "青交督验", "go": "change"})
    assert "青交督验" in admin.opens("/units")
    admin.fills(address, {"go": "close"})
    assert "已停用" in admin.opens("/units")


def test_a_closed_account_is_refused_on_its_next_request(app: Flask, unit: Visitor) -> None:
    admin = Visitor(app).signed_in("xitong")
    address = admin.finds(r'href="(/people/[^"]+)">周敏', "/people")
    assert unit.client.get("/").status_code == 200
    admin.fills(address, {"go": "close"})
    assert unit.client.get("/").location.startswith("/sign-in")


def test_a_locked_name_opens_when_its_password_is_set_anew(app: Flask, stranger: Visitor) -> None:
    for _ in range(5):
        stranger.sign_in("zhoumin", "no")
    assert stranger.sign_in("zhoumin").status_code == 429
    security = Visitor(app).signed_in("anquan")
    address = security.finds(r'href="(/people/[^"]+)">周敏', "/people")
    page = security.fills(address, {"go": "reset"}, status=200).text
    first = re.search(r'<code class="big">([^<]+)</code>', page)
    assert first
    assert stranger.sign_in("zhoumin", first[1]).status_code == 303


def test_changing_the_password_ends_the_other_sessions(app: Flask, unit: Visitor) -> None:
    other = Visitor(app).signed_in("zhoumin")
    unit.fills("/account", {"old": "yanshi-2026", "new": GOOD, "again": GOOD}, send_to="/account/password")
    assert unit.client.get("/").status_code == 200
    assert other.client.get("/").location.startswith("/sign-in")


def test_a_session_elsewhere_is_ended_by_its_owner_only(app: Flask, unit: Visitor, office: Visitor) -> None:
    Visitor(app).signed_in("zhoumin")
    address = unit.finds(r'action="(/account/sessions/[^"]+)"', "/account")
    office.fills("/account", {}, send_to=address, status=404)
    unit.fills("/account", {}, send_to=address)
    assert "结束这次登录" not in unit.opens("/account")


@pytest.mark.parametrize("address", ["/people", "/units", "/account"])
def test_the_pages_are_whole(app: Flask, address: str) -> None:
    Visitor(app).signed_in("xitong").opens(address)


def test_an_old_password_must_be_changed(app: Flask, watch: Watch) -> None:
    _, first = registered(app)
    person = Visitor(app)
    person.sign_in("liming", first)
    person.fills("/account", {"old": first, "new": GOOD, "again": GOOD}, send_to="/account/password")
    watch.passes(days=181)
    later = Visitor(app)
    later.sign_in("liming", GOOD)
    assert later.client.get("/").location == "/account"
