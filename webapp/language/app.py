"""The application in two languages: one set of compiled templates each, chosen when a page is drawn."""

from __future__ import annotations

import hashlib
from functools import cache

from flask import Flask, Response, abort, has_request_context, request, url_for
from flask.templating import Environment
from markupsafe import Markup

from webapp import assets
from webapp.language.catalogue import english
from webapp.language.choosing import COOKIE, ENGLISH, LANGUAGES, asked, in_language, spoken
from webapp.language.scripts import in_english
from webapp.language.shown import filters, halves
from webapp.language.templates import PageEnvironment
from workflows.rules.texts import Written

YEAR = 31_536_000


class Bilingual(Flask):
    """Flask with a second environment for English, compiled from the same templates at the first English page."""

    jinja_environment = PageEnvironment
    _chinese: Environment | None = None
    _english: Environment | None = None

    @property
    def jinja_env(self) -> Environment:
        """The environment of this request's language; outside of requests the Chinese one, on which everything is registered."""
        if self._chinese is None:
            self._chinese = self.create_jinja_environment()
        if not has_request_context() or spoken() != ENGLISH:
            return self._chinese
        if self._english is None:
            self._english = _in_english(self._chinese)
        return self._english


def _in_english(chinese: Environment) -> Environment:
    environment: Environment = chinese.overlay()
    environment.filters = {**chinese.filters, **filters()}
    environment.globals = {**chinese.globals, "asset": _asset, "vendored": _vendored}
    environment.look_up = english().text  # type: ignore[attr-defined]  # a PageEnvironment, which the overlay keeps
    return environment


def register(app: Flask) -> None:
    """The address of scripts in English, the switch, and what every answer says about its language."""
    app.add_url_rule("/static-en/<path:filename>", "static_english", _script)
    app.context_processor(_on_every_page)
    app.after_request(_told)
    app.jinja_env.globals["original"] = Written
    app.jinja_env.filters["drawn"] = lambda picture: Markup(picture.svg())  # noqa: S704  # the picture escapes every text it writes
    app.jinja_env.filters["renamed"] = lambda _: ""
    app.jinja_env.filters["one_language"] = lambda value: halves(value)[0]


def _on_every_page() -> dict[str, object]:
    language = spoken()
    return {"language": language, "html_lang": LANGUAGES[language].tag, "other_language": _other(language)}


def _other(language: str) -> dict[str, str]:
    """The language this page is not in: its tag, its own name for itself, and this page in it."""
    key = next(each for each in LANGUAGES if each != language)
    return {"key": key, "tag": LANGUAGES[key].tag, "name": Written(LANGUAGES[key].name), "address": in_language(key)}


def _told(answer: Response) -> Response:
    """Say the language of a page, that it was chosen, and keep a choice made by the address."""
    if answer.mimetype == "text/html":
        answer.headers.setdefault("Content-Language", LANGUAGES[spoken()].tag)
        answer.vary.update(("Cookie", "Accept-Language"))
        if asked():
            answer.set_cookie(COOKIE, asked(), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def _asset(name: str) -> str:
    if not name.startswith("js/"):
        return assets.asset(name)
    return url_for("static_english", filename=name, v=hashlib.sha256(_translated(name).encode()).hexdigest()[:16])


def _vendored(name: str) -> str:
    return assets.vendored(name)


def _script(filename: str) -> Response:
    """A script of ours with its texts in English; 404 for anything else."""
    path = assets.STATIC / filename
    if not filename.startswith("js/") or ".." in filename or path.suffix != ".js" or not path.is_file():
        abort(404)
    answer = Response(_translated(filename), mimetype="text/javascript")
    answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if request.args.get("v") else "no-cache"
    return answer


@cache
def _translated(name: str) -> str:
    return in_english((assets.STATIC / name).read_text(encoding="utf-8"), english().text)
