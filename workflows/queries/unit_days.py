"""The deadlines of single units of a problem, where they have their own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.records import ProblemUnit


def rows_of(session: Session, problem_id: UUID, part: str) -> list[ProblemUnit]:
    """The lines that give units this part; a unit that the plan prints as two bodies has two."""
    query = select(ProblemUnit).where(ProblemUnit.problem_id == problem_id, ProblemUnit.part == part)
    return list(session.scalars(query.where(ProblemUnit.unit_id.is_not(None)).order_by(ProblemUnit.position)))


def own_days(session: Session, problem_id: UUID, part: str) -> dict[UUID, date]:
    """The units of a part that have a day of their own."""
    query = select(ProblemUnit.unit_id, ProblemUnit.due_on).where(
        ProblemUnit.problem_id == problem_id, ProblemUnit.part == part, ProblemUnit.due_on.is_not(None)
    )
    return {unit: day for unit, day in session.execute(query) if unit is not None and day is not None}
