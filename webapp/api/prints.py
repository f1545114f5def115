"""Many papers printed together, and everything of a case in one bundle: asked for, watched, taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from webapp import database
from webapp.api.files import attachment
from webapp.api.models import Given, Shown
from webapp.api.operation import File, operation
from webapp.visitor import person_id
from workflows.actions import bundles as bundle_actions
from workflows.actions import print_batches
from workflows.queries import bundle_pages, print_pages
from workflows.rules.errors import NotYet

TAG = "documents"


class Batch(Shown):
    """A batch with its progress; `status` waiting, ready or failed."""

    id: UUID
    prints: str
    result: str
    status: str
    error: str
    total: int
    done: int
    failed: int
    size: int | None
    file_digest: str
    asked_at: datetime


class MissingPaper(Shown):
    """A paper that is not in the result, and why."""

    document_id: UUID
    number: str
    title: str
    why: str


class BatchPage(Shown):
    """A batch and what is missing in it."""

    line: Batch
    failed: tuple[MissingPaper, ...]


class Printing(Given):
    """Which papers, as what."""

    documents: Annotated[list[UUID], Field(min_length=1, max_length=2000)]
    prints: Literal["originals", "copies"] = "originals"
    result: Literal["zip", "merged"] = "zip"


class Bundle(Shown):
    """A bundle; `status` waiting, ready or failed. Its digests are to be handed over apart from it."""

    id: UUID
    problem_id: UUID
    problem_number: str
    title: str
    status: str
    error: str
    packed: int
    files: int | None
    journal_seq: int | None
    manifest_digest: str
    checker_digest: str
    file_digest: str
    size: int | None
    asked_by: str
    asked_at: datetime


class BundleList(Shown):
    """The newest bundles of a problem."""

    items: tuple[Bundle, ...]


@operation("POST", "/prints", tag=TAG, scope="documents", gives=BatchPage, body=Printing, status=201)
def print_documents(*, body: Printing) -> object:
    """批量打印文书
    Have papers printed together; the result is ready some time later.
    """
    batch = print_batches.ask_to_print(
        database.session(),
        document_ids=body.documents,
        prints=body.prints,
        result=body.result,
        by=person_id(),
        at=database.now(),
    )
    return _batch(batch)


@operation("GET", "/prints/<uuid:batch_id>", tag=TAG, scope="documents", gives=BatchPage)
def show_print(*, batch_id: UUID) -> object:
    """查看一批打印的进度
    How far a batch of one's own is.
    """
    return _batch(batch_id)


@operation(
    "GET",
    "/prints/<uuid:batch_id>/result",
    tag=TAG,
    scope="documents",
    gives=File(media_type="application/octet-stream"),
)
def download_print(*, batch_id: UUID) -> Response:
    """下载打印结果
    The zip or the merged PDF. 409 while it is printing.
    """
    line = _batch(batch_id).line
    if line.status != "ready":
        raise NotYet(why="这批文书还在打印，请稍后再取")
    return attachment(line.file_digest, name=line.file_name, media_type="application/octet-stream")


@operation("GET", "/problems/<uuid:problem_id>/bundles", tag=TAG, scope="documents", gives=BundleList)
def list_bundles(*, problem_id: UUID) -> dict[str, Any]:
    """列出一个问题的证据包
    The newest bundles of a problem.
    """
    page = bundle_pages.bundle_page(database.session(), person_id=person_id(), problem_id=problem_id, at=database.now())
    return {"items": page.bundles}


@operation("POST", "/problems/<uuid:problem_id>/bundles", tag=TAG, scope="documents", gives=Bundle, status=201)
def make_bundle(*, problem_id: UUID) -> object:
    """制作证据包
    Have everything of a case packed; ready some time later.
    """
    made = bundle_actions.ask_for_bundle(database.session(), problem_id=problem_id, by=person_id(), at=database.now())
    database.session().flush()
    return _bundle(made)


@operation("GET", "/bundles/<uuid:bundle_id>", tag=TAG, scope="documents", gives=Bundle)
def show_bundle(*, bundle_id: UUID) -> object:
    """查看一个证据包
    One bundle with its progress and digests.
    """
    return _bundle(bundle_id)


@operation("GET", "/bundles/<uuid:bundle_id>/zip", tag=TAG, scope="documents", gives=File(media_type="application/zip"))
def download_bundle(*, bundle_id: UUID) -> Response:
    """下载证据包
    The bundle. 409 while it is being packed.
    """
    found = _bundle(bundle_id)
    if found.status != "ready":
        raise NotYet(why="证据包还在制作，请稍后再取")
    return attachment(found.file_digest, name=found.file_name, media_type="application/zip")


def _batch(batch_id: UUID) -> print_pages.BatchPage:
    return print_pages.batch_page(database.session(), person_id=person_id(), batch_id=batch_id)


def _bundle(bundle_id: UUID) -> bundle_pages.BundleLine:
    return bundle_pages.bundle(database.session(), person_id=person_id(), bundle_id=bundle_id, at=database.now())
