"""The person behind an action, and the journal entry that says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.queries import diagrams, people
from workflows.records import Case, JournalEntry, Problem, journal
from workflows.rules.canonical import canonical
from workflows.rules.errors import InvalidInput, NotPermitted
from workflows.rules.permissions import ACTIONS, Actor, Seat, seat_for_action, why_not


def require(session: Session, actor: Actor, action: str, problem: Problem | None = None) -> Seat:
    """The seat in which the actor does `action`. Raises NotPermitted, saying who may, when the table gives them none."""
    involvement = people.involvement(session, problem.id) if problem is not None else {}
    seat = seat_for_action(actor, action, involvement)
    if seat is None:
        raise NotPermitted(why=why_not(ACTIONS[action]))
    return seat


def require_valid(session: Session, case: Case, form_key: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts of a valid form deployed with the case's diagram. Raises InvalidInput with every field that must be corrected."""
    form = diagrams.form(session, case.diagram_id, form_key)
    if problems := form.validate(values):
        raise InvalidInput(problems)
    return form.facts_of(values)


def note(session: Session, what: str, *, case: Case | None, by: Actor | None, at: datetime, **facts: object) -> None:
    """Write what happened into the case's chain, or into the system's chain where it concerns no case. None: the system acted."""
    journal.write(
        session,
        chain=str(case.id) if case is not None else "system",
        at=at,
        actor_id=by.person_id if by else None,
        actor_name=by.name if by else "系统",
        what=what,
        facts=facts,
        case_id=case.id if case is not None else None,
        problem_id=case.problem_id if case is not None else None,
    )


def first_entry(case: Case, what: str, *, by: Actor | None, at: datetime, **facts: object) -> JournalEntry:
    """The entry `note` would write first into a new case's chain, for `journal.begin_chains`."""
    return JournalEntry(
        chain=str(case.id),
        at=at,
        actor_id=by.person_id if by else None,
        actor_name=by.name if by else "系统",
        what=what,
        text=canonical(dict(facts)),
        case_id=case.id,
        problem_id=case.problem_id,
    )


def actor(session: Session, person_id: UUID, at: datetime) -> Actor:
    """The acting person with their seats. Raises NotFound when the account is gone or closed."""
    return people.actor(session, person_id, at)
