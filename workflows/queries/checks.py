"""Reads of look-alike checks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.queries import access, people
from workflows.queries.matter_panel import findings_where
from workflows.queries.matter_values import FindingLine
from workflows.records import Finding, Matter, Problem, Unit
from workflows.rules.errors import NotFound


def undecided(session: Session, check_id: UUID) -> list[str]:
    """What units found and nobody has decided: 云溪县（城南街道）."""
    rows = session.execute(
        select(Unit.name, Finding.place)
        .join(Unit, Unit.id == Finding.unit_id)
        .where(Finding.check_id == check_id, Finding.decided_at.is_(None))
        .order_by(Finding.found_at, Finding.id)
    )
    return [f"{name}（{place}）" for name, place in rows]


def suggested_number(session: Session, original: Problem) -> str:
    """十三-举一反三-2: the number of the original, and how many were found like it before."""
    before = session.scalar(
        select(func.count(Finding.id))
        .join(Matter, Matter.problem_id == Finding.check_id)
        .where(Matter.about_id == original.id, Finding.problem_id.is_not(None))
    )
    return f"{original.number or ''}-举一反三-{(before or 0) + 1}".lstrip("-")


def default_units(session: Session) -> list[str]:
    """The counties and districts, which are asked unless others are chosen."""
    rows = session.scalars(select(Unit.id).where(Unit.active, Unit.level == "county").order_by(Unit.name))
    return [str(each) for each in rows]


def finding(session: Session, *, person_id: UUID, finding_id: UUID, at: datetime) -> tuple[FindingLine, str]:
    """One finding with the number suggested for its problem. Raises NotFound for what the person may not see."""
    actor = people.actor(session, person_id, at)
    row = session.get(Finding, finding_id)
    if row is None:
        raise NotFound(what="这处发现")
    access.problem(session, actor, row.check_id)
    line = findings_where(session, actor, Finding.id == finding_id)
    if not line:
        raise NotFound(what="这处发现")
    about_id = session.get_one(Matter, row.check_id).about_id
    original = session.get(Problem, about_id) if about_id else None
    return line[0], suggested_number(session, original) if original else ""
