"""Problems: the list with the filters of its page, one problem, its timeline, and everything that can be done about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from webapp import database
from webapp.api import common, paging
from webapp.api.models import Day, Page, Paged, Shown, Text
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows import queries
from workflows.queries.ages import BY_KEY
from workflows.queries.list_values import Filters
from workflows.queries.problem_list import is_place
from workflows.queries.timeline import events_before
from workflows.queries.values import ProblemPage
from workflows.rules.errors import FieldProblem, InvalidInput

TAG = "problems"


class ProblemLine(Shown):
    """One line of the list."""

    id: UUID
    number: str
    title: str
    area: str
    list_name: str
    units: str
    stage_name: str
    state_words: str
    due_on: date | None
    deadline_raw: str
    lamp: common.Lamp
    order: bool


class Count(Shown):
    """How many are in one state."""

    state: str
    words: str
    count: int


class ProblemList(Page[ProblemLine]):
    """A page of the list; counts are over all that match without the state."""

    total: int
    counts: tuple[Count, ...]


def _known_age(key: str) -> str:
    if key and key not in BY_KEY:
        raise PydanticCustomError("literal_error", "not an age", {"expected": "、".join(BY_KEY)})
    return key


Age = Annotated[str, Field(json_schema_extra={"enum": ["", *BY_KEY]}), AfterValidator(_known_age)]


class ProblemQuery(Paged):
    """The filters of the page; empty narrows nothing."""

    kind: Literal["", "problem", "petition"] = ""
    list_id: UUID | Literal[""] = ""
    state: Literal[
        "", "open", "rectified", "closed", "reopened", "suspended", "cancelled", "running", "finished", "unclosed"
    ] = ""
    unit_id: UUID | Literal[""] = ""
    area: Text = ""
    lamp: Literal["", "late", "soon", "on_time"] = ""
    text: Text = Field("", description="在编号、标题和原文里找 · in number, title and text")
    part: Literal["", "responsible", "lead", "participating", "supervising"] = ""
    since: Day | Literal[""] = Field("", description="时限不早于 · deadline not before")
    until: Day | Literal[""] = Field("", description="时限不晚于 · deadline not after")
    stage: Text = Field("", description="所在环节的代号 · the box it stands at")
    box_days: Age = Field("", description="在这一环节停留 · how long at this box")
    age_days: Age = Field("", description="列入清单以来 · how long on the list")
    mark: Literal["", "returned", "audit_failed"] = Field(
        "", description="被退回过、抽查没有通过 · what happened to it"
    )


class OpenTask(Shown):
    """A task of this problem that waits."""

    task_id: UUID
    box_name: str
    unit_name: str
    due_on: date | None
    lamp: common.Lamp
    note: str
    may_act: bool


class Extension(Shown):
    """A later deadline that was asked for."""

    id: UUID
    unit: str
    due_on: date
    reason: str
    asked_by: str
    asked_at: datetime
    granted: bool | None
    decided_by: str
    decision_reason: str
    may_decide: bool


class Notice(Shown):
    """A public notice with the objections to it."""

    id: UUID
    title: str
    opens_on: date
    closes_on: date
    words: str
    objections: tuple[str, ...]
    published_in: str
    link: str
    warning: str


class Problem(Shown):
    """A problem and where it stands. `verbs` is what the caller may do about it now, besides its tasks."""

    problem: common.ProblemFacts
    open_tasks: tuple[OpenTask, ...]
    opinions: tuple[common.Opinion, ...]
    evidence: tuple[common.Evidence, ...]
    documents: tuple[common.Document, ...]
    extensions: tuple[Extension, ...]
    notices: tuple[Notice, ...]
    journal_sound: bool
    verbs: tuple[str, ...]


class Timeline(Page[common.Event]):
    """What happened, newest first."""


class EvidencePage(Page[common.Evidence]):
    """The files of a case, newest first."""


class DocumentPage(Page[common.Document]):
    """The papers of a case, newest first."""


@operation("GET", "/problems", tag=TAG, scope="read", gives=ProblemList, query=ProblemQuery)
def list_problems(*, query: ProblemQuery) -> dict[str, Any]:
    """列出问题
    The problem list with the filters of its page.
    """
    if not is_place(query.after):
        raise InvalidInput([FieldProblem(field="?after", label="after", message=paging.NOT_OURS)])
    chosen = {name: str(getattr(query, name)) for name in Filters.__dataclass_fields__}
    found = queries.problem_list(
        database.session(),
        person_id=person_id(),
        filters=Filters(**chosen),
        after=query.after,
        limit=query.limit,
        at=database.now(),
    )
    counts = [{"state": key, "words": words, "count": count} for key, words, count in found.counts]
    return {**paging.page(found.rows, found.next), "total": found.total, "counts": counts}


@operation("GET", "/problems/<uuid:problem_id>", tag=TAG, scope="read", gives=Problem)
def show_problem(*, problem_id: UUID) -> dict[str, Any]:
    """查看一个问题
    One problem with its whole story.
    """
    page = _page(problem_id)
    plain = {name: getattr(page, name) for name in Problem.model_fields if name != "problem"}
    return {**plain, "problem": common.facts(page.problem)}


@operation("GET", "/problems/<uuid:problem_id>/timeline", tag=TAG, scope="read", gives=Timeline, query=Paged)
def show_timeline(*, problem_id: UUID, query: Paged) -> dict[str, Any]:
    """查看一个问题的办理记录
    The journal of its case as sentences, newest first.
    """
    place = paging.place(query.after, tuple[paging.Count])
    rows = events_before(
        database.session(),
        person_id=person_id(),
        problem_id=problem_id,
        before=place[0] if place else None,
        limit=query.limit + 1,
        at=database.now(),
    )
    return paging.part(rows, limit=query.limit, keys=lambda event: (event.seq,))


@operation("GET", "/problems/<uuid:problem_id>/evidence", tag=TAG, scope="read", gives=EvidencePage, query=Paged)
def list_evidence(*, problem_id: UUID, query: Paged) -> dict[str, Any]:
    """列出一个问题的佐证材料
    The files of its case, newest first.
    """
    return paging.of_few(_page(problem_id).evidence, query)


@operation("GET", "/problems/<uuid:problem_id>/documents", tag=TAG, scope="read", gives=DocumentPage, query=Paged)
def list_problem_documents(*, problem_id: UUID, query: Paged) -> dict[str, Any]:
    """列出一个问题的文书
    The papers of its case, newest first.
    """
    return paging.of_few(_page(problem_id).documents, query)


def _page(problem_id: UUID) -> ProblemPage:
    return queries.problem_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
