"""The journal: what happened, hash-chained per case. Append-only by triggers; written only through `write`.

An entry's hash covers the entry before it and everything in its own row that means something, so that a changed, moved,
swapped or missing entry shows. The head of each chain shows a tail that was cut off. Whoever can rewrite a chain *and*
its head leaves no trace in here; that is why each document prints the head as it was when the document was issued.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workflows.records.journal_check import ChainBreak, verify
from workflows.records.journal_entries import BEGINNING, SYSTEM, JournalEntry, JournalHead, hash_of, in_utc
from workflows.rules.canonical import canonical

__all__ = [
    "BEGINNING",
    "SYSTEM",
    "THROUGH",
    "ChainBreak",
    "begin_chains",
    "begun",
    "hash_of",
    "head",
    "verify",
    "write",
]

THROUGH = "token"
"""Where a session remembers the name of the personal token somebody acts with, and the fact under which their entries carry it."""


def write(
    session: Session,
    *,
    chain: str | UUID,
    at: datetime,
    actor_id: UUID | None,
    actor_name: str,
    what: str,
    facts: Mapping[str, object],
    case_id: UUID | None = None,
    problem_id: UUID | None = None,
) -> JournalEntry:
    """Append to a chain within the caller's transaction, and flush.

    Until that transaction ends, others who write to the same chain wait. Raises ValueError for a naive `at`, TypeError
    for facts that have no canonical text.
    """
    entry = JournalEntry(
        chain=str(chain),
        at=in_utc(at),
        actor_id=actor_id,
        actor_name=actor_name,
        what=what,
        text=canonical({**facts, **_through(session, actor_id)}),
        case_id=case_id,
        problem_id=problem_id,
    )
    seq, entry.prev = _lock(session, entry.chain)
    entry.seq = seq + 1
    entry.hash = hash_of(entry)
    session.add(entry)
    session.execute(update(JournalHead).where(JournalHead.chain == entry.chain).values(seq=entry.seq, hash=entry.hash))
    session.flush()
    return entry


def begin_chains(session: Session, entries: Sequence[JournalEntry]) -> None:
    """Write the first entry of many new chains at once; the caller flushes.

    Only for chains nobody can know yet (of cases made in this transaction): nothing is locked. An existing chain is refused by the
    database, for its first number is taken.
    """
    session.add_all(begun(entries, {each.actor_id: _through(session, each.actor_id) for each in entries}))


def begun(
    entries: Sequence[JournalEntry], through: Mapping[UUID | None, Mapping[str, str]]
) -> list[JournalEntry | JournalHead]:
    """The first entries of new chains with their heads, not written yet. `through`: actor → the token they act with, as facts."""
    for entry in entries:
        entry.at, entry.seq, entry.prev = in_utc(entry.at), 1, BEGINNING
        if token := through.get(entry.actor_id):
            entry.text = canonical({**json.loads(entry.text), **token})
        entry.hash = hash_of(entry)
    return [*entries, *(JournalHead(chain=entry.chain, seq=1, hash=entry.hash) for entry in entries)]


def head(session: Session, chain: str | UUID) -> tuple[int, str]:
    """Number and hash of a chain's last entry; (0, `BEGINNING`) for a chain nobody wrote to."""
    found = session.execute(
        select(JournalHead.seq, JournalHead.hash).where(JournalHead.chain == str(chain))
    ).one_or_none()
    return (found.seq, found.hash) if found else (0, BEGINNING)


def _through(session: Session, actor_id: UUID | None) -> dict[str, str]:
    """With which token the person acts; nothing for one who acts in a browser, and for the system."""
    name = session.info.get(THROUGH) if actor_id is not None else None
    return {THROUGH: name} if name else {}


def _lock(session: Session, chain: str) -> tuple[int, str]:
    """Hold the chain's head until the transaction ends. On SQLite the transaction holds the whole database already."""
    query = select(JournalHead.seq, JournalHead.hash).where(JournalHead.chain == chain).with_for_update()
    found = session.execute(query).one_or_none()
    if found is None:
        _begin(session, chain)
        found = session.execute(query).one()
    return found.seq, found.hash


def _begin(session: Session, chain: str) -> None:
    """Make the head of a new chain. Two who begin the same chain at once end up with one head."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(JournalHead).values(chain=chain, seq=0, hash=BEGINNING).on_conflict_do_nothing())
