"""The application factory: parts in, a WSGI application out. Nothing is opened while this module is imported."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, g
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import assets, database, errors, language, limits, places, routes, security, squeezing, words
from webapp.api import operations as api
from webapp.clock import Clock
from webapp.house import KEY, house, open_house
from webapp.settings import Settings
from workflows.rules.permissions import ACTIONS, SEES_ALL
from workflows.rules.roles import ADMINISTRATORS, ROLES

NAVIGATION = (
    ("overview", "总览", "overview.show"),
    ("tasks", "我的任务", "tasks.mine"),
    ("problems", "问题清单", "problems.listing"),
    ("plans", "方案", "plans.listing"),
    ("draws", "抽查", "audit_room.show"),
    ("matters", "督办与调度", "matters.home"),
    ("documents", "文书", "documents.listing"),
    ("calendar", "工作日历", "calendars.show"),
    ("diagrams", "流程", "diagrams.listing"),
    ("people", "单位人员", "directory.people"),
    ("settings", "设置", "site_settings.show"),
    ("operations", "运行状况", "operations.health"),
    ("journal", "日志", "operations.journal"),
)
WHOLE_CITY = frozenset({"overview", "draws", "calendar"})
"""Places for those who see every problem of the city."""
ADMINISTRATION = {
    "people": ADMINISTRATORS,
    "settings": frozenset(ACTIONS["set_papers"])
    | frozenset(ACTIONS["manage_sign_in"])
    | frozenset(ACTIONS["see_numbers"]),
    "operations": frozenset(ACTIONS["see_operations"]),
    "journal": frozenset(ACTIONS["read_system_journal"]),
}
"""Places of the three administrators."""
OFFICE = {"diagrams": frozenset(ACTIONS["see_diagrams"]), "plans": frozenset(ACTIONS["load_plan"])}
"""Places for the leading-group office."""
BELOW_SETTINGS = frozenset({"calendar", "diagrams"})
"""Places seldom gone to: whoever has the settings finds them there, and keeps a navigation of one line."""


def create_app(settings: Settings, engine: Engine | None = None, clock: Clock | None = None) -> Flask:
    """The site of one city. Tests hand in an engine and a clock of their own."""
    app = database.App("webapp", static_folder="static", template_folder="templates")
    _configure(app, settings)
    app.extensions[KEY] = open_house(settings, engine, clock)
    app.teardown_request(database.close)
    squeezing.register(app)
    security.register(app)  # before the form-token check, which reads the body
    CSRFProtect(app).exempt(api.bp)  # it knows people by their tokens, never by a cookie
    errors.register(app)
    limits.register(app)
    assets.register(app)
    words.register(app)
    language.register(app)
    places.register(app)
    app.context_processor(_on_every_page)
    routes.register(app)
    app.register_blueprint(api.bp)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]  # Flask's documented way
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key(),
        MAX_CONTENT_LENGTH=security.FORM_LIMIT,
        MAX_FORM_MEMORY_SIZE=security.FORM_LIMIT,
        SESSION_COOKIE_NAME="xiaohao_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_TIME_LIMIT=None,  # the form token lives as long as the browser session; idle sign-out limits it
        WTF_CSRF_SSL_STRICT=settings.https,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _on_every_page() -> dict[str, Any]:
    """What the frame of a page needs. Asks the database for nothing: an error page must not fail on it."""
    settings, person = house().settings, g.get("visitor")
    roles = person.roles if person else frozenset()
    return {
        "person": person,
        "below_settings": BELOW_SETTINGS if roles & ADMINISTRATION["settings"] else frozenset(),
        "navigation": [each for each in NAVIGATION if _has_place(each[0], roles)],
        "demonstration": settings.demonstration or g.get("demonstration", False),
        "movable_clock": settings.demo_clock and "now" in g,
        "shown_now": g.get("now"),
        "office_name": g.get("office_name", ""),
        "portal_open": g.get("portal_open", False),
        "role_names": {key: role.name for key, role in ROLES.items()},
    }


def _has_place(key: str, roles: frozenset[str]) -> bool:
    if key in BELOW_SETTINGS and roles & ADMINISTRATION["settings"]:
        return False
    if key in ADMINISTRATION:
        return bool(roles & ADMINISTRATION[key])
    if roles and roles <= ADMINISTRATORS:
        return False
    if key in OFFICE:
        return bool(roles & OFFICE[key])
    return key not in WHOLE_CITY or bool(roles & SEES_ALL)


structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
    cache_logger_on_first_use=True,
)
