"""How long everything that is not closed has stood: by box, by unit, and what has waited longest. Five queries, whatever the size."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from workflows.queries import ages, cases, whole_city
from workflows.queries.problem_filters import UNCLOSED, in_state
from workflows.queries.problem_list import responsible_units
from workflows.queries.standing_values import Ageing, AgeRow, Lists, OldRow
from workflows.records import Case, Problem, Unit
from workflows.rules.deadlines import city_day

OLDEST = 20
UNITS_SHOWN = 60
"""Units on the page unless all are asked for; a file has them all."""


def ageing(session: Session, *, person_id: UUID, list_id: str, of: str, at: datetime) -> Ageing:
    """Counted from the present box, or from the list when `of` is all. Raises NotVisible to those who do not see the whole city."""
    whole_city.looking(session, person_id, at)
    chosen, today, of = whole_city.lists(session, list_id), city_day(at), "all" if of == "all" else "box"
    boxes = _boxes(session, chosen, of, today)
    counts = tuple(map(sum, zip(*(row.counts for row in boxes), strict=True))) if boxes else (0,) * len(ages.BUCKETS)
    return Ageing(
        today=today,
        lists=chosen,
        of=of,
        boxes=boxes,
        units=_units(session, chosen, of, today),
        total=AgeRow(name="合计", where={}, counts=counts),
        oldest=_oldest(session, chosen, of, today),
    )


def _standing(chosen: Lists) -> Any:
    """Everything not closed with its two instants, worked out once."""
    query = whole_city.counted(
        chosen, Problem.id, Case.stage, ages.in_box_since().label("box"), Case.opened_at.label("all")
    ).where(in_state(UNCLOSED))
    return query.cte("standing").prefix_with("MATERIALIZED")


def _counts(since: Any, today: date) -> list[Any]:
    return [func.sum(case((ages.aged(since, each, today), 1), else_=0)) for each in ages.BUCKETS]


def _boxes(session: Session, chosen: Lists, of: str, today: date) -> tuple[AgeRow, ...]:
    standing = _standing(chosen)
    query = select(standing.c.stage, *_counts(standing.c[of], today)).group_by(standing.c.stage)
    rows = [
        AgeRow(name=cases.box_name(session, stage), where={"stage": stage}, counts=tuple(counts))
        for stage, *counts in session.execute(query)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


def _units(session: Session, chosen: Lists, of: str, today: date) -> tuple[AgeRow, ...]:
    standing, theirs = _standing(chosen), whole_city.responsible()
    query = (
        select(Unit.id, func.coalesce(Unit.short_name, Unit.name), *_counts(standing.c[of], today))
        .select_from(standing)
        .join(theirs, theirs.c.problem_id == standing.c.id)
        .join(Unit, Unit.id == theirs.c.unit_id)
        .group_by(Unit.id, Unit.short_name, Unit.name)
        .order_by(func.count(standing.c.id).desc(), Unit.name)
    )
    return tuple(
        AgeRow(name=name, where={"unit_id": str(unit_id), "part": "responsible"}, counts=tuple(counts))
        for unit_id, name, *counts in session.execute(query)
    )


def _oldest(session: Session, chosen: Lists, of: str, today: date) -> tuple[OldRow, ...]:
    standing = _standing(chosen)
    query = (
        select(Problem, Case, standing.c.box, standing.c["all"])
        .select_from(standing)
        .join(Problem, Problem.id == standing.c.id)
        .join(Case, Case.problem_id == Problem.id)
        .order_by(standing.c[of], Problem.id)
        .limit(OLDEST)
    )
    rows = session.execute(query).all()
    units = responsible_units(session, [problem.id for problem, *_ in rows])
    return tuple(
        OldRow(
            problem_id=problem.id,
            number=problem.number or "",
            title=problem.title,
            unit=units.get(problem.id, ""),
            stage_name=cases.stage_name(session, found),
            in_box=(today - city_day(box)).days,
            in_all=(today - city_day(opened)).days,
        )
        for problem, found, box, opened in rows
    )
