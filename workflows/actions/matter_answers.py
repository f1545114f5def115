"""What units answer to a check and to a round: similar problems found, and progress on each of their problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.forms import Field
from workflows.queries import rounds
from workflows.records import Finding, Problem, ProgressReport
from workflows.rules.errors import FieldProblem

Rows = Sequence[Mapping[str, Any]]


def keep_findings(session: Session, check: Problem, unit_id: UUID, rows: Rows, *, by: UUID, at: datetime) -> None:
    """Keep what a unit found, for the office to decide."""
    session.add_all(
        Finding(
            check_id=check.id,
            unit_id=unit_id,
            place=str(row["place"]),
            text=str(row["text"]),
            measures=str(row["measures"]),
            due_on=date.fromisoformat(str(row["due_on"])),
            found_at=at,
            found_by_id=by,
        )
        for row in rows
    )


def keep_progress(session: Session, listed: Problem, unit_id: UUID, rows: Rows, *, by: UUID, at: datetime) -> None:
    """Keep what a unit reports on each of its problems in this round."""
    session.add_all(
        ProgressReport(
            round_id=listed.id,
            problem_id=UUID(str(row["problem"])),
            unit_id=unit_id,
            pace=str(row["pace"]),
            text=str(row["text"]),
            difficulty=str(row.get("difficulty") or "") or None,
            at=at,
            by_id=by,
        )
        for row in rows
    )


def wrong_progress(session: Session, field: Field, rows: Rows, unit_id: UUID) -> list[FieldProblem]:
    """Every open problem of the unit is reported on, each once, and no other."""
    asked = {str(each.id): each for each in rounds.asked_of(session, unit_id)}
    given = [str(row["problem"]) for row in rows]
    found = [
        _problem(field, f"还有一个问题没有填报进展：{each.number or ''} {each.title[:40]}")
        for key, each in asked.items()
        if key not in given
    ]
    if len(set(given)) < len(given) or set(given) - set(asked):
        found.append(_problem(field, "填报的问题与本单位现在没有完成整改的问题不一致，请刷新页面后重新填写。"))
    return found


def _problem(field: Field, message: str) -> FieldProblem:
    return FieldProblem(field=field.name, label=field.label, message=message)
