"""Lists of which a program takes one page after the other: papers, draws, accounts, the journal. People see their newest on a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.queries import access, draw_pages, people
from workflows.queries.draw_values import PublicDraw
from workflows.queries.journal_pages import narrowed, require_reader
from workflows.queries.places import Place, older
from workflows.queries.print_pages import PaperFilter
from workflows.queries.print_pages import conditions as paper_conditions
from workflows.queries.timeline import document_line
from workflows.queries.values import DocumentLine
from workflows.records import AuditDraw, Case, Document, JournalEntry, Problem
from workflows.rules.phrases import sentence_of, who_acted


@dataclass(frozen=True, kw_only=True)
class JournalLine:
    """An entry of the journal as it is kept: its words, and what its hash covers."""

    id: UUID
    chain: str
    seq: int
    at: datetime
    who: str
    what: str
    sentence: str
    facts: dict[str, Any]
    problem_id: UUID | None
    prev: str
    hash: str


def papers_after(
    session: Session, *, person_id: UUID, filters: PaperFilter, after: Place | None, limit: int, at: datetime
) -> Sequence[DocumentLine]:
    """Papers of the problems the person may see, the newest first."""
    visible = access.visible_papers(people.actor(session, person_id, at))
    rows = session.execute(
        select(Document, Problem)
        .outerjoin(Case, Case.id == Document.case_id)
        .outerjoin(Problem, Problem.id == Case.problem_id)
        .where(visible, *paper_conditions(filters), *older(Document.issued_at, Document.id, after))
        .order_by(Document.issued_at.desc(), Document.id)
        .limit(limit)
    )
    return tuple(document_line(document, problem) for document, problem in rows)


def draws_after(session: Session, *, after: Place | None, limit: int, at: datetime) -> Sequence[PublicDraw]:
    """Draws as everybody may read them, the newest first."""
    query = select(AuditDraw).where(*older(AuditDraw.frozen_at, AuditDraw.id, after))
    rows = session.scalars(query.order_by(AuditDraw.frozen_at.desc(), AuditDraw.id).limit(limit))
    return tuple(draw_pages.public(session, row, at) for row in rows)


def journal_after(
    session: Session,
    *,
    person_id: UUID,
    who: str,
    chain: str,
    day: str,
    after: Place | None,
    limit: int,
    at: datetime,
) -> Sequence[JournalLine]:
    """The journal, newest first. Raises NotPermitted for whoever does not keep it."""
    require_reader(session, person_id, at)
    query = narrowed(who, chain, day).where(*older(JournalEntry.at, JournalEntry.id, after))
    rows = session.execute(query.order_by(JournalEntry.at.desc(), JournalEntry.id).limit(limit))
    return tuple(_line(row) for row, _ in rows)


def _line(row: JournalEntry) -> JournalLine:
    facts = json.loads(row.text)
    return JournalLine(
        id=row.id,
        chain=row.chain,
        seq=row.seq,
        at=row.at,
        who=who_acted(row.actor_name, facts),
        what=row.what,
        sentence=sentence_of(row.what, facts),
        facts=facts,
        problem_id=row.problem_id,
        prev=row.prev,
        hash=row.hash,
    )
