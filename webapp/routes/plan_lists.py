"""The lists that plans made: their versions, taking one out as a register, and the empty form to fill in."""

from __future__ import annotations

import io
from uuid import UUID

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.visitor import person_id, signed_in
from workflows.actions import plan_files
from workflows.queries import plan_lists
from workflows.rules.deadlines import city_day

bp = Blueprint("plan_lists", __name__)

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


@bp.get("/plans/lists")
@signed_in
def listing() -> ResponseReturnValue:
    """Every list with the versions it was accepted from, and where it can be taken out."""
    page = plan_lists.lists_page(database.session(), person_id=person_id(), at=database.now())
    return render_template("plan_lists.html", place="plans", page=page)


@bp.post("/plans/lists/<uuid:list_id>/export")
@signed_in
def export(list_id: UUID) -> ResponseReturnValue:
    """A list as a register that can be read back; who took it is put on record."""
    ending, at = request.form.get("ending", "")[:10], database.now()
    taken = plan_files.export_register(database.session(), list_id=list_id, ending=ending, by=person_id(), at=at)
    return _download(taken.data, f"{taken.list_name}{city_day(at):%Y%m%d}.{ending}", ending)


@bp.get("/plans/template.xlsx")
@signed_in
def template() -> ResponseReturnValue:
    """The empty form with the city's units to choose from."""
    data = plan_files.empty_form(database.session(), by=person_id(), at=database.now())
    return _download(data, "整改问题清单填写模板.xlsx", "xlsx")


def _download(data: bytes, name: str, ending: str) -> ResponseReturnValue:
    answer = send_file(io.BytesIO(data), mimetype=TYPES[ending], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"  # both change from one moment to the next
    return answer
