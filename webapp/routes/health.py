"""For whoever watches the machine."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from webapp import database

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """200 when the database answers; otherwise the error page with 503."""
    database.session().execute(text("SELECT 1"))
    return jsonify(status="ok")
