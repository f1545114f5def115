"""A guard over the whole map: no address may be forgotten by the rules that hold for all of them."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.web.browser import Visitor, words

PUBLIC = {
    "static",
    "static_english",
    "sign_in.show",
    "sign_in.enter",
    "sign_in.ask_code",
    "sign_in.enter_code",
    "sign_in.leave",
    "first_run.show",
    "first_run.found",
    "verify.show",
    "verify.check",
    "published.listing",
    "published.show",
    "published.record",
    "published.script",
    "bundles.checker",
    "portal.home",
    "portal.listing",
    "portal.problem",
    "portal.paper",
    "portal.notices",
    "portal.notice",
    "portal.objection",
    "portal.send_objection",
    "portal.answer",
    "portal.data",
    "portal.as_csv",
    "portal.as_json",
    "portal.feed",
    "health.healthz",
    "api_page.show",
    "api_page.openapi",
}
POLLED = {"messages.unread"}
"""Asked by scripts alone: a stranger gets a bare 401, and asking is no sign of life."""
NOBODY = UUID(int=7)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def rules(app: Flask, method: str) -> list[Rule]:
    """The addresses of pages; those of the JSON API know nobody by a cookie and have a guard of their own in `tests/api`."""
    found = (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))
    return [rule for rule in found if not rule.endpoint.startswith("api.")]


def address(app: Flask, rule: Rule) -> str:
    """The address of a rule, with an id that does not exist."""
    values = {name: {"verb": "reopen", "hand": "hand-over"}.get(name, NOBODY) for name in rule.arguments}
    if "filename" in values:
        values["filename"] = "js/page.js"
    with app.test_request_context():
        return app.url_for(rule.endpoint, _method=next(iter(rule.methods - {"HEAD", "OPTIONS"})), **values)


def test_a_stranger_is_asked_to_sign_in_everywhere_but_at_the_public_pages(app: Flask, stranger: Visitor) -> None:
    for rule in rules(app, "GET"):
        answer = stranger.client.get(address(app, rule))
        if rule.endpoint in PUBLIC:
            if rule.endpoint == "sign_in.ask_code":
                assert answer.location == "/sign-in"  # the password comes first
                continue
            hidden = (
                any(name.endswith("_id") for name in rule.arguments) or rule.endpoint == "first_run.show"
            )  # the city is founded
            assert answer.status_code == (404 if hidden else 200), rule
        elif rule.endpoint in POLLED:
            assert (answer.status_code, answer.data) == (401, b""), rule
        else:
            assert answer.status_code == 303, rule
            assert answer.location.startswith("/sign-in"), rule


def test_every_view_that_is_not_public_is_guarded(app: Flask) -> None:
    unguarded = {
        name
        for name, view in app.view_functions.items()
        if name not in PUBLIC | POLLED and not name.startswith("api.") and not getattr(view, "signed_in", False)
    }
    assert unguarded == set()


def test_nothing_is_posted_without_the_token_of_a_form(app: Flask, office: Visitor) -> None:
    for rule in rules(app, "POST"):
        answer = office.client.post(address(app, rule), data={"days": "1"})
        assert answer.status_code == 400, rule
        assert "为了安全，本次提交没有保存" in answer.text, rule


def test_a_stranger_with_a_token_cannot_post_either(app: Flask, stranger: Visitor) -> None:
    token = stranger.token("/sign-in")
    for rule in rules(app, "POST"):
        if rule.endpoint not in PUBLIC:
            answer = stranger.client.post(address(app, rule), data={"csrf_token": token})
            assert (answer.status_code, answer.location) == (303, "/sign-in"), rule


def test_an_id_that_does_not_exist_is_not_found(app: Flask, office: Visitor) -> None:
    token = office.token("/clock")
    for rule in (rule for method in ("GET", "POST") for rule in rules(app, method)):
        if not any(name.endswith("_id") for name in rule.arguments):
            continue
        data = {"csrf_token": token, "request_id": str(NOBODY), "list_id": str(NOBODY), "seed": "1"}
        get = "GET" in (rule.methods or ())
        answer = office.client.get(address(app, rule)) if get else office.client.post(address(app, rule), data=data)
        assert answer.status_code == 404, (rule, words(answer.text))
        assert "没有找到" in answer.text, rule


def test_every_answer_carries_the_headers(app: Flask, office: Visitor) -> None:
    for rule in rules(app, "GET"):
        if rule.endpoint in ("static", "static_english", "api_page.openapi"):
            continue
        answer = office.client.get(address(app, rule))
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'"), rule
        kept = rule.endpoint.startswith("portal.") and answer.status_code == 200 and rule.endpoint != "portal.answer"
        expected = {**HEADERS, **({"Cache-Control": "public, max-age=60"} if kept else {})}
        assert {name: answer.headers[name] for name in expected} == expected, rule
        assert answer.headers["X-Request-Id"], rule


def test_no_page_has_a_script_or_a_style_of_its_own(office: Visitor) -> None:
    pages = ["/", "/problems", "/draws", "/documents", "/verify", "/clock", office.tasks()[0], "/nothing"]
    for page in pages:
        text = office.client.get(page).text
        assert " style=" not in text, page
        assert "<style" not in text, page
        assert " onclick=" not in text, page
        assert text.count("<script") == text.count('<script src="/static/'), page


@pytest.mark.parametrize("page", ["/sign-in", "/verify", "/draws/public", "/nothing"])
def test_the_public_pages_are_valid_html(stranger: Visitor, page: str) -> None:
    stranger.opens(page, 404 if page == "/nothing" else 200)


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/problems",
        "/problems?lamp=late",
        "/problems?text=没有的",
        "/draws",
        "/documents",
        "/calendar",
        "/escalations",
        "/clock",
    ],
)
def test_the_pages_are_valid_html(office: Visitor, page: str) -> None:
    assert 'lang="zh-CN"' in office.opens(page)


def test_static_files_are_kept_for_a_year_under_their_digest_only(office: Visitor) -> None:
    sheet = office.finds(r'href="(/static/css/xiaohao\.css\?v=[0-9a-f]+)"', "/")
    assert "immutable" in office.client.get(sheet).headers["Cache-Control"]
    assert office.client.get("/static/css/xiaohao.css").headers["Cache-Control"] == "no-cache"


def test_every_template_can_be_read(app: Flask) -> None:
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
