"""What strangers read: plain values that hold nothing about a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class PublishedList:
    """A published list with its figures: (state, words, how many), every state that occurs; `withheld` are in no figure."""

    id: UUID
    name: str
    inspection: str
    total: int
    counts: tuple[tuple[str, str, int], ...]
    withheld: int = 0
    published_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedProblem:
    """A line of a published list."""

    id: UUID
    number: str
    title: str
    area: str
    units: str
    """Responsible units, 、 between them."""
    due_on: date | None
    deadline: str
    """As the plan printed it."""
    state: str
    state_words: str
    closed_on: date | None = None
    rectified_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedNotice:
    """A public notice. `state`: open, resting (an objection is being answered) or over."""

    id: UUID
    problem_id: UUID
    title: str
    text: str
    opens_on: date
    closes_on: date
    span: str
    state: str
    opened_at: datetime
    objections: int = 0
    answered: int = 0
    upheld: int = 0

    @property
    def state_words(self) -> str:
        return {"open": "公示中", "resting": "收到异议，公示中止", "over": "公示结束"}[self.state]


@dataclass(frozen=True, kw_only=True)
class PublishedPaper:
    """A paper written for everybody, ready and not void."""

    id: UUID
    kind: str
    title: str
    number: str
    issued_on: date
    digest: str


@dataclass(frozen=True, kw_only=True)
class PublishedPage:
    """A page of a published list: `next` is the position after which the next one begins, 0 when there is none."""

    about: PublishedList
    rows: tuple[PublishedProblem, ...]
    state: str
    text: str
    found: int
    next: int


@dataclass(frozen=True, kw_only=True)
class PublishedCase:
    """Everything the public page of one problem says."""

    about: PublishedProblem
    list_id: UUID
    list_name: str
    text: str
    target: str
    measures: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    """(part in words, units) for every part that some unit takes."""
    notices: tuple[PublishedNotice, ...] = ()
    papers: tuple[PublishedPaper, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Happening:
    """An entry of the feed: a notice was opened or a problem struck off."""

    id: str
    """A URN that stays the same."""
    title: str
    summary: str
    at: datetime
    problem_id: UUID
    notice_id: UUID | None = None
    categories: tuple[str, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswer:
    """What the holder of a receipt is told."""

    notice_title: str
    received_at: datetime
    text: str
    answered_at: datetime | None
    upheld: bool | None
    answer: str
