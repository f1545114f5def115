"""What somebody asks of the search page, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workflows.queries.values import Choice

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "problem": ("问题", ("problem",)),
    "measure": ("整改措施", ("measure",)),
    "document": ("文书", ("document",)),
    "opinion": ("意见", ("sign_off", "co_signature", "extension", "objection")),
    "comment": ("评论", ("comment",)),
    "evidence": ("佐证材料", ("evidence",)),
}
"""What is told apart in the list, and the records of each: returns, re-inspections and objections are all opinions."""

Marked = tuple[tuple[str, bool], ...]
"""A text in parts: each with whether it is what was looked for."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for; empty strings mean all. `group` a key of GROUPS, `state` of the problem, days of the text itself (ISO)."""

    text: str = ""
    group: str = ""
    state: str = ""
    unit_id: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One text that answers. `problem_id` and `document_id` say where it leads; a paper about the whole city has no problem."""

    group: str
    group_name: str
    problem_id: UUID | None
    document_id: UUID | None
    number: str
    title: Marked
    excerpt: Marked
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Another question that has answers."""

    text: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of answers; `next` is the opaque key of the following page. `terms` is empty where nothing was asked."""

    question: Question
    terms: tuple[str, ...]
    hits: tuple[Hit, ...]
    total: int
    groups: tuple[tuple[str, str, int], ...]
    """Key, words and number of answers of each kind, whatever kind was chosen."""
    next: str
    suggestions: tuple[Suggestion, ...]
    units: tuple[Choice, ...]
    states: tuple[tuple[str, str], ...]

    @property
    def too_many(self) -> bool:
        """Whether nobody will read them all."""
        return self.total > MANY


MANY = 200
