"""Files of a case: what is known of one, its content, and adding one to a case without a task."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response

from webapp import database, uploads
from webapp.api.files import attachment
from webapp.api.models import Shown
from webapp.api.operation import File, Upload, operation
from webapp.api.tasks import EvidenceList, files_of
from webapp.visitor import person_id
from workflows import queries
from workflows.records import Evidence

TAG = "evidence"


class Filed(Shown):
    """A file of a case; `digest` is its SHA-256."""

    id: UUID
    task_id: UUID | None
    name: str
    media_type: str
    size: int
    digest: str
    uploaded_at: datetime


@operation("GET", "/evidence/<uuid:evidence_id>", tag=TAG, scope="read", gives=Filed)
def show_evidence(*, evidence_id: UUID) -> object:
    """查看一份佐证材料的登记情况
    What is known of a file.
    """
    return _file(evidence_id)


@operation(
    "GET",
    "/evidence/<uuid:evidence_id>/content",
    tag=TAG,
    scope="evidence",
    gives=File(media_type="application/octet-stream"),
)
def download_evidence(*, evidence_id: UUID) -> Response:
    """下载一份佐证材料
    The file byte for byte, as an attachment.
    """
    found = _file(evidence_id)
    return attachment(found.digest, name=found.name, media_type="application/octet-stream")


@operation(
    "POST", "/problems/<uuid:problem_id>/evidence", tag=TAG, scope="evidence", gives=EvidenceList, status=201,
    body=Upload(part="files", says="一份或几份文件 · one file or several"),
)  # fmt: skip
def add_problem_evidence(*, problem_id: UUID) -> dict[str, Any]:
    """给问题添加佐证材料
    Add files to a case that belong to no task.
    """
    queries.problem_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    uploads.keep_all(problem_id=problem_id, task_id=None)
    return files_of(problem_id)


def _file(evidence_id: UUID) -> Evidence:
    return queries.evidence_file(database.session(), person_id=person_id(), evidence_id=evidence_id, at=database.now())
