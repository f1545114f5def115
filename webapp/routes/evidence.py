"""Downloading evidence. What a person uploaded is never shown as a page of this site."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import FileWrapper

from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows import queries

bp = Blueprint("evidence", __name__)


@bp.get("/evidence/<uuid:evidence_id>")
@signed_in
def download(evidence_id: UUID) -> ResponseReturnValue:
    """The file as an attachment of unknown kind, in a sandbox: an uploaded page or script cannot act in the reader's name."""
    file = queries.evidence_file(database.session(), person_id=person_id(), evidence_id=evidence_id, at=database.now())
    store = house().store
    answer = Response(FileWrapper(store.open(file.digest)), mimetype="application/octet-stream")
    answer.content_length = store.size(file.digest)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
