"""The city's units as options of a form: grouped by level, the office only where it can be meant."""

from __future__ import annotations

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from workflows.forms import Form
from workflows.queries import people
from workflows.queries.values import Choice
from workflows.records import Problem, ProblemUnit, Unit
from workflows.rules.levels import LEVEL_WORDS, NEVER_RESPONSIBLE

RESPONSIBLE = "responsible_units"
_ORDER = {"county": 1, "department": 2, "city": 3, "office": 4}


def city_units(session: Session) -> tuple[Choice, ...]:
    """The city's active units, counties first."""
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.level)
        .where(Unit.active)
        .order_by(case(_ORDER, value=Unit.level, else_=5), Unit.name)
    )
    return tuple(
        Choice(value=str(unit_id), label=name, group=LEVEL_WORDS.get(level, "其他")) for unit_id, name, level in rows
    )


def units_for(session: Session, field: str, problem: Problem | None = None) -> tuple[Choice, ...]:
    """The units a field of this name offers: for those responsible all but the office, unless a plan has named it already."""
    units = city_units(session)
    if field != RESPONSIBLE:
        return units
    kept = assigned_units(session, problem, "responsible") if problem is not None else []
    never = {LEVEL_WORDS[level] for level in NEVER_RESPONSIBLE}
    return tuple(unit for unit in units if unit.group not in never or unit.value in kept)


def units_asked_for(session: Session, form: Form, problem: Problem) -> dict[str, tuple[Choice, ...]]:
    """For each field that chooses among the problem's own units: those that take its part, by name."""
    fields = [field for field in form.fields if field.widget == "problem_units"]
    involved = people.involvement(session, problem.id) if fields else {}
    ids = {unit for field in fields for unit in involved.get(field.part or "", ())}
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)).order_by(Unit.name)) if ids else ()
    named = [(unit_id, Choice(value=str(unit_id), label=name)) for unit_id, name in rows]
    return {
        field.name: tuple(choice for unit, choice in named if unit in involved.get(field.part or "", ()))
        for field in fields
    }


def assigned_units(session: Session, problem: Problem, part: str) -> list[str]:
    """The ids of the units that take a part now, for a form that changes them."""
    rows = session.scalars(
        select(ProblemUnit.unit_id).where(
            ProblemUnit.problem_id == problem.id, ProblemUnit.part == part, ProblemUnit.unit_id.is_not(None)
        )
    )
    return list(dict.fromkeys(str(unit_id) for unit_id in rows))
