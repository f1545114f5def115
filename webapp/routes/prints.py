"""Printing many papers at once: asking, watching, taking the result away."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.wsgi import FileWrapper

from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import print_batches as actions
from workflows.queries import print_pages as queries
from workflows.queries.print_pages import PaperFilter
from workflows.rules.errors import NotFound, NotYet

bp = Blueprint("prints", __name__)

FILTERS = ("kind", "state", "list_id")


def filters_of(given: MultiDict[str, str]) -> PaperFilter:
    """The filters in an address or in a form."""
    return PaperFilter(**{name: given.get(name, "").strip()[:100] for name in FILTERS})


@bp.post("/prints")
@signed_in
def ask() -> ResponseReturnValue:
    """Print the papers that were ticked, or all of the filter. Raises NotYet when none is, TooManyPapers."""
    session, at = database.session(), database.now()
    if request.form.get("which") == "all":
        filters = filters_of(request.form)
        chosen = queries.chosen_papers(session, person_id=person_id(), filters=filters, at=at)
    else:
        chosen = tuple(_ids(request.form.getlist("document")))
    prints, result = request.form.get("prints", "originals"), request.form.get("result", "zip")
    batch_id = actions.ask_to_print(
        session, document_ids=chosen, prints=prints, result=result, by=person_id(), at=at
    )  # fmt: skip
    return redirect(url_for("prints.show", batch_id=batch_id), 303)


@bp.get("/prints/<uuid:batch_id>")
@signed_in
def show(batch_id: UUID) -> ResponseReturnValue:
    """How far a batch is; asks again by itself, and by reloading without scripts."""
    partial = request.headers.get("HX-Request") == "true"
    template = "parts/print.html" if partial else "print.html"
    return render_template(template, place="documents", page=_page(batch_id))


@bp.post("/prints/<uuid:batch_id>")
@signed_in
def again(batch_id: UUID) -> ResponseReturnValue:
    """Try what failed once more."""
    actions.print_again(database.session(), batch_id=batch_id, by=person_id(), at=database.now())
    return redirect(url_for("prints.show", batch_id=batch_id), 303)


@bp.get("/prints/<uuid:batch_id>/result")
@signed_in
def download(batch_id: UUID) -> ResponseReturnValue:
    """The result, streamed from the store. Raises NotYet while it is printing."""
    line, store = _page(batch_id).line, house().store
    if line.status != "ready":
        raise NotYet(why="这批文书还在打印，请稍后刷新页面")
    kind = "application/pdf" if line.result == "merged" else "application/zip"
    answer = Response(FileWrapper(store.open(line.file_digest)), mimetype=kind)
    answer.content_length = store.size(line.file_digest)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(line.file_name, safe='')}"
    return answer


def _page(batch_id: UUID) -> queries.BatchPage:
    return queries.batch_page(database.session(), person_id=person_id(), batch_id=batch_id)


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(each) for each in texts]
    except ValueError:
        raise NotFound(what="选中的文书") from None
