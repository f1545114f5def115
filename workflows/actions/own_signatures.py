"""Signing with a token of one's own: take what is to be signed, bring back the signature, or refuse."""

from __future__ import annotations

import base64
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows import jobs
from workflows.actions import documents, who
from workflows.actions.signatures import next_turn, note
from workflows.queries import access
from workflows.records import Document, DocumentSignature
from workflows.rules.errors import FieldProblem, InvalidInput, NotPermitted, NotYet
from workflows.rules.permissions import Actor

LONGEST_REASON = 500


def ask_to_sign(session: Session, *, document_id: UUID, by: UUID, at: datetime) -> None:
    """A signer wants the file to sign. Raises NotYet when it is not their turn, NotPermitted when it is somebody else's."""
    row, _, _ = mine(session, document_id=document_id, by=by, at=at)
    if row.status in ("asked", "answered"):
        return
    row.status, row.reason = "asked", None
    session.flush()
    _enqueue(session, document_id, at)


def hand_in(session: Session, *, document_id: UUID, answer: bytes, by: UUID, at: datetime) -> None:
    """Keep what the signer's token made. Whether it is theirs and of this paper was checked by whoever calls; the job checks again."""
    row, document, actor = mine(session, document_id=document_id, by=by, at=at)
    if row.status != "prepared":
        raise NotYet(why="请先取待签文件，再交回签名文件")
    row.status, row.answer = "answered", base64.b64encode(answer).decode()
    note(session, "document:answered", document, at=at, by=actor, name=row.name, before=row.digest_before)
    session.flush()
    _enqueue(session, document_id, at)


def refuse_to_sign(session: Session, *, document_id: UUID, reason: str, by: UUID, at: datetime) -> None:
    """A signer does not sign, and says why: the paper stops until the office has it made again. Raises InvalidInput without a reason."""
    row, document, actor = mine(session, document_id=document_id, by=by, at=at)
    text = reason.strip()
    if not 2 <= len(text) <= LONGEST_REASON:
        message = f"请写明理由，2 到 {LONGEST_REASON} 个字。"
        raise InvalidInput([FieldProblem(field="reason", label="理由", message=message)])
    row.status, row.reason = "refused", text
    document.status, document.error = "failed", f"{actor.name}没有签名，理由：{text}"
    note(session, "document:refused", document, at=at, by=actor, name=row.name, reason=text)
    session.flush()


def mine(session: Session, *, document_id: UUID, by: UUID, at: datetime) -> tuple[DocumentSignature, Document, Actor]:
    """The signature that is next, which must be this person's, or that of a unit they sit in.

    Raises NotFound, NotYet when nothing waits for a person, NotPermitted, saying whose turn it is.
    """
    actor = who.actor(session, by, at)
    access.document(session, actor, document_id)
    turn = next_turn(session, document_id=document_id, at=at)
    document, _ = documents.locked(session, document_id)
    if turn is None or document.status != "signing" or turn.key is None or turn.key.kind != "outside":
        raise NotYet(why="这份文书现在没有等人签名")
    row = session.get_one(DocumentSignature, turn.signature_id)
    if row.person_id != by and (row.person_id or row.unit_id not in actor.units):
        raise NotPermitted(why=f"现在轮到{row.name}签名")
    return row, document, actor


def _enqueue(session: Session, document_id: UUID, at: datetime) -> None:
    jobs.enqueue(session, "render_document", {"document_id": str(document_id)}, key=f"{document_id}/{at.isoformat()}")
