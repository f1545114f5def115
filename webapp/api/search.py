"""Full text over what people wrote, as on the search page: what answers and may be seen, with what was looked for marked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from webapp import database
from webapp.api import paging
from webapp.api.models import Day, Page, Paged, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows import queries
from workflows.queries.search import is_place
from workflows.queries.search_values import Hit as HitValue
from workflows.queries.search_values import Marked, Question
from workflows.rules.errors import FieldProblem, InvalidInput

Looked = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Part(Shown):
    """A piece of a text; `found` where it is what was looked for."""

    text: str
    found: bool


class Hit(Shown):
    """A text that answers, and the problem or paper it belongs to; a paper about the whole city has no problem."""

    group: str
    group_name: str
    problem_id: UUID | None
    document_id: UUID | None
    number: str
    title: str
    excerpt: tuple[Part, ...]
    who: str
    at: datetime


class GroupCount(Shown):
    """How many texts of one kind answer, whatever kind was asked for."""

    group: str
    words: str
    count: int


class Suggestion(Shown):
    """Other words that have answers, where these have none."""

    text: str
    count: int


class Answers(Page[Hit]):
    """What answers, the most telling first."""

    total: int
    groups: tuple[GroupCount, ...]
    suggestions: tuple[Suggestion, ...]


class SearchQuery(Paged):
    """The words, and the filters of the page; empty narrows nothing."""

    text: Looked = Field(description="要找的文字，空格隔开的几个词都要有 · the words, all of them")
    group: Literal["", "problem", "measure", "document", "opinion", "comment", "evidence"] = ""
    state: Literal["", "open", "rectified", "closed", "reopened", "suspended", "cancelled"] = ""
    unit_id: UUID | Literal[""] = ""
    since: Day | Literal[""] = Field("", description="写下的日子不早于 · not written before")
    until: Day | Literal[""] = Field("", description="写下的日子不晚于 · not written after")


@operation("GET", "/search", tag="search", scope="read", gives=Answers, query=SearchQuery)
def find_texts(*, query: SearchQuery) -> dict[str, Any]:
    """全文检索
    Search problems, measures, papers, opinions, comments and names of evidence that the caller may see.
    """
    if not is_place(query.after):
        raise InvalidInput([FieldProblem(field="?after", label="after", message=paging.NOT_OURS)])
    found = queries.find(
        database.session(),
        person_id=person_id(),
        question=Question(**{name: str(getattr(query, name)) for name in Question.__dataclass_fields__}),
        after=query.after,
        limit=query.limit,
        at=database.now(),
    )
    groups = [{"group": key, "words": words, "count": count} for key, words, count in found.groups]
    return {
        **paging.page(map(_hit, found.hits), found.next),
        "total": found.total,
        "groups": groups,
        "suggestions": found.suggestions,
    }


def _hit(found: HitValue) -> dict[str, Any]:
    return {**vars(found), "title": "".join(text for text, _ in found.title), "excerpt": _parts(found.excerpt)}


def _parts(marked: Marked) -> list[dict[str, Any]]:
    return [{"text": text, "found": found} for text, found in marked]
