"""Everything that happened in a case, page after page and by subject, each entry with what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from workflows.queries import access, matters, people, timeline, timeline_links
from workflows.queries.timeline_links import Target
from workflows.queries.values import Event
from workflows.records import Case, JournalEntry
from workflows.rules.matters import Kind
from workflows.rules.timeline_kinds import KINDS, kind_of

PAGE, WHOLE = 100, 2000
"""Entries of a page, and of one that is to be printed in one piece."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry, what kind it is, and where it leads (None: nowhere)."""

    event: Event
    kind: str
    target: Target | None


@dataclass(frozen=True, kw_only=True)
class TimelinePage:
    """Entries of one kind (`kind` empty: of all), newest first. `counts` by kind, `older` the number the next page begins before, else None."""

    problem_id: UUID
    number: str
    title: str
    problem_kind: Kind
    kind: str
    counts: tuple[tuple[str, str, int], ...]
    total: int
    whole: bool
    entries: tuple[Entry, ...]
    older: int | None
    newest: bool
    journal_sound: bool

    @property
    def every(self) -> int:
        """Entries of all kinds together."""
        return sum(number for _, _, number in self.counts)


def timeline_page(
    session: Session, *, person_id: UUID, problem_id: UUID, kind: str, before: str, whole: bool, at: datetime
) -> TimelinePage:
    """What is no kind and no number means all from the newest. Raises NotFound for a problem the person may not see."""
    actor = people.actor(session, person_id, at)
    problem = access.problem(session, actor, problem_id)
    case, kind, place = access.case_of(session, problem_id), kind if kind in KINDS else "", _number(before)
    counts, limit = _counts(session, case), WHOLE if whole else PAGE
    rows = _rows(session, case, kind, place, limit + 1)
    leads = timeline_links.targets(session, actor, case, rows[:limit])
    return TimelinePage(
        problem_id=problem_id,
        number=problem.number or "",
        title=problem.title,
        problem_kind=matters.kind(session, problem),
        kind=kind,
        counts=counts,
        total=sum(number for key, _, number in counts if kind in ("", key)),
        whole=whole,
        entries=tuple(
            Entry(event=timeline.event(row), kind=kind_of(row.what), target=leads.get(row.seq)) for row in rows[:limit]
        ),
        older=rows[limit - 1].seq if len(rows) > limit else None,
        newest=place is None,
        journal_sound=timeline.sound(session, case.id),
    )


def _rows(session: Session, case: Case, kind: str, place: int | None, limit: int) -> list[JournalEntry]:
    query = select(JournalEntry).where(JournalEntry.chain == str(case.id), _of_kind(session, case, kind))
    if place is not None:
        query = query.where(JournalEntry.seq < place)
    return list(session.scalars(query.order_by(JournalEntry.seq.desc()).limit(limit)))


def _of_kind(session: Session, case: Case, kind: str) -> ColumnElement[bool]:
    """By the keys that stand in this chain, so that one a later version wrote is found too."""
    if not kind:
        return true()
    return JournalEntry.what.in_([what for what in _keys(session, case) if kind_of(what) == kind])


def _keys(session: Session, case: Case) -> dict[str, int]:
    query = select(JournalEntry.what, func.count()).where(JournalEntry.chain == str(case.id))
    return {row[0]: row[1] for row in session.execute(query.group_by(JournalEntry.what))}


def _counts(session: Session, case: Case) -> tuple[tuple[str, str, int], ...]:
    found = dict.fromkeys(KINDS, 0)
    for what, number in _keys(session, case).items():
        found[kind_of(what)] += number
    return tuple((key, words, found[key]) for key, words in KINDS.items())


def _number(text: str) -> int | None:
    """A number of an entry; a longer one than a chain can have is no number of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
