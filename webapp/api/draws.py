"""Random audits: what everybody may read of them, and what the office does."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from webapp import database
from webapp.api import common, paging
from webapp.api.models import Given, Page, Paged, Query, Shown
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows import actions, queries
from workflows.queries import keyset
from workflows.queries.draw_values import PublicDraw
from workflows.rules.deadlines import CITY_ZONE

TAG = "draws"
Line = Annotated[str, StringConstraints(max_length=200)]
Words = Annotated[str, StringConstraints(max_length=1000)]


class Draw(Shown):
    """A draw as everybody may read it; `state` frozen, due, drawn or withdrawn."""

    id: UUID
    list_name: str
    state: str
    frozen_at: datetime
    seed_at: datetime | None
    seed_source: str
    seed: str
    drawn_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    late: bool
    digest: str
    rule_words: tuple[str, ...]
    taken: int
    replacements: int


class DrawList(Page[Draw]):
    """Draws, the newest first."""


class Record(Shown):
    """The published file: everything needed to recompute a draw."""

    record: dict[str, Any]


class Waiting(Shown):
    """A case in the pool."""

    case_id: UUID
    problem_id: UUID
    number: str
    title: str
    unit: str
    returns: int
    reasons: tuple[str, ...]


class Pool(Shown):
    """The pool of one list; send `seen` back when freezing, so that nothing is frozen that was not looked at."""

    list_id: UUID | None
    lists: tuple[common.Choice, ...]
    pool: tuple[Waiting, ...]
    seen: str
    auditors: int
    may_draw: bool
    may_withdraw: bool


class PoolQuery(Query):
    """Of which list; the newest when none is given."""

    list_id: UUID | None = None


class Freezing(Given):
    """What is frozen, and the public event that will give the seed."""

    list_id: UUID
    seen: Line
    high: Annotated[list[UUID], Field(max_length=2000, default_factory=list)]
    percent_high: int = Field(50, ge=1, le=100)
    percent: int = Field(20, ge=1, le=100)
    per_unit: int = Field(1, ge=0, le=50)
    minimum: int = Field(1, ge=1, le=1000)
    auditors: int = Field(1, ge=1, le=5)
    lots_per_return: int = Field(1, ge=0, le=3)
    seed_source: Line
    seed_at: datetime


class Seed(Given):
    """The number that came out, twice, because it cannot be corrected."""

    seed: Line
    seed_again: Line


class Withdrawal(Given):
    """Withdrawal a list is given up."""

    reason: Words


class Replacement(Given):
    """Who cannot come and why; `comes` only where the draw has nobody left."""

    leaves: UUID
    comes: UUID | None = None
    reason: Words


class Replaced(Shown):
    """Who checks it instead."""

    name: str


@operation("GET", "/draws", tag=TAG, scope="read", gives=DrawList, query=Paged)
def list_draws(*, query: Paged) -> dict[str, Any]:
    """列出抽查
    Draws as everybody may read them, the newest first.
    """
    after = paging.place_in_time(query.after)
    rows = keyset.draws_after(database.session(), after=after, limit=query.limit + 1, at=database.now())
    return paging.part(rows, limit=query.limit, keys=lambda each: (each.frozen_at, each.id))


@operation("GET", "/draws/pool", tag=TAG, scope="read", gives=Pool, query=PoolQuery)
def show_pool(*, query: PoolQuery) -> object:
    """查看抽查池
    The cases that wait for the next draw.
    """
    return queries.draw_page(database.session(), person_id=person_id(), list_id=query.list_id, at=database.now())


@operation("GET", "/draws/<uuid:draw_id>", tag=TAG, scope="read", gives=Draw)
def show_draw(*, draw_id: UUID) -> object:
    """查看一次抽查
    One draw as everybody may read it.
    """
    return _draw(draw_id)


@operation("GET", "/draws/<uuid:draw_id>/record", tag=TAG, scope="read", gives=Record)
def show_draw_record(*, draw_id: UUID) -> object:
    """查看一次抽查的公开文件
    The published file from which anybody recomputes the draw.
    """
    return _draw(draw_id)


@operation("POST", "/draws", tag=TAG, scope="draws", gives=Draw, body=Freezing, status=201)
def freeze_draw(*, body: Freezing) -> object:
    """冻结抽查名单
    Freeze the pool with the rule and the source of the seed, before the seed exists.
    """
    seed_at = body.seed_at if body.seed_at.tzinfo else body.seed_at.replace(tzinfo=CITY_ZONE)
    plain = {
        name: str(value) for name, value in body.model_dump(exclude={"list_id", "seen", "high", "seed_at"}).items()
    }
    row = actions.freeze_audit(
        database.session(),
        list_id=body.list_id,
        values={**plain, "seed_at": f"{seed_at.astimezone(CITY_ZONE):%Y-%m-%dT%H:%M}"},
        high=body.high,
        seen=body.seen,
        by=person_id(),
        at=database.now(),
    )
    return _draw(row.id)


@operation("POST", "/draws/<uuid:draw_id>/seed", tag=TAG, scope="draws", gives=Draw, body=Seed)
def draw(*, draw_id: UUID, body: Seed) -> object:
    """填写号码并抽取
    Draw with the number the public event gave.
    """
    actions.draw_audit(database.session(), draw_id=draw_id, values=body.model_dump(), by=person_id(), at=database.now())
    return _draw(draw_id)


@operation("POST", "/draws/<uuid:draw_id>/withdrawal", tag=TAG, scope="draws", gives=Draw, body=Withdrawal)
def withdraw_draw(*, draw_id: UUID, body: Withdrawal) -> object:
    """撤销冻结名单
    Give a frozen list up; it stays published, with the reason.
    """
    actions.withdraw_audit(
        database.session(), draw_id=draw_id, values=body.model_dump(), by=person_id(), at=database.now()
    )
    return _draw(draw_id)


@operation(
    "POST", "/draws/<uuid:draw_id>/auditors/<uuid:case_id>", tag=TAG, scope="draws", gives=Replaced, body=Replacement
)
def replace_auditor(*, draw_id: UUID, case_id: UUID, body: Replacement) -> dict[str, str]:
    """更换抽查人员
    Let the next by rank check a drawn case.
    """
    values = {name: str(value) for name, value in body.model_dump(exclude_none=True).items()}
    name = actions.replace_auditor(
        database.session(), draw_id=draw_id, case_id=case_id, values=values, by=person_id(), at=database.now()
    )
    return {"name": name}


def _draw(draw_id: UUID) -> PublicDraw:
    return queries.public_draw(database.session(), draw_id=draw_id, at=database.now())
