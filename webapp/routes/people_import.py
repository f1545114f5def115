"""Units and people from a spreadsheet: the file as it stands, the upload, what it would do, and doing it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import importing
from workflows.actions.import_lines import KINDS, PERSON_COLUMNS, UNIT_COLUMNS
from workflows.plans import sheet_writing
from workflows.plans.sheets import LONGEST, SheetRow, rows_of
from workflows.queries.directory_sheets import import_intro, people_rows, unit_rows
from workflows.rules.errors import NotFound, NotYet, Refusal, Unreadable

bp = Blueprint("people_import", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/people/import")
@signed_in
def show() -> ResponseReturnValue:
    """What to download, and where to put it back. Raises NotVisible."""
    return _draw()


@bp.get("/people/import/<name>.xlsx")
@signed_in
def template(name: str) -> ResponseReturnValue:
    """Units or people as they are now, to be gone on with. Raises NotFound, NotVisible."""
    session, by, at = database.session(), person_id(), database.now()
    if name == "units":
        rows = unit_rows(session, person_id=by, at=at)
        return _file("单位.xlsx", sheet_writing.spreadsheet("单位", UNIT_COLUMNS, (44, 20, 14, 16), rows))
    if name == "people":
        rows = people_rows(session, person_id=by, at=at)
        return _file("人员.xlsx", sheet_writing.spreadsheet("人员", PERSON_COLUMNS, (18, 14, 20, 44, 22), rows))
    raise NotFound(what="这张表")


@bp.post("/people/import")
@signed_in
def read() -> ResponseReturnValue:
    """What the file would do, row by row; nothing is kept."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Unreadable(what="表格", where="上传", why="没有选择文件")
        rows = rows_of(file.stream.read(), KINDS, most=importing.MOST_ROWS)
        plan = importing.plan_import(database.session(), rows, by=person_id(), at=database.now())
    except Unreadable as refusal:
        database.undo()
        return _draw(refused=refusal), 422
    return _draw(plan=plan, rows=rows)


@bp.post("/people/import/accept")
@signed_in
def accept() -> ResponseReturnValue:
    """Do all of it, and show the first passwords once; where something changed meanwhile, show what it would do now."""
    rows = _sent(request.form.get("rows", ""))
    by, at = person_id(), database.now()
    try:
        plan, made = importing.accept_import(
            database.session(), rows, digest=request.form.get("digest", "")[:64], by=by, at=at
        )
    except NotYet as refusal:
        database.undo()
        plan = importing.plan_import(database.session(), rows, by=by, at=at)
        return _draw(plan=plan, rows=rows, refused=refusal), 409
    return render_template("import_done.html", place="people", plan=plan, made=made, base_url=house().settings.base_url)


def _draw(*, plan: importing.Plan | None = None, rows: Sequence[SheetRow] = (), refused: Refusal | None = None) -> str:
    intro = import_intro(database.session(), person_id=person_id(), at=database.now())
    kept = json.dumps([asdict(row) for row in rows], ensure_ascii=False)
    return render_template(
        "people_import.html", place="people", intro=intro, plan=plan, rows=kept, refused=refused,
        most=importing.MOST_ROWS, most_new=importing.MOST_NEW,
    )  # fmt: skip


def _sent(text: str) -> list[SheetRow]:
    """The rows of the preview as the page sent them back: checked like an upload, since a browser can send anything. Raises Unreadable."""
    try:
        rows = [_row(each) for each in json.loads(text)]
    except (ValueError, TypeError, KeyError):
        raise Unreadable(what="预览的内容", where="页面", why="页面不完整，请重新上传表格") from None
    if len(rows) > importing.MOST_ROWS:
        raise Unreadable(what="预览的内容", where="页面", why=f"超过 {importing.MOST_ROWS} 行")
    return rows


def _row(sent: dict[str, Any]) -> SheetRow:
    texts = {str(word): str(text) for word, text in dict(sent["texts"]).items() if len(str(text)) <= LONGEST}
    places = {str(word): str(place)[:100] for word, place in dict(sent["places"]).items()}
    if sent["kind"] not in KINDS:
        raise ValueError
    return SheetRow(kind=str(sent["kind"]), number=int(sent["number"]), texts=texts, places=places)


def _file(name: str, data: bytes) -> Response:
    answer = make_response(data)
    answer.headers["Content-Type"] = XLSX
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
