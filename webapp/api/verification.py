"""Is a paper genuine? By its code, or by the file itself. Nothing that is sent here is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from flask import request
from pydantic import Field, StringConstraints

from reports.verdict import Verdict as VerdictValue
from webapp import database, verifying
from webapp.api.models import Query, Shown, Text
from webapp.api.operation import Upload, operation
from webapp.limits import TooOften
from workflows import queries
from workflows.rules.errors import NotFound, Unreadable

TAG = "documents"


class Answer(Shown):
    """Yes or no, and why."""

    yes: bool
    reason: str
    english: str


class Signature(Shown):
    """What is to be said of one signature."""

    field: str
    who: str
    name: str
    capacity: str
    when: datetime | None
    fingerprint: str
    intact: Answer
    valid: Answer
    trusted: Answer
    when_reason: Answer
    good: bool


class Verdict(Shown):
    """Whether the file may be relied on: only 真实有效 (genuine) means that."""

    overall: str
    genuine: bool
    reasons: tuple[Answer, ...]
    digest: str
    size: int
    checked_at: datetime
    code: str
    signatures: tuple[Signature, ...]


class RegisteredPaper(Shown):
    """What anybody who holds a paper may know of it."""

    number: str
    title: str
    issued_at: datetime
    status: str
    digest: str | None
    cancelled_at: datetime | None


class CodeQuery(Query):
    """What is printed on the paper."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = Field(
        description="核验码 · the code on its last page"
    )
    number: Text = Field("", description="文号 · its number")


@operation("GET", "/verifications", tag=TAG, scope="read", gives=RegisteredPaper, query=CodeQuery, also=(404,))
def look_up_paper(*, query: CodeQuery) -> object:
    """按核验码查文书
    The paper with this code, as the register knows it.
    """
    _count()
    found = queries.registered(database.session(), code=query.code, number=query.number)
    if found is None:
        raise NotFound(what="与核验码（和文号）相符的文书")
    return found


@operation(
    "POST", "/verifications", tag=TAG, scope="read", gives=Verdict,
    body=Upload(part="pdf", says="要核验的 PDF · the PDF to be verified"),
)  # fmt: skip
def verify_paper() -> VerdictValue:
    """核验一份 PDF 文书
    The verdict on a file: intact, valid, trusted, who, when, each with its reason.
    """
    _count()
    data = request.files["pdf"].read()
    if not data.startswith(b"%PDF-"):
        raise Unreadable(what="文件", where="pdf", why="这不是 PDF 文件")
    database.let_go()  # an examination asks the database in short turns of its own, and must not wait for this one
    try:
        return verifying.verdict_on(data)
    except verifying.Busy as busy:
        raise TooOften(seconds=busy.fields["seconds"]) from None


def _count() -> None:
    """The same allowance as the public page: whoever has a token gets no more tries at codes."""
    try:
        verifying.count()
    except verifying.TooOften as often:
        raise TooOften(seconds=often.fields["seconds"]) from None
