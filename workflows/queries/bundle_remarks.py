"""What people said and put side by side, for the evidence bundle: each line names the journal's entry it can be proved by."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports.bundles.packing import Member
from workflows.queries import evidence_lines
from workflows.records import Comment, CommentWithdrawal, Evidence, Person
from workflows.records.journal_entries import in_utc
from workflows.rules.canonical import digest_of

_SAID = ("comment:added", "comment:added-to")


def comments(session: Session, case_id: UUID, journal: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Every comment in the order of the journal; of one that was taken back the words stay here, and only its entry goes along."""
    query = (
        select(Comment, CommentWithdrawal.at)
        .outerjoin(CommentWithdrawal, CommentWithdrawal.comment_id == Comment.id)
        .where(Comment.case_id == case_id)
        .order_by(Comment.at, Comment.id)
    )
    known: dict[tuple[object, object, object], list[dict[str, object]]] = {}
    for said, withdrawn_at in session.execute(query):
        key = (in_utc(said.at), said.person_id, digest_of(said.text))
        shown: dict[str, object] = {
            "text": None if withdrawn_at else said.text,
            "withdrawn_at": in_utc(withdrawn_at) if withdrawn_at else None,
        }
        known.setdefault(key, []).append(shown)
    found: list[dict[str, object]] = []
    for entry in journal:
        facts = json.loads(str(entry["text"])) if entry["what"] in _SAID else {}
        same = known.get((entry["at"], entry["actor_id"], facts.get("digest")), [])
        if same:
            found.append({"seq": entry["seq"], "at": entry["at"], "by": entry["actor_name"], **same.pop(0)})
    return found


def pairs(session: Session, case_id: UUID, files: Sequence[Member]) -> list[dict[str, object]]:
    """The pairs of photographs that stand, by the paths of their files; a file that is absent is named instead."""
    paths = {each.facts["evidence"]: each.path for each in files}
    rows = session.execute(select(Evidence.id, Evidence.name).where(Evidence.case_id == case_id))
    names = {row.id: row.name for row in rows}
    return [
        {
            "before": paths.get(pair.before_id),
            "after": paths.get(pair.after_id),
            "before_name": names[pair.before_id],
            "after_name": names[pair.after_id],
            "set_by": session.get_one(Person, pair.set_by_id).name,
            "set_at": in_utc(pair.set_at),
        }
        for pair in evidence_lines.standing_pairs(session, case_id)
    ]
