"""Adding evidence to a case: streamed into the store, then recorded with its digest."""

from __future__ import annotations

import re
from datetime import datetime
from typing import IO
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.actions import who
from workflows.queries import access
from workflows.records import Case, Evidence, Problem, Task
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.errors import NotYet, Refusal
from workflows.rules.permissions import Actor

MOST_FILES = 500


class WrongKind(Refusal):
    """不能接收“{name}”：{why}。可以上传照片、PDF、Word、Excel、WPS 文件、文本、录音录像和压缩包。
    The file {name} cannot be taken: {why}.
    """

    code = "wrong-kind"


#: ending → media type under which the file is given out again; what is not here is refused
KINDS = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "heic": "image/heic", "pdf": "application/pdf", "txt": "text/plain", "csv": "text/csv",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd", "zip": "application/zip", "mp4": "video/mp4", "mov": "video/quicktime",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav",
}  # fmt: skip

#: how files of a kind begin; a file that says one thing and is another is refused
SIGNS = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/gif": (b"GIF8",),
    "application/pdf": (b"%PDF-",),
    "application/zip": (b"PK",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (b"PK",),
    "application/ofd": (b"PK",),
}


def add_evidence(
    session: Session,
    store: EvidenceStore,
    *,
    stream: IO[bytes],
    name: str,
    limit: int,
    by: UUID,
    at: datetime,
    problem_id: UUID | None = None,
    task_id: UUID | None = None,
    expected: int | None = None,
) -> Evidence:
    """Keep a file with a problem, or with the problem of a task, and record who brought it. `limit` and `expected` in bytes.

    Raises NotFound, NotPermitted, NotYet (task or case closed, too many files), WrongKind, TooLarge, CutOff; nothing is kept of a refused file.
    """
    actor = who.actor(session, by, at)
    problem = _problem(session, actor, problem_id, task_id)
    who.require(session, actor, "add_evidence", problem)
    case = access.case_of(session, problem.id)
    _require_open(session, task_id)
    _require_room(session, case.id, case.closed_at)
    name = file_name(name)
    media_type = _media_type(name, stream)
    stored = store.put(stream, limit=limit, expected=expected)
    if stored.size == 0:
        raise WrongKind(name=name, why="文件是空的")
    row = Evidence(
        case_id=case.id,
        task_id=task_id,
        digest=stored.digest,
        name=name,
        media_type=media_type,
        size=stored.size,
        note=None,
        uploaded_by_id=by,
        uploaded_at=at,
    )
    session.add(row)
    who.note(session, "evidence:added", case=case, by=actor, at=at, name=name, digest=stored.digest, size=stored.size)
    return row


def _problem(session: Session, actor: Actor, problem_id: UUID | None, task_id: UUID | None) -> Problem:
    if problem_id is None:
        task = access.task(session, actor, task_id or UUID(int=0))
        problem_id = session.get_one(Case, task.case_id).problem_id
    return access.problem(session, actor, problem_id)


def file_name(name: str) -> str:
    """The last part of a path, without control characters, at most 200 characters; the ending is kept."""
    last = re.split(r"[\\/]", name)[-1]
    clean = "".join(char for char in last if char.isprintable()).strip() or "未命名"
    stem, dot, ending = clean.rpartition(".")
    return clean if len(clean) <= 200 else stem[: 199 - len(ending)] + dot + ending


def _media_type(name: str, stream: IO[bytes]) -> str:
    ending = name.rpartition(".")[2].lower()
    if ending not in KINDS or "." not in name:
        raise WrongKind(name=name, why="不支持这种文件")
    head = stream.read(16)
    stream.seek(0)
    signs = SIGNS.get(KINDS[ending])
    if head and signs and not head.startswith(signs):
        raise WrongKind(name=name, why=f"文件内容与扩展名 .{ending} 不符，可能是改名或损坏")
    return KINDS[ending]


def _require_open(session: Session, task_id: UUID | None) -> None:
    """What was signed is not added to: a late file would look as if it had been there when the task was completed."""
    task = session.get(Task, task_id) if task_id else None
    if task is not None and task.closed_at is not None:
        raise NotYet(why="这项任务已经办理完毕，不能再添加材料；请在下一项由您办理的任务中上传")


def _require_room(session: Session, case_id: UUID, closed_at: datetime | None) -> None:
    if closed_at is not None:
        raise NotYet(why="问题已销号，案卷已经封存，不能再添加材料")
    count = session.scalar(select(func.count()).select_from(Evidence).where(Evidence.case_id == case_id)) or 0
    if count >= MOST_FILES:
        raise NotYet(why=f"这个问题已有 {MOST_FILES} 份材料，请先合并成压缩包再上传")
