"""Checking the journal: every place where a chain no longer holds together, found in bounded memory.

An entry dated before its predecessor is no break: the order is `seq`, and an honest clock may be set back. What else
can be altered in a row changes its hash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, exists, inspect, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from workflows.records.cases import Case
from workflows.records.journal_entries import BEGINNING, JournalEntry, JournalHead, hash_of

BATCH = 500
"""Rows read at a time: memory stays flat however long the journal is."""


@dataclass(frozen=True, kw_only=True)
class ChainBreak:
    """One place where a chain is broken: which chain, at which entry, and what is wrong in both languages."""

    chain: str
    seq: int
    message: str
    english: str


def verify(session: Session, *, batch: int = BATCH) -> list[ChainBreak]:
    """Every break of every chain, in the order found; empty when the journal is whole."""
    return list(breaks(session, batch))


def breaks(session: Session, batch: int = BATCH) -> Iterator[ChainBreak]:
    """As `verify`, one at a time: entries first, then heads, then cases without a single entry."""
    before: tuple[str, int, str] | None = None
    for entry in _entries(session, batch):
        if before is None or before[0] != entry.chain:
            before = (entry.chain, 0, BEGINNING)
        yield from _compare(entry, seq=before[1] + 1, prev=before[2])
        before = (entry.chain, entry.seq, entry.hash)
    yield from _heads_without_entry(session)
    yield from _entries_beyond_head(session)
    yield from _cases_without_chain(session)


def _entries(session: Session, batch: int) -> Iterator[Row[Any]]:
    """All by chain and number, in batches; as rows, because the session might hold an older copy of an entry."""
    place = tuple_(JournalEntry.chain, JournalEntry.seq)
    query = select(*inspect(JournalEntry).columns).order_by(JournalEntry.chain, JournalEntry.seq).limit(batch)
    rows = session.execute(query).all()
    while rows:
        yield from rows
        last = rows[-1]
        rows = session.execute(query.where(place > tuple_(last.chain, last.seq))).all()


def _compare(entry: Row[Any], *, seq: int, prev: str) -> Iterator[ChainBreak]:
    if entry.seq != seq:
        yield _break(entry, f"第 {seq} 条至第 {entry.seq - 1} 条缺失", f"entries {seq} to {entry.seq - 1} are missing")
    elif entry.prev != prev:
        yield _break(entry, "与上一条不相衔接", "it does not follow from the entry before")
    if entry.hash != hash_of(entry):
        yield _break(entry, "内容与其哈希值不符，已被改动", "its content does not match its hash: it was altered")


def _break(entry: Row[Any], message: str, english: str) -> ChainBreak:
    return ChainBreak(chain=entry.chain, seq=entry.seq, message=message, english=english)


def _heads_without_entry(session: Session) -> Iterator[ChainBreak]:
    last = aliased(JournalEntry)
    same = and_(last.chain == JournalHead.chain, last.seq == JournalHead.seq)
    lost = select(JournalHead.chain, JournalHead.seq).outerjoin(last, same)
    lost = lost.where(JournalHead.seq > 0, or_(last.hash.is_(None), last.hash != JournalHead.hash))
    for chain, seq in session.execute(lost.order_by(JournalHead.chain)):
        yield ChainBreak(
            chain=chain,
            seq=seq,
            message="链尾与登记的末条不符，末尾的记录被删去或改动",
            english="the chain does not end where its head says: its tail was removed or altered",
        )


def _entries_beyond_head(session: Session) -> Iterator[ChainBreak]:
    beyond = select(JournalEntry.chain, JournalEntry.seq).outerjoin(
        JournalHead, JournalHead.chain == JournalEntry.chain
    )
    beyond = beyond.where(or_(JournalHead.chain.is_(None), JournalEntry.seq > JournalHead.seq))
    for chain, seq in session.execute(beyond.order_by(JournalEntry.chain, JournalEntry.seq)):
        yield ChainBreak(
            chain=chain,
            seq=seq,
            message="不在登记的链尾之内，系自行添加，或链尾被改动",
            english="it lies beyond the chain's head: it was added by hand, or the head was altered",
        )


def _cases_without_chain(session: Session) -> Iterator[ChainBreak]:
    silent = select(Case.id).where(~exists().where(JournalEntry.case_id == Case.id)).order_by(Case.id)
    for case_id in session.scalars(silent):
        yield ChainBreak(
            chain=str(case_id),
            seq=0,
            message="案件没有任何日志，整条日志链被删去",
            english="the case has no journal at all: its whole chain was removed",
        )
