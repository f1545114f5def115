"""Saying that something occurred of which people should be told. Costs one row; who they are is found out by the worker.

    telling.tell(session, "mentioned", to=person_id, by=author_id, case=case, at=at, facts={"by": author.name, "text": comment.text})

The kinds, and which facts fill their sentences, stand in `rules.message_kinds`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.records import Case, Document, Occurrence, Task
from workflows.rules.canonical import canonical
from workflows.rules.message_kinds import KINDS, LONGEST


def tell(
    session: Session,
    kind: str,
    *,
    at: datetime,
    by: UUID | None = None,
    to: UUID | None = None,
    case: Case | None = None,
    task: Task | None = None,
    document: Document | None = None,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Keep an occurrence in the caller's transaction. `by` did it and is not told; `to` alone is told where they are given.

    Raises KeyError for a kind there is none of.
    """
    session.add(occurrence(kind, at=at, by=by, to=to, case=case, task=task, document=document, facts=facts))


def occurrence(
    kind: str,
    *,
    at: datetime,
    by: UUID | None = None,
    to: UUID | None = None,
    case: Case | None = None,
    task: Task | None = None,
    document: Document | None = None,
    facts: Mapping[str, object] | None = None,
) -> Occurrence:
    """The row of `tell`, for whoever writes many rows at once."""
    return Occurrence(
        kind=KINDS[kind].key,
        at=at,
        actor_id=by,
        person_id=to,
        problem_id=case.problem_id if case is not None else None,
        case_id=case.id if case is not None else None,
        task_id=task.id if task is not None else None,
        document_id=document.id if document is not None else None,
        text=canonical({key: _plain(value) for key, value in (facts or {}).items()}),
    )


def take_words_back(session: Session, kind: str, *, by: UUID, case: Case, word: str, value: str) -> None:
    """Empty a word of one's own occurrences where it says this, so that messages still unread do not repeat what was withdrawn."""
    query = select(Occurrence).where(Occurrence.case_id == case.id, Occurrence.kind == kind, Occurrence.actor_id == by)
    for row in session.scalars(query):
        facts = json.loads(row.text)
        if facts.get(word) == _plain(value):
            row.text = canonical({**facts, word: ""})


def arrived(task: Task, case: Case, *, at: datetime) -> Occurrence:
    """A task has opened, or was sent back."""
    back = task.returned
    facts = {"box": task.name, "reason": task.return_reason or ""}
    kind = "task_returned" if back else "task_arrived"
    return occurrence(kind, at=at, by=task.returned_by_id if back else None, case=case, task=task, facts=facts)


def day(value: date) -> str:
    """A date as people write it."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日"


def _plain(value: object) -> object:
    """Bounded, and dates as people write them."""
    if isinstance(value, date):
        return day(value)
    return value[:LONGEST] if isinstance(value, str) else value
