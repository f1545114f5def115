"""Comments on a case: read and written by whoever may see it, taken back by who wrote them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from webapp import database
from webapp.api import paging
from webapp.api.models import Done, Given, Page, Paged, Query, Shown, Text
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.actions import comments as actions
from workflows.queries import comments as talks
from workflows.queries.comments import CommentLine

TAG = "comments"


class Comment(Shown):
    """A comment with the names it calls; its words are gone once it was taken back."""

    id: UUID
    by: str
    place: str
    at: datetime
    text: str
    mentions: tuple[str, ...]
    withdrawn_at: datetime | None
    own: bool


class Comments(Page[Comment]):
    """What was said, newest first."""


class Reader(Shown):
    """Somebody who may see the case, and so may be called with @ and their name."""

    id: UUID
    name: str
    place: str


class ReaderList(Shown):
    """The first eight who may be meant."""

    items: tuple[Reader, ...]


class ReaderQuery(Query):
    """What is known of the name."""

    typed: Text = Field(
        "", description="姓名的开头，或姓名、单位里的字 · the beginning of a name, or letters of name or unit"
    )


class NewComment(Given):
    """What is said. `@` and a name calls somebody who may see the case."""

    text: Annotated[str, StringConstraints(max_length=actions.LONGEST)]
    which: dict[str, UUID] = Field(
        default_factory=dict,
        max_length=actions.MOST_CALLED,
        description="同名的有几人时：姓名 → 人员编号 · which of several people of one name",
    )


@operation("GET", "/problems/<uuid:problem_id>/comments", tag=TAG, scope="read", gives=Comments, query=Paged)
def list_comments(*, problem_id: UUID, query: Paged) -> dict[str, Any]:
    """列出一个问题的评论
    What was said about a problem, newest first.
    """
    rows = talks.comments_after(
        database.session(),
        person_id=person_id(),
        problem_id=problem_id,
        after=paging.place_in_time(query.after),
        limit=query.limit + 1,
        at=database.now(),
    )
    return paging.part([_comment(each) for each in rows], limit=query.limit, keys=lambda each: (each.at, each.id))


@operation("GET", "/problems/<uuid:problem_id>/readers", tag=TAG, scope="read", gives=ReaderList, query=ReaderQuery)
def list_readers(*, problem_id: UUID, query: ReaderQuery) -> dict[str, Any]:
    """列出可以在评论里提到的人
    Who may see the problem, and so may be called by name.
    """
    found = talks.suggested(
        database.session(), person_id=person_id(), problem_id=problem_id, typed=query.typed, at=database.now()
    )
    return {"items": found}


@operation(
    "POST", "/problems/<uuid:problem_id>/comments", tag=TAG, scope="messages", gives=Done, body=NewComment, once=True
)
def add_comment(*, problem_id: UUID, body: NewComment, request_id: UUID) -> object:
    """发表评论
    Say something to everybody who may see the problem; who is called with @ gets a message.
    """
    return actions.add_comment(
        database.session(),
        problem_id=problem_id,
        text=body.text,
        chosen=body.which,
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )


@operation(
    "POST", "/problems/<uuid:problem_id>/comments/<uuid:comment_id>/withdraw",
    tag=TAG, scope="messages", gives=Done, once=True,
)  # fmt: skip
def withdraw_comment(*, problem_id: UUID, comment_id: UUID, request_id: UUID) -> object:
    """撤回自己的评论
    Take one's own comment back; that it was there stays to be seen.
    """
    return actions.withdraw_comment(
        database.session(),
        problem_id=problem_id,
        comment_id=comment_id,
        request_id=request_id,
        by=person_id(),
        at=database.now(),
    )


def _comment(line: CommentLine) -> Comment:
    plain = {name: getattr(line, name) for name in Comment.model_fields if name not in ("text", "mentions")}
    called = dict.fromkeys(text.removeprefix("@") for text, calls in line.pieces if calls)
    return Comment(**plain, text="".join(text for text, _ in line.pieces), mentions=tuple(called))
