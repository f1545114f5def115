"""The journal as its administrator reads it: entries with their hashes, and whether the chains hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from webapp import database
from webapp.api import paging
from webapp.api.models import Day, Page, Paged, Shown, Text
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.queries import keyset
from workflows.queries.journal_pages import checked

TAG = "journal"


class Entry(Shown):
    """An entry. `hash` covers `prev` and the whole entry; how is told in the architecture."""

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


class Journal(Page[Entry]):
    """The journal, newest first."""


class JournalQuery(Paged):
    """Whose entries, of which chain, of which day."""

    who: Text = ""
    chain: Literal["", "system"] = Field("", description="system：不属于任何问题的 · what concerns no problem")
    day: Day | Literal[""] = ""


class Break(Shown):
    """A place at which a chain does not hold."""

    chain: str
    seq: int
    message: str
    english: str


class Checked(Shown):
    """Whether every chain holds; at most fifty breaks are told."""

    sound: bool
    breaks: tuple[Break, ...]


@operation("GET", "/journal", tag=TAG, scope="journal", gives=Journal, query=JournalQuery)
def list_journal(*, query: JournalQuery) -> dict[str, Any]:
    """查看系统日志
    The journal, newest first.
    """
    rows = keyset.journal_after(
        database.session(),
        person_id=person_id(),
        who=query.who,
        chain=query.chain,
        day=str(query.day),
        after=paging.place_in_time(query.after),
        limit=query.limit + 1,
        at=database.now(),
    )
    return paging.part(rows, limit=query.limit, keys=lambda each: (each.at, each.id))


@operation("GET", "/journal/check", tag=TAG, scope="journal", gives=Checked)
def check_journal() -> dict[str, Any]:
    """核对系统日志
    Recompute every chain. This reads the whole journal and takes its time.
    """
    found = checked(database.session(), person_id=person_id(), at=database.now())
    return {"sound": not found, "breaks": found}
