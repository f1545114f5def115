"""Plans on their way in: from the request into the store and through the reader; what is large is left to the worker.

Reading holds no lock on the database: the transaction of the request is let go before, and begun again behind it.
"""

from __future__ import annotations

import io
from uuid import UUID

from flask import request

from webapp import database
from webapp.house import House, house
from webapp.visitor import person_id
from workflows.actions import plan_reviews
from workflows.actions.plan_reviews import Upload
from workflows.plans import MOST_BYTES, Seasons, read_file
from workflows.plans.errors import PlanUnreadable
from workflows.records import PlanReview
from workflows.records.evidence_store import Stored
from workflows.rules.errors import FieldProblem, InvalidInput

AT_ONCE = 64 * 1024
"""Bytes of a file that is read while its sender waits (a spreadsheet of a thousand problems, some seconds); a larger one is the worker's."""
PASTED = "粘贴的方案文本.txt"


def take_in(upload_id: UUID, replaces_id: UUID | None) -> PlanReview:
    """The file, or the pasted text, of the request. Raises InvalidInput without either, PlanUnreadable, TooLarge, NotPermitted."""
    plan_reviews.require_uploader(database.session(), by=person_id(), at=database.now())
    database.undo()
    name, data = _given()
    reading = kept = None
    if len(data) <= AT_ONCE:
        reading = read_file(data, name=name, seasons=Seasons.of(house().settings.season_starts))
        kept = plan_reviews.keep_reading(house().store, reading)
    stored = house().store.put(io.BytesIO(data), limit=MOST_BYTES)
    upload = Upload(id=upload_id, file_name=name, stored=stored, replaces_id=replaces_id)
    return plan_reviews.upload_plan(
        database.session(), upload, reading=reading, kept=kept, by=person_id(), at=database.now()
    )


def _given() -> tuple[str, bytes]:
    file = request.files.get("file")
    if file is not None and file.filename:
        return file.filename.replace("\\", "/").rpartition("/")[2] or "方案", file.stream.read(MOST_BYTES + 1)
    text = request.form.get("text", "")
    if text.strip():
        return PASTED, text.replace("\r\n", "\n").encode("utf-8", errors="replace")
    sentence = "请选择一个文件，或把方案的文字粘贴到下面。"
    raise InvalidInput([FieldProblem(field="file", label="方案文件", message=sentence)])


def read_plan(parts: House, arguments: dict[str, str]) -> None:
    """The job that reads a large plan; what cannot be read says why where the person looks."""
    review_id = UUID(arguments["review_id"])
    with parts.sessions() as session:
        found = plan_reviews.to_read(session, review_id=review_id)
        name, digest = (found.file_name, found.digest) if found else ("", "")
    if not digest:
        return
    with parts.store.open(digest) as file:
        data = file.read(MOST_BYTES + 1)
    try:
        reading = read_file(data, name=name, seasons=Seasons.of(parts.settings.season_starts))
    except PlanUnreadable as refusal:
        _unreadable(parts, review_id, str(refusal))
        return
    kept: Stored = plan_reviews.keep_reading(parts.store, reading)
    with parts.sessions() as session:
        plan_reviews.record_reading(session, review_id=review_id, reading=reading, kept=kept)
        session.commit()


def _unreadable(parts: House, review_id: UUID, why: str) -> None:
    with parts.sessions() as session:
        plan_reviews.record_unreadable(session, review_id=review_id, why=why)
        session.commit()
