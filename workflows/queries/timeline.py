"""What happened in a case, as sentences from its journal; and the papers and files it has."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reports.dossiers import PAPERS
from workflows.queries import access, people
from workflows.queries.values import DocumentLine, Event
from workflows.records import Case, Document, JournalEntry, Problem, journal
from workflows.rules.phrases import sentence_of, who_acted

RECENT = 50
"""Entries on a problem's own page; all of them have pages of their own."""


def events(session: Session, case_id: UUID, *, limit: int = RECENT) -> tuple[Event, ...]:
    """The newest entries of a case, newest first."""
    rows = session.scalars(
        select(JournalEntry).where(JournalEntry.chain == str(case_id)).order_by(JournalEntry.seq.desc()).limit(limit)
    )
    return tuple(event(row) for row in rows)


def events_before(
    session: Session, *, person_id: UUID, problem_id: UUID, before: int | None, limit: int, at: datetime
) -> tuple[Event, ...]:
    """The entries of a problem's case older than the one numbered `before`, newest first. Raises NotFound for what may not be seen."""
    problem = access.problem(session, people.actor(session, person_id, at), problem_id)
    query = select(JournalEntry).where(JournalEntry.chain == str(access.case_of(session, problem.id).id))
    if before is not None:
        query = query.where(JournalEntry.seq < before)
    return tuple(event(row) for row in session.scalars(query.order_by(JournalEntry.seq.desc()).limit(limit)))


def happened(session: Session, case_id: UUID, what: str) -> bool:
    """Whether the case's chain has an entry of this kind."""
    query = select(JournalEntry.id).where(JournalEntry.chain == str(case_id), JournalEntry.what == what)
    return session.scalar(query.limit(1)) is not None


def event_total(session: Session, case_id: UUID) -> int:
    """How many entries the case's chain has."""
    query = select(func.count()).select_from(JournalEntry).where(JournalEntry.chain == str(case_id))
    return session.scalar(query) or 0


def sound(session: Session, case_id: UUID) -> bool:
    """Whether the case's own chain holds together, from its first entry to its head; recomputed, not believed."""
    rows = session.scalars(select(JournalEntry).where(JournalEntry.chain == str(case_id)).order_by(JournalEntry.seq))
    seq, prev = 0, journal.BEGINNING
    for row in rows:
        if row.seq != seq + 1 or row.prev != prev or row.hash != journal.hash_of(row):
            return False
        seq, prev = row.seq, row.hash
    return (seq, prev) == journal.head(session, case_id)


def documents(session: Session, case_id: UUID) -> tuple[DocumentLine, ...]:
    """The papers of a case, newest first."""
    rows = session.execute(
        select(Document, Problem)
        .join(Case, Case.id == Document.case_id)
        .join(Problem, Problem.id == Case.problem_id)
        .where(Document.case_id == case_id)
        .order_by(Document.issued_at.desc(), Document.id)
    )
    return tuple(document_line(document, problem) for document, problem in rows)


def document_line(document: Document, problem: Problem | None) -> DocumentLine:
    """One paper as a line of a list; without a problem where it tells of the whole city."""
    return DocumentLine(
        id=document.id,
        kind=document.kind,
        kind_name=PAPERS[document.kind].name if document.kind in PAPERS else document.kind,
        number=document.number,
        title=document.title,
        problem_id=problem.id if problem else None,
        problem_number=(problem.number or "") if problem else "",
        cancelled_at=document.cancelled_at,
        cancelled_reason=document.cancelled_reason or "",
        status=document.status,
        error=document.error or "",
        issued_at=document.issued_at,
        verify_code=document.verify_code,
    )


def event(row: JournalEntry) -> Event:
    """One entry as it is shown."""
    facts = json.loads(row.text)
    note = str(facts.get("opinion") or facts.get("reason") or facts.get("answer") or facts.get("warning") or "")
    return Event(
        seq=row.seq,
        at=row.at,
        who=who_acted(row.actor_name, facts),
        what=row.what,
        sentence=sentence_of(row.what, facts),
        note=note,
    )
