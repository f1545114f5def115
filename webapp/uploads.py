"""Evidence on its way in: from the request into the store, file by file."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import request, url_for
from werkzeug.datastructures import FileStorage

from webapp import database
from webapp.house import house
from webapp.visitor import person_id
from workflows import actions


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where the upload script sends files, and how large one may be."""

    url: str
    list_url: str
    limit: int
    limit_mb: int


def target(task_id: UUID) -> Target:
    """The addresses of one task with the limit of this installation."""
    settings = house().settings
    url = url_for("uploads.create", task_id=task_id)
    list_url = url_for("tasks.evidence_list", task_id=task_id)
    return Target(url=url, list_url=list_url, limit=settings.evidence_limit, limit_mb=settings.evidence_limit_mb)


def keep_all(*, problem_id: UUID, task_id: UUID | None) -> int:
    """Keep every file of the request with this task, or with the problem alone. Raises what the action refuses: too large, cut off, not permitted."""
    files = [file for file in request.files.getlist("files") if file.filename]
    for file in files:
        _keep(file, problem_id, task_id)
    return len(files)


def _keep(file: FileStorage, problem_id: UUID, task_id: UUID | None) -> None:
    actions.add_evidence(
        database.session(),
        house().store,
        problem_id=problem_id,
        task_id=task_id,
        stream=file.stream,
        name=file.filename or "",
        limit=house().settings.evidence_limit,
        by=person_id(),
        at=database.now(),
    )
