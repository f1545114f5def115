"""Letting what is due happen: one transaction per case, so that one that fails holds up none of the others."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from uuid import UUID

from webapp.house import House
from workflows.actions import ticking
from workflows.rules.errors import Refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Ticked:
    """What one look at the clock did: how many cases it moved, and the sentence of each it could not move."""

    moved: int
    problems: tuple[str, ...]


def tick(house: House) -> Ticked:
    """Look at every case that is due by the city's clock. Safe to do twice at once: the slower one finds nothing due."""
    with house.sessions() as session:
        at = house.clock.now(session)
        due = ticking.due_cases(session, at=at)
    outcomes = [_pass_time(house, case_id) for case_id in due]
    problems = tuple(outcome for outcome in outcomes if outcome)
    return Ticked(moved=len(due) - len(problems), problems=problems)


def _pass_time(house: House, case_id: UUID) -> str:
    """Empty, or why it did not work."""
    with house.sessions() as session:
        try:
            ticking.pass_time(session, case_id=case_id, at=house.clock.now(session))
            session.commit()
        except Refusal as problem:
            log.warning("case %s: %s", case_id, problem)
            return str(problem)
    return ""
