"""The search page: one box for everything people wrote."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows import queries
from workflows.queries.search_values import Question
from workflows.rules.texts import Written

bp = Blueprint("search", __name__)

FILTERS = {"q": "text", "group": "group", "state": "state", "unit_id": "unit_id", "since": "since", "until": "until"}
"""Names in the address, and what they narrow."""


@bp.get("/search")
@signed_in
def show() -> ResponseReturnValue:
    """What answers, narrowed by the filters in the address, so that it can be sent to a colleague."""
    kept = {name: said for name in FILTERS if (said := _said(name))}
    question = Question(**{FILTERS[name]: said for name, said in kept.items()})
    page = queries.find(
        database.session(),
        person_id=person_id(),
        question=question,
        after=request.args.get("after", "")[:300],
        at=database.now(),
    )
    return render_template("search.html", place="search", page=page, kept=kept, narrowed=len(kept) > 1)


def _said(name: str) -> str:
    """Pasted text brings characters that no page may show."""
    return Written("".join(each for each in request.args.get(name, "").strip()[:100] if each.isprintable()))
