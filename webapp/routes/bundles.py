"""Evidence bundles of a problem: asking for one, watching it grow, taking it away, and the program that checks it."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import FileWrapper

from reports.bundles.program import program
from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import bundles as actions
from workflows.queries import bundle_pages as queries
from workflows.rules.errors import NotYet

bp = Blueprint("bundles", __name__)


@bp.get("/problems/<uuid:problem_id>/bundles")
@signed_in
def listing(problem_id: UUID) -> ResponseReturnValue:
    """What goes into a bundle, and those made so far. Raises NotPermitted for whose case it is not."""
    page = queries.bundle_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    return render_template("bundles.html", place="problems", page=page)


@bp.post("/problems/<uuid:problem_id>/bundles")
@signed_in
def ask(problem_id: UUID) -> ResponseReturnValue:
    """Have one made; the worker packs it."""
    made = actions.ask_for_bundle(database.session(), problem_id=problem_id, by=person_id(), at=database.now())
    return redirect(url_for("bundles.show", bundle_id=made), 303)


@bp.get("/bundles/<uuid:bundle_id>")
@signed_in
def show(bundle_id: UUID) -> ResponseReturnValue:
    """One bundle: its progress, then its digests and the download. Asks again by itself, and by reloading without scripts."""
    partial = request.headers.get("HX-Request") == "true"
    template = "parts/bundle.html" if partial else "bundle.html"
    return render_template(template, place="problems", bundle=_bundle(bundle_id))


@bp.get("/bundles/<uuid:bundle_id>.zip")
@signed_in
def download(bundle_id: UUID) -> ResponseReturnValue:
    """The bundle, streamed from the store. Raises NotYet while it is being packed."""
    bundle, store = _bundle(bundle_id), house().store
    if bundle.status != "ready":
        raise NotYet(why="证据包还在制作，请稍后刷新页面")
    answer = Response(FileWrapper(store.open(bundle.file_digest)), mimetype="application/zip")
    answer.content_length = store.size(bundle.file_digest)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=bundle.zip; filename*=UTF-8''{quote(bundle.file_name, safe='')}"
    )
    return answer


@bp.get("/bundles/verify.py")
def checker() -> ResponseReturnValue:
    """The checker as it is put into bundles, for everybody: whoever holds a bundle need not trust the copy inside."""
    answer = Response(program(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=verify.py"
    return answer


def _bundle(bundle_id: UUID) -> queries.BundleLine:
    return queries.bundle(database.session(), person_id=person_id(), bundle_id=bundle_id, at=database.now())
