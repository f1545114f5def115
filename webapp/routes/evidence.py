"""Evidence: the file itself, never shown as a page of this site, and pictures of photographs made here."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import FileWrapper

from reports.pictures import enlarged
from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows import queries
from workflows.records import Evidence
from workflows.rules.errors import NotFound

bp = Blueprint("evidence", __name__)

KEPT = "private, max-age=86400, immutable"
"""A picture of an evidence file never changes; it is kept by the reader's own browser alone."""


@bp.get("/evidence/<uuid:evidence_id>")
@signed_in
def download(evidence_id: UUID) -> ResponseReturnValue:
    """The file as an attachment of unknown kind, in a sandbox: an uploaded page or script cannot act in the reader's name."""
    file = _file(evidence_id)
    store = house().store
    answer = Response(FileWrapper(store.open(file.digest)), mimetype="application/octet-stream")
    answer.content_length = store.size(file.digest)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@bp.get("/evidence/<uuid:evidence_id>/thumbnail")
@signed_in
def thumbnail(evidence_id: UUID) -> ResponseReturnValue:
    """The small picture, made when the file came. Raises NotFound for what has none."""
    file = _file(evidence_id)
    if file.thumbnail is None:
        raise NotFound(what="这份材料的缩略图")
    with house().store.open(file.thumbnail) as picture:
        return _jpeg(picture.read())


@bp.get("/evidence/<uuid:evidence_id>/picture")
@signed_in
def picture(evidence_id: UUID) -> ResponseReturnValue:
    """The photograph as large as a screen shows it, without what its file says. Raises NotFound for what cannot be shown."""
    file = _file(evidence_id)
    if file.thumbnail is None:
        raise NotFound(what="这份材料的图片")
    with house().store.open(file.digest) as original:
        shown = enlarged(original)
    if not shown:
        raise NotFound(what="这份材料的图片")
    return _jpeg(shown)


def _jpeg(data: bytes) -> Response:
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = KEPT
    return answer


def _file(evidence_id: UUID) -> Evidence:
    return queries.evidence_file(database.session(), person_id=person_id(), evidence_id=evidence_id, at=database.now())
