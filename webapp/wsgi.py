"""The site as a web server finds it: `gunicorn "webapp.wsgi:site()"`."""

from __future__ import annotations

from flask import Flask

from webapp.app import create_app
from webapp.settings import Settings


def site() -> Flask:
    """The application with the settings of the environment."""
    return create_app(Settings())
