"""What a diagram is told of a problem besides the answers to its forms.

The start facts are those every case begins with. Some of them change while the case runs (the office assigns units, hands the problem to
others), so the standing ones are told anew with every completed box: a gateway always decides by how things are now.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.records import Measure, Problem, ProblemUnit, Unit
from workflows.rules.deadlines import deadline_instant
from workflows.rules.levels import is_county_level

STANDING_FACTS = frozenset({"county_level"})
ACTING_PARTS = ("responsible", "lead")
START_FACTS = ("units_assigned", "plan_known", "deadline_at", *sorted(STANDING_FACTS))


def start_facts(session: Session, problem: Problem) -> dict[str, bool | str]:
    """Are the units known, is there a plan, when is it due, and whose acceptance does it need.

    Units are known when at least one unit is responsible and every printed responsible and lead unit was matched: those decide who acts.
    Who only takes part or looks on may be a collective that matches no unit (各县区) and keeps nobody waiting. A plan is there when it
    has measures and says when they are due (a day, at once, or for good).
    """
    units = session.execute(
        select(ProblemUnit.part, ProblemUnit.unit_id).where(ProblemUnit.problem_id == problem.id)
    ).all()
    measures = session.scalar(select(Measure.id).where(Measure.problem_id == problem.id).limit(1))
    known = [(part, unit_id) for part, unit_id in units]
    return {**beginning(problem, known, has_measures=measures is not None), **standing_facts(session, problem)}


def beginning(
    problem: Problem, units: Collection[tuple[str, UUID | None]], *, has_measures: bool
) -> dict[str, bool | str]:
    """The facts that only hold at the start. `units` are the printed ones with their part, None where none was matched."""
    acting = [(part, unit_id) for part, unit_id in units if part in ACTING_PARTS]
    due = problem.due_on is not None or problem.long_term or problem.immediate
    return {
        "units_assigned": any(part == "responsible" for part, _ in acting) and all(unit_id for _, unit_id in acting),
        "plan_known": has_measures and due,
        "deadline_at": deadline_instant(problem.due_on).isoformat(),
    }


def standing_facts(session: Session, problem: Problem) -> dict[str, bool | str]:
    """What follows from the problem's units as they are now."""
    rows = session.execute(
        select(ProblemUnit.part, Unit.id, Unit.level)
        .join(Unit, Unit.id == ProblemUnit.unit_id)
        .where(ProblemUnit.problem_id == problem.id, ProblemUnit.part.in_(ACTING_PARTS))
    ).all()
    return standing([(part, unit_id, level) for part, unit_id, level in rows])


def standing(units: Collection[tuple[str, UUID, str]]) -> dict[str, bool | str]:
    """The same of matched units with their part and level."""
    responsible = {unit_id: level for part, unit_id, level in units if part == "responsible"}
    lead = {unit_id for part, unit_id, _ in units if part == "lead"}
    return {"county_level": is_county_level(responsible, lead)}
