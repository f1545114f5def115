"""Serious matters: those nobody of the office has taken note of, and those of one problem."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from workflows.queries import access, people
from workflows.queries.matter_values import SeriousLine
from workflows.records import Person, Problem, ProblemList, SeriousMatter, Unit
from workflows.rules.errors import NotFound
from workflows.rules.permissions import Actor, seat_for_action

MOST = 50
NOTER = aliased(Person, name="noter")


def waiting(session: Session, actor: Actor, here: ColumnElement[bool] | None = None) -> tuple[SeriousLine, ...]:
    """What waits for this person to take note, the oldest first; empty for those who take none."""
    if seat_for_action(actor, "note_serious", {}) is None:
        return ()
    chosen = _select(actor).where(SeriousMatter.noted_at.is_(None))
    if here is not None:
        chosen = chosen.join(ProblemList, ProblemList.id == Problem.list_id).where(here)
    return _lines(session, chosen.order_by(SeriousMatter.at, SeriousMatter.id).limit(MOST), actor)


def of_problem(session: Session, actor: Actor, problem_id: UUID) -> tuple[SeriousLine, ...]:
    """The serious matters of a problem, the newest first."""
    chosen = _select(actor).where(SeriousMatter.problem_id == problem_id)
    return _lines(session, chosen.order_by(SeriousMatter.at.desc(), SeriousMatter.id), actor)


def one(session: Session, *, person_id: UUID, serious_id: UUID, at: datetime) -> SeriousLine:
    """One serious matter, if the person may see its problem. Raises NotFound."""
    actor = people.actor(session, person_id, at)
    found = _lines(session, _select(actor).where(SeriousMatter.id == serious_id), actor)
    if not found:
        raise NotFound(what="这件重大事项")
    return found[0]


def _select(actor: Actor) -> Select[SeriousMatter, Problem, str, str, str]:
    return (
        select(SeriousMatter, Problem, Unit.name, Person.name, NOTER.name)
        .join(Problem, Problem.id == SeriousMatter.problem_id)
        .join(Unit, Unit.id == SeriousMatter.unit_id)
        .join(Person, Person.id == SeriousMatter.by_id)
        .outerjoin(NOTER, NOTER.id == SeriousMatter.noted_by_id)
        .where(access.visible(actor))
    )


def _lines(
    session: Session, chosen: Select[SeriousMatter, Problem, str, str, str], actor: Actor
) -> tuple[SeriousLine, ...]:
    notes = seat_for_action(actor, "note_serious", {}) is not None
    return tuple(
        SeriousLine(
            id=row.id,
            problem_id=problem.id,
            problem_number=problem.number or "",
            problem_title=problem.title,
            unit=unit,
            by=by,
            at=row.at,
            text=row.text,
            noted_by=noter or "",
            noted_at=row.noted_at,
            answer=row.answer or "",
            may_note=notes and row.noted_at is None,
        )
        for row, problem, unit, by, noter in session.execute(chosen)
    )
