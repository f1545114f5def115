"""Uploads that survive a lost connection: the tus protocol 1.0.0 (core, creation, termination, expiration; https://tus.io/protocols/resumable-upload).

No kept WSGI library speaks it with permissions, so it is spoken here: a file is announced, sent in pieces from where it stands, and becomes
evidence of its task with the last one. While a piece comes over a slow line, no database lock is held.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import timedelta
from email.utils import format_datetime
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from webapp import database
from webapp.house import house
from webapp.visitor import person_id, signed_in
from workflows.actions import evidence, uploads
from workflows.actions.uploads import Garbled, Underway
from workflows.records.partial_uploads import WrongOffset
from workflows.rules.errors import Refusal

bp = Blueprint("uploads", __name__)

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
MOST_METADATA = 4096
"""Characters of the header that carries a file's name."""


@bp.route("/tasks/<uuid:task_id>/uploads", methods=["OPTIONS"], provide_automatic_options=False)
@signed_in
def describe(task_id: UUID) -> ResponseReturnValue:  # noqa: ARG001 (the same for every task)
    """What is spoken here."""
    limit = house().settings.evidence_limit
    extensions = "creation,termination,expiration"
    return _answer(204, {"Tus-Version": VERSION, "Tus-Extension": extensions, "Tus-Max-Size": str(limit)})


@bp.post("/tasks/<uuid:task_id>/uploads")
@signed_in
def create(task_id: UUID) -> ResponseReturnValue:
    """Announce a file: its length, its name, and its SHA-256 where the browser knows it."""
    by, at = person_id(), database.now()
    evidence.require_place(database.session(), by=by, at=at, task_id=task_id)
    _require_version()
    told = _metadata()
    begun = uploads.begin_upload(
        database.session(),
        task_id=task_id,
        name=told.get("filename", ""),
        size=_number("Upload-Length"),
        digest=told.get("sha256"),
        limit=house().settings.evidence_limit,
        by=by,
        at=at,
        real=house().clock.real(),
    )
    return _answer(201, {"Location": url_for("uploads.ask", upload_id=begun.id), **_until()})


@bp.route("/uploads/<uuid:upload_id>", methods=["HEAD"])
@signed_in
def ask(upload_id: UUID) -> ResponseReturnValue:
    """How far it has come."""
    _require_version()
    upload = _own(upload_id)
    return _answer(200, {"Upload-Length": str(upload.size), **_standing(upload)})


@bp.patch("/uploads/<uuid:upload_id>")
@signed_in
def append(upload_id: UUID) -> ResponseReturnValue:
    """Another piece. The last one makes the file evidence, or is refused with the reason and the file thrown away."""
    _require_version()
    if request.mimetype != PIECE:
        abort(415)
    offset, upload = _number("Upload-Offset"), _own(upload_id)
    if upload.done:
        return _answer(204, _standing(upload))
    database.let_go()
    try:
        length = house().unfinished.append(upload.id, request.stream, offset=offset, size=upload.size)
    except WrongOffset:
        return _answer(409, _standing(upload))
    if length < upload.size:
        uploads.touch_upload(database.session(), upload_id=upload.id, by=person_id(), real=house().clock.real())
    else:
        _finish(upload)
    return _answer(204, {"Upload-Offset": str(length), **_until()})


@bp.delete("/uploads/<uuid:upload_id>")
@signed_in
def cancel(upload_id: UUID) -> ResponseReturnValue:
    """Throw away what has come."""
    _require_version()
    uploads.drop_upload(database.session(), upload_id=upload_id, by=person_id())
    house().unfinished.discard(upload_id)
    return _answer(204, {})


def _finish(upload: Underway) -> None:
    """Check, store, record. A file that is refused now would be refused again, so nothing of it is kept."""
    unfinished, parts = house().unfinished, house()
    try:
        with unfinished.open(upload.id) as file:
            if upload.digest and hashlib.file_digest(file, "sha256").hexdigest() != upload.digest:  # type: ignore[arg-type]  # an open file
                raise Garbled(name=upload.name)
            file.seek(0)
            arrived = evidence.receive(parts.store, stream=file, name=upload.name, limit=parts.settings.evidence_limit)
        session, real = database.session(), parts.clock.real()
        uploads.finish_upload(
            session, upload_id=upload.id, arrived=arrived, by=person_id(), at=database.now(), real=real
        )
        database.let_go()
    except Refusal:
        database.undo()
        uploads.drop_upload(database.session(), upload_id=upload.id, by=person_id())
        database.let_go()
        unfinished.discard(upload.id)
        raise
    unfinished.discard(upload.id)


def _own(upload_id: UUID) -> Underway:
    return uploads.underway(database.session(), upload_id=upload_id, by=person_id())


def _standing(upload: Underway) -> dict[str, str]:
    received = upload.size if upload.done else house().unfinished.received(upload.id)
    return {"Upload-Offset": str(received), **_until()}


def _until() -> dict[str, str]:
    """When an upload nobody goes on with is thrown away."""
    over = house().clock.real() + uploads.KEPT
    return {"Upload-Expires": format_datetime(over - timedelta(microseconds=over.microsecond), usegmt=True)}


def _answer(status: int, headers: dict[str, str]) -> Response:
    return Response(status=status, headers={"Tus-Resumable": VERSION, "Cache-Control": "no-store", **headers})


def _require_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        abort(_answer(412, {"Tus-Version": VERSION}))


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        abort(400)
    return int(text)


def _metadata() -> dict[str, str]:
    """`filename 5paH5Lu2, sha256 …`: names and base64 values. What cannot be read is as if it had not been sent."""
    found: dict[str, str] = {}
    for pair in request.headers.get("Upload-Metadata", "")[:MOST_METADATA].split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = b64decode(value, validate=True).decode()
        except (NotBase64, UnicodeDecodeError, ValueError):
            continue
    return found
