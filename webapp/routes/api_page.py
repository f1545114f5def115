"""What the JSON API offers, for people and for programs. Neither page knows anything about this city, so both are open to everybody."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from webapp.api.openapi import document
from webapp.api.reference import reference
from webapp.house import house
from webapp.visitor import visitor

bp = Blueprint("api_page", __name__)


@bp.get("/api")
def show() -> ResponseReturnValue:
    """Every operation with what it takes and gives, and how to try it."""
    visitor()
    settings = house().settings
    base = settings.base_url.rstrip("/")
    return render_template("api.html", place="api", page=reference(), base=base, per_minute=settings.api_per_minute)


@bp.get("/api/v1/openapi.json")
def openapi() -> ResponseReturnValue:
    """The document itself; it changes only with the program."""
    answer = Response(orjson.dumps(document()), mimetype="application/json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
