"""Formal papers: the list, the waiting page, the download."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import FileWrapper

from webapp import database
from webapp.house import house
from webapp.routes.prints import filters_of
from webapp.visitor import person_id, signed_in
from workflows import actions, queries
from workflows.queries.document_pages import PaperFile
from workflows.queries.print_pages import STATES, papers_page
from workflows.rules.errors import NotYet

bp = Blueprint("documents", __name__)


@bp.get("/documents")
@signed_in
def listing() -> ResponseReturnValue:
    """The papers of all problems this person may see, newest first, narrowed by the filters in the address; to be ticked and printed."""
    chosen = filters_of(request.args)
    page = papers_page(database.session(), person_id=person_id(), filters=chosen, at=database.now())
    kept = {name: value for name, value in asdict(chosen).items() if value}
    return render_template("documents.html", place="documents", page=page, chosen=chosen, kept=kept, states=STATES)


@bp.get("/documents/<uuid:document_id>")
@signed_in
def show(document_id: UUID) -> ResponseReturnValue:
    """One paper; while it is being made, the page asks again every few seconds and needs no script to be reloaded."""
    paper = _paper(document_id).line
    partial = request.headers.get("HX-Request") == "true"
    return render_template("parts/paper.html" if partial else "document.html", place="documents", paper=paper)


@bp.post("/documents/<uuid:document_id>")
@signed_in
def make_again(document_id: UUID) -> ResponseReturnValue:
    """Try a paper that failed once more. Raises NotYet when it did not fail, NotPermitted outside the office."""
    actions.ask_again(database.session(), document_id=document_id, by=person_id(), at=database.now())
    flash("已重新开始制作，做好后这里会出现下载按钮。", "done")
    return redirect(url_for("documents.show", document_id=document_id), 303)


@bp.get("/documents/<uuid:document_id>.pdf")
@signed_in
def download(document_id: UUID) -> ResponseReturnValue:
    """The signed file itself, byte for byte as it was issued. Raises NotYet while it is being made."""
    file = _paper(document_id)
    if file.digest is None:
        raise NotYet(why="这份文书正在制作，一般不超过一分钟，请稍后刷新文书页面")
    store = house().store
    answer = Response(FileWrapper(store.open(file.digest)), mimetype="application/pdf")
    answer.content_length = store.size(file.digest)
    answer.headers["Content-Disposition"] = (
        f"inline; filename=document.pdf; filename*=UTF-8''{quote(file.file_name, safe='')}"
    )
    return answer


def _paper(document_id: UUID) -> PaperFile:
    return queries.paper(database.session(), person_id=person_id(), document_id=document_id, at=database.now())
