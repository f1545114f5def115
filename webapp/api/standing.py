"""The office's tables: how long things have stood, and the units side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from webapp import database
from webapp.api.models import Shown
from webapp.api.office import TAG, ListQuery
from webapp.api.operation import operation
from webapp.visitor import person_id
from workflows.queries import ageing, ages, comparing
from workflows.queries.standing_values import AgeRow


class Bucket(Shown):
    """A span of calendar days; its key is what the list of problems takes as `box_days` or `age_days`."""

    key: str
    words: str


class BoxAges(Shown):
    """One box: how many problems stand at it, one count for each bucket."""

    stage: str
    name: str
    counts: tuple[int, ...]
    total: int


class UnitAges(Shown):
    """One responsible unit: how many of its problems are not closed, one count for each bucket."""

    unit_id: UUID
    name: str
    counts: tuple[int, ...]
    total: int


class Oldest(Shown):
    """One of the problems that have waited longest, in calendar days at its box and on the list."""

    problem_id: UUID
    number: str
    title: str
    unit: str
    stage_name: str
    in_box: int
    in_all: int


class Ages(Shown):
    """Everything that is not closed, by how long."""

    today: date
    name: str
    of: str
    buckets: tuple[Bucket, ...]
    boxes: tuple[BoxAges, ...]
    units: tuple[UnitAges, ...]
    counts: tuple[int, ...]
    total: int
    oldest: tuple[Oldest, ...]


class AgesQuery(ListQuery):
    """Of one list, or of all; counted from where."""

    of: Literal["box", "all"] = Field(
        "box", description="box 在这一环节，all 列入清单以来 · at the present box, or on the list"
    )


class ComparedUnit(Shown):
    """One responsible unit beside the others. `share`: of a hundred problems, how many were sent back; `days`: median to closure."""

    unit_id: UUID
    name: str
    total: int
    unclosed: int
    late: int
    returned: int
    share: float
    closed: int
    audit_failed: int
    days: float | None


class Comparison(Shown):
    """The units side by side, in the order that was asked for."""

    today: date
    name: str
    rows: tuple[ComparedUnit, ...]


class ComparisonQuery(ListQuery):
    """Of one list, or of all; in the order of one column."""

    sort: Literal["name", "total", "unclosed", "late", "returned", "share", "closed", "days", "audit_failed"] = "late"
    down: bool = Field(True, description="从大到小 · the largest first")


@operation("GET", "/ageing", tag=TAG, scope="read", gives=Ages, query=AgesQuery)
def show_ageing(*, query: AgesQuery) -> dict[str, Any]:
    """查看停留时间
    How long everything that is not closed has stood, by box and by unit, and what has waited longest.
    """
    page = ageing.ageing(
        database.session(), person_id=person_id(), list_id=str(query.list_id), of=query.of, at=database.now()
    )
    return {
        "today": page.today,
        "name": page.lists.name,
        "of": page.of,
        "buckets": [{"key": ages.bucket_key(each), "words": ages.bucket_words(each)} for each in ages.BUCKETS],
        "boxes": _counted(page.boxes),
        "units": _counted(page.units),
        "counts": page.total.counts,
        "total": page.total.total,
        "oldest": page.oldest,
    }


@operation("GET", "/comparison", tag=TAG, scope="read", gives=Comparison, query=ComparisonQuery)
def compare_units(*, query: ComparisonQuery) -> dict[str, Any]:
    """比较各责任单位
    The responsible units side by side: open, late, sent back, closed, how long closing took.
    """
    page = comparing.comparison(
        database.session(),
        person_id=person_id(),
        list_id=str(query.list_id),
        sort=query.sort,
        down=query.down,
        at=database.now(),
    )
    return {"today": page.today, "name": page.lists.name, "rows": page.rows}


def _counted(rows: Sequence[AgeRow]) -> list[dict[str, Any]]:
    """What narrows the list of problems to a row stands beside its counts."""
    return [{**row.where, "name": row.name, "counts": row.counts, "total": row.total} for row in rows]
