"""Having a paper made again that failed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows import jobs
from workflows.actions import documents, signatures, who
from workflows.queries import access
from workflows.rules.errors import NotYet
from workflows.rules.permissions import Actor


def ask_again(session: Session, *, document_id: UUID, by: UUID, at: datetime) -> None:
    """Queue a paper that failed once more; number and dossier stay as they were issued.

    Raises NotFound, NotPermitted, NotYet when it is not a failed one.
    """
    actor = who.actor(session, by, at)
    access.document(session, actor, document_id)
    who.require(session, actor, "remake_document")
    begin_again(session, document_id=document_id, by=actor, at=at)
    jobs.enqueue(session, "render_document", {"document_id": str(document_id)}, key=f"{document_id}/{at.isoformat()}")


def begin_again(session: Session, *, document_id: UUID, by: Actor, at: datetime) -> None:
    """Let a paper that failed wait once more, without asking for the job. Raises NotYet when it is not a failed one."""
    document, case = documents.locked(session, document_id)
    if document.status != "failed":
        raise NotYet(why="这份文书没有失败，不需要重新制作")
    signatures.begin_again(session, document_id)
    document.status, document.error = "signing" if signatures.is_laid_out(session, document_id) else "waiting", None
    who.note(session, "document:retried", case=case, by=by, at=at, title=document.title, number=document.number)
