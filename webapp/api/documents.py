"""Formal papers: the list, one of them, its signed file; having one made, again, or declared void; the register of numbers."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Response
from pydantic import Field, StringConstraints

from webapp import database
from webapp.api import common, paging
from webapp.api.files import attachment
from webapp.api.models import Done, Given, Page, Paged, Query, Shown, Text
from webapp.api.operation import File, operation
from webapp.visitor import person_id
from workflows import actions, queries
from workflows.queries import keyset
from workflows.queries.document_pages import PaperFile
from workflows.queries.paper_pages import offer_page, register
from workflows.queries.print_pages import PaperFilter
from workflows.rules.errors import NotYet

TAG = "documents"


class DocumentList(Page[common.Document]):
    """Papers, the newest first."""


class DocumentQuery(Paged):
    """The filters of the page; empty narrows nothing."""

    kind: Text = ""
    state: Literal["", "ready", "waiting", "signing", "failed", "void"] = ""
    list_id: UUID | Literal[""] = ""


class Offer(Shown):
    """A paper the office can have made; `why_not` is empty when it can be made now."""

    kind: str
    name: str
    why_not: str
    number: str


class OfferList(Shown):
    """What can be made of a problem."""

    items: tuple[Offer, ...]


class Kind(Given):
    """Which paper."""

    kind: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Voiding(Given):
    """Voiding it is void."""

    reason: Annotated[str, StringConstraints(max_length=2000)]


class Numbered(Shown):
    """A number with its paper; null where there is none, which would have to be explained."""

    serial: int
    number: str
    paper: common.Document | None


class Series(Shown):
    """A row of numbers of one year."""

    code: str
    year: int
    last: int
    void: int
    missing: int
    lines: tuple[Numbered, ...]


class Register(Shown):
    """The numbers of one year."""

    year: int
    years: tuple[int, ...]
    series: tuple[Series, ...]


class YearQuery(Query):
    """Which year; the newest when none is given."""

    year: int | None = Field(None, ge=2000, le=2199)


@operation("GET", "/documents", tag=TAG, scope="read", gives=DocumentList, query=DocumentQuery)
def list_documents(*, query: DocumentQuery) -> dict[str, Any]:
    """列出文书
    Papers of the problems the caller may see, the newest first.
    """
    chosen = PaperFilter(kind=query.kind, state=query.state, list_id=str(query.list_id))
    rows = keyset.papers_after(
        database.session(),
        person_id=person_id(),
        filters=chosen,
        after=paging.place_in_time(query.after),
        limit=query.limit + 1,
        at=database.now(),
    )
    return paging.part(rows, limit=query.limit, keys=lambda each: (each.issued_at, each.id))


@operation("GET", "/documents/numbers", tag=TAG, scope="documents", gives=Register, query=YearQuery)
def show_numbers(*, query: YearQuery) -> object:
    """查看文号登记簿
    Every number of a year with its paper.
    """
    return register(database.session(), person_id=person_id(), year=query.year, at=database.now())


@operation("GET", "/documents/<uuid:document_id>", tag=TAG, scope="read", gives=common.Document)
def show_document(*, document_id: UUID) -> object:
    """查看一份文书
    One paper, while it is being made as well.
    """
    return _paper(document_id).line


@operation(
    "GET", "/documents/<uuid:document_id>/pdf", tag=TAG, scope="documents", gives=File(media_type="application/pdf")
)
def download_document(*, document_id: UUID) -> Response:
    """下载一份文书
    The signed file itself, byte for byte. 409 while it is being made.
    """
    found = _paper(document_id)
    if found.digest is None:
        raise NotYet(why="这份文书正在制作，一般不超过一分钟，请稍后再取")
    return attachment(found.digest, name=found.file_name, media_type="application/pdf")


@operation("POST", "/documents/<uuid:document_id>/remake", tag=TAG, scope="documents", gives=common.Document)
def remake_document(*, document_id: UUID) -> object:
    """重新制作没有做成的文书
    Try a paper that failed once more.
    """
    actions.ask_again(database.session(), document_id=document_id, by=person_id(), at=database.now())
    return _paper(document_id).line


@operation(
    "POST", "/documents/<uuid:document_id>/void", tag=TAG, scope="documents", gives=common.Document, body=Voiding
)
def void_document(*, document_id: UUID, body: Voiding) -> object:
    """作废一份文书
    Declare a paper void; it and its number stay, with the reason.
    """
    values = {"reason": body.reason}
    actions.void_paper(database.session(), document_id=document_id, values=values, by=person_id(), at=database.now())
    return _paper(document_id).line


@operation("GET", "/problems/<uuid:problem_id>/papers", tag=TAG, scope="documents", gives=OfferList)
def list_offers(*, problem_id: UUID) -> dict[str, Any]:
    """列出可以为问题制作的文书
    What the office can have made of the problem now, and why not the rest.
    """
    page = offer_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    return {"items": page.offers}


@operation("POST", "/problems/<uuid:problem_id>/papers", tag=TAG, scope="documents", gives=Done, body=Kind, once=True)
def make_paper(*, problem_id: UUID, body: Kind, request_id: UUID) -> object:
    """为问题制作一份文书
    Have a paper made; it is ready some seconds later.
    """
    return actions.issue_paper(
        database.session(),
        problem_id=problem_id,
        kind=body.kind,
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )


def _paper(document_id: UUID) -> PaperFile:
    return queries.paper(database.session(), person_id=person_id(), document_id=document_id, at=database.now())
