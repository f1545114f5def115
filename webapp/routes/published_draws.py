"""Random audits for everybody, without signing in: what was frozen before the seed existed, what came of it, and how to check it.

Numbers and names of units only; auditors go by codes.
"""

from __future__ import annotations

import json
from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.assets import STATIC
from webapp.visitor import visitor
from workflows import queries

bp = Blueprint("published", __name__)
SCRIPT = STATIC / "recompute_draw.py"


@bp.get("/draws/public")
def listing() -> ResponseReturnValue:
    """The newest draws, frozen ones first of all to be seen before their seed comes."""
    visitor()
    found = queries.public_draws(database.session(), at=database.now())
    return render_template("published_draws.html", place="published", draws=found)


@bp.get("/draws/<uuid:draw_id>")
def show(draw_id: UUID) -> ResponseReturnValue:
    """One draw with list, rule, seed, result and the script that recomputes it."""
    visitor()
    draw = queries.public_draw(database.session(), draw_id=draw_id, at=database.now())
    script = SCRIPT.read_text(encoding="utf-8")
    return render_template("published_draw.html", place="published", draw=draw, script=script)


@bp.get("/draws/<uuid:draw_id>.json")
def record(draw_id: UUID) -> ResponseReturnValue:
    """The one file that holds everything needed to recompute a draw."""
    draw = queries.public_draw(database.session(), draw_id=draw_id, at=database.now())
    text = json.dumps(draw.record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return _download(text, "application/json", f"draw-{draw.frozen_at:%Y%m%d}-{str(draw.id)[:8]}.json")


@bp.get("/draws/recompute_draw.py")
def script() -> ResponseReturnValue:
    """The script by which an outsider recomputes a draw, with nothing but Python."""
    return _download(SCRIPT.read_text(encoding="utf-8"), "text/x-python", SCRIPT.name)


def _download(text: str, mimetype: str, name: str) -> Response:
    answer = Response(text, content_type=f"{mimetype}; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
