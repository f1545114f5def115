"""The office's tables: how long things have stood, and the units side by side. Each figure leads to its list."""

from __future__ import annotations

import io

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.routes.problems import TYPES
from webapp.visitor import person_id, signed_in
from workflows.actions import exporting
from workflows.queries import ageing, ages, comparing
from workflows.rules.deadlines import city_day

bp = Blueprint("standing", __name__)


@bp.get("/ageing")
@signed_in
def show_ageing() -> ResponseReturnValue:
    """By box and by unit; from the present box, or since it came on the list."""
    of = request.args.get("of", "")[:10]
    page = ageing.ageing(database.session(), person_id=person_id(), list_id=_list(), of=of, at=database.now())
    columns = [(ages.bucket_key(each), ages.bucket_words(each)) for each in ages.BUCKETS]
    most = None if request.args.get("all_units") == "1" else ageing.UNITS_SHOWN
    return render_template("ageing.html", place="overview", page=page, columns=columns, most=most)


@bp.post("/ageing/export")
@signed_in
def export_ageing() -> ResponseReturnValue:
    """The tables as a file."""
    data = exporting.export_ageing(
        database.session(),
        list_id=_list(),
        of=request.args.get("of", "")[:10],
        ending=request.form.get("ending", "")[:10],
        by=person_id(),
        at=database.now(),
    )
    return _file(data, "停留时间")


@bp.get("/compare")
@signed_in
def compare() -> ResponseReturnValue:
    """The units, ordered by the column in the address."""
    sort, down = _order()
    page = comparing.comparison(
        database.session(), person_id=person_id(), list_id=_list(), sort=sort, down=down, at=database.now()
    )
    start, most = _start(len(page.rows)), comparing.UNITS_SHOWN
    return render_template("compare.html", place="overview", page=page, start=start, most=most)


@bp.post("/compare/export")
@signed_in
def export_comparison() -> ResponseReturnValue:
    """The table as a file, in the order in which it is seen."""
    (sort, down), ending = _order(), request.form.get("ending", "")[:10]
    data = exporting.export_comparison(
        database.session(), list_id=_list(), sort=sort, down=down, ending=ending, by=person_id(), at=database.now()
    )
    return _file(data, "单位对比")


def _start(total: int) -> int:
    """From which row the table is shown; what is no row of it means the first."""
    asked = request.args.get("from", "")[:6]
    return int(asked) if asked.isascii() and asked.isdecimal() and int(asked) < total else 0


def _list() -> str:
    return request.args.get("list_id", "")[:100]


def _order() -> tuple[str, bool]:
    return request.args.get("sort", "")[:20], request.args.get("dir", "down") != "up"


def _file(data: bytes, name: str) -> Response:
    ending = request.form["ending"]
    called = f"{name}{city_day(database.now()):%Y%m%d}.{ending}"
    return send_file(io.BytesIO(data), mimetype=TYPES[ending], as_attachment=True, download_name=called)
