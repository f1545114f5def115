"""The index is kept by the session itself: whatever is flushed is found from the moment it is committed, and no action can forget it.

One way from a record to its entry (`Source.rows`), for a flush, for making everything again and for checking. Rows written beside the
session (a bulk statement, an editor of databases) are missed; `differences` finds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, column, delete, event, func, insert, inspect, select, table
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, UOWTransaction

from workflows.records.search.entries import LONGEST, PIECES, SearchEntry
from workflows.records.search.folding import fold, pieces, squeezed
from workflows.records.search.sources import BY_NAME, SOURCES, WATCHED, Source, identity
from workflows.records.settings import Setting

MADE_BY = "search.version"
BATCH = 500
"""Records read and written at a time."""
VERSION = "1"
"""Of folding, cutting and sources: another number, and the next migration makes the index again."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Records of one kind that are not found by their words of today: missing, told wrongly, or no longer there."""

    source: str
    missing: int
    stale: int
    left: int


def entry(source: Source, row: Any) -> dict[str, Any]:
    """The columns of an entry."""
    source_id, problem_id, at, *texts = row
    text = source.read(tuple(texts)).replace("\x00", "")[:LONGEST]
    folded = fold(text)
    return {
        "source": source.name,
        "source_id": source_id,
        "problem_id": problem_id,
        "weight": SOURCES.index(source),
        "at": at,
        "text": text,
        "folded": squeezed(folded)[: 2 * LONGEST],
        "pieces": " ".join(sorted(pieces(folded))),
    }


def refresh(connection: Connection, source: Source, ids: Iterable[UUID]) -> None:
    """Write anew what these records are found by; a record that is gone is found no more."""
    for some in batches(ids):
        mine = SearchEntry.source == source.name, SearchEntry.source_id.in_(some)
        connection.execute(delete(SearchEntry).where(*mine))
        rows = connection.execute(source.rows.where(source.key.in_(some))).all()
        if rows:
            connection.execute(insert(SearchEntry), [entry(source, row) for row in rows])


def batches(ids: Iterable[UUID]) -> Iterator[tuple[UUID, ...]]:
    """The same, a few hundred at a time."""
    rest = iter(ids)
    while some := tuple(islice(rest, BATCH)):
        yield some


def rebuild(connection: Connection) -> int:
    """Throw the index away and make it again; returns the number of entries."""
    if connection.dialect.name == "sqlite":
        _tell_pieces(connection, "rebuild")  # an index torn from its table refuses to forget what it does not hold
    connection.execute(delete(SearchEntry))
    for source in SOURCES:
        refresh(connection, source, list(connection.scalars(select(source.key).order_by(source.key))))
    return connection.scalar(select(func.count()).select_from(SearchEntry)) or 0


def make_current(engine: Engine) -> None:
    """Make the index again unless it was made by the rules of today."""
    with engine.begin() as connection:
        known = connection.scalar(select(Setting.value).where(Setting.key == MADE_BY))
        if known == VERSION:
            return
        rebuild(connection)
        connection.execute(delete(Setting).where(Setting.key == MADE_BY))
        connection.execute(insert(Setting).values(key=MADE_BY, value=VERSION))


def differences(session: Session) -> Iterator[Difference]:
    """What the index would say otherwise were it made now. Reads every text."""
    for source in SOURCES:
        ids = list(session.scalars(select(source.key).order_by(source.key)))
        missing = stale = present = 0
        for some in batches(ids):
            wanted = {row[0]: entry(source, row) for row in session.execute(source.rows.where(source.key.in_(some)))}
            kept = _kept(session, source, some)
            present += len(kept.keys() & wanted.keys())
            missing += len(wanted.keys() - kept.keys())
            stale += sum(kept[each] != _told(wanted[each]) for each in kept.keys() & wanted.keys())
        left = _count(session, source) - present
        if missing or stale or left:
            yield Difference(source=source.name, missing=missing, stale=stale, left=left)


def sound(connection: Connection) -> bool:
    """Whether SQLite's own index holds what the table says; PostgreSQL keeps its own by itself."""
    if connection.dialect.name != "sqlite":
        return True
    try:
        _tell_pieces(connection, "integrity-check", rank=1)
    except DatabaseError:
        return False
    return True


def _tell_pieces(connection: Connection, order: str, **values: int) -> None:
    """Orders to a full-text table are written as rows into a column of its own name."""
    pieces_table = table(PIECES, column(PIECES), column("rank"))
    connection.execute(insert(pieces_table).values(**{PIECES: order}, **values))


def counts_differ(session: Session) -> list[str]:
    """The kinds of which more or fewer are found than there are: the quick look."""
    return [source.name for source in SOURCES if _count(session, source) != _records(session, source)]


def _records(session: Session, source: Source) -> int:
    return session.scalar(select(func.count()).select_from(source.rows.with_only_columns(source.key).subquery())) or 0


def _count(session: Session, source: Source) -> int:
    return session.scalar(select(func.count(SearchEntry.id)).where(SearchEntry.source == source.name)) or 0


def _kept(session: Session, source: Source, ids: tuple[UUID, ...]) -> dict[UUID, tuple[Any, ...]]:
    columns = SearchEntry.source_id, SearchEntry.problem_id, SearchEntry.text, SearchEntry.folded, SearchEntry.pieces
    query = select(*columns).where(SearchEntry.source == source.name, SearchEntry.source_id.in_(ids))
    return {row[0]: tuple(row[1:]) for row in session.execute(query)}


def _told(told: dict[str, Any]) -> tuple[Any, ...]:
    return told["problem_id"], told["text"], told["folded"], told["pieces"]


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    touched: dict[str, set[UUID]] = defaultdict(set)
    changed = (each for each in session.dirty if _words_changed(each))
    for record in chain(session.new, changed, session.deleted):
        watched = WATCHED.get(type(record))
        if watched is not None:
            touched[watched.source].add(identity(record, watched))
    for name, ids in touched.items():
        refresh(session.connection(), BY_NAME[name], sorted(ids))


def _words_changed(record: Any) -> bool:
    watched = WATCHED.get(type(record))
    if watched is None:
        return False
    state = inspect(record)
    return any(
        state.attrs[name].history.has_changes() for name in watched.attributes or state.mapper.column_attrs.keys()
    )


event.listen(Session, "after_flush", _after_flush)
