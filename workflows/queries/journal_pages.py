"""The journal as its administrator reads it: newest first, narrowed by person, kind of chain and day; and whether it is whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workflows.queries import people
from workflows.records import JournalEntry, Problem, journal_check
from workflows.records.journal_check import ChainBreak
from workflows.records.journal_entries import SYSTEM
from workflows.rules.deadlines import start_of_day
from workflows.rules.errors import NotPermitted
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not
from workflows.rules.phrases import sentence_of, who_acted

PAGE = 100
BREAKS_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry as a sentence. `about` names the problem, empty for what concerns none."""

    at: datetime
    who: str
    sentence: str
    note: str
    about: str
    seq: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class JournalPage:
    """A page of the journal. `breaks` is None while nobody asked for the check."""

    entries: tuple[Entry, ...]
    total: int
    older: str
    breaks: tuple[ChainBreak, ...] | None = None


def journal_page(
    session: Session, *, person_id: UUID, who: str = "", chain: str = "", day: str = "", before: str = "", at: datetime
) -> JournalPage:
    """A hundred entries older than `before`; what cannot be read as a day or a place means no limit. Raises NotPermitted."""
    require_reader(session, person_id, at)
    chosen = narrowed(who.strip()[:50], chain, day)
    total = session.scalar(chosen.with_only_columns(func.count(JournalEntry.id), maintain_column_froms=True)) or 0
    place = _moment(before)
    query = chosen.where(JournalEntry.at < place) if place else chosen
    rows = session.execute(query.order_by(JournalEntry.at.desc(), JournalEntry.id).limit(PAGE + 1)).all()
    entries = tuple(_entry(row, title) for row, title in rows[:PAGE])
    return JournalPage(entries=entries, total=total, older=entries[-1].at.isoformat() if len(rows) > PAGE else "")


def checked(session: Session, *, person_id: UUID, at: datetime) -> tuple[ChainBreak, ...]:
    """Every chain recomputed; its breaks, at most fifty. Raises NotPermitted."""
    require_reader(session, person_id, at)
    return tuple(journal_check.verify(session)[:BREAKS_SHOWN])


def require_reader(session: Session, person_id: UUID, at: datetime) -> None:
    if seat_for_action(people.actor(session, person_id, at), "read_system_journal", {}) is None:
        raise NotPermitted(why=why_not(ACTIONS["read_system_journal"]))


def narrowed(who: str, chain: str, day: str) -> Select[JournalEntry, str]:
    query = select(JournalEntry, Problem.title).outerjoin(Problem, Problem.id == JournalEntry.problem_id)
    if who:
        query = query.where(JournalEntry.actor_name.contains(who, autoescape=True))
    if chain == SYSTEM:
        query = query.where(JournalEntry.chain == SYSTEM)
    if (on := _day(day)) is not None:
        query = query.where(JournalEntry.at >= start_of_day(on), JournalEntry.at < start_of_day(on + timedelta(days=1)))
    return query


def _entry(row: JournalEntry, title: str | None) -> Entry:
    facts = json.loads(row.text)
    note = str(facts.get("opinion") or facts.get("reason") or facts.get("answer") or "")
    return Entry(
        at=row.at,
        who=who_acted(row.actor_name, facts),
        sentence=sentence_of(row.what, facts),
        note=note,
        about=title or "",
        seq=row.seq,
        hash=row.hash,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
