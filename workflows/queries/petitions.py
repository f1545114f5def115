"""The page on which the office registers a petition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.forms import Form
from workflows.queries import diagrams, people
from workflows.queries.values import Choice
from workflows.records import Unit
from workflows.rules.errors import NotPermitted
from workflows.rules.permissions import ACTIONS, seat_for_action, why_not


@dataclass(frozen=True, kw_only=True)
class PetitionPage:
    """The form, and the counties a petition can be handed to, by the name of the field."""

    form: Form
    choices: dict[str, tuple[Choice, ...]]


def petition_page(session: Session, *, person_id: UUID, at: datetime) -> PetitionPage:
    """Raises NotPermitted for whoever may not register a petition."""
    if seat_for_action(people.actor(session, person_id, at), "register_petition", {}) is None:
        raise NotPermitted(why=why_not(ACTIONS["register_petition"]))
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.active, Unit.level == "county").order_by(Unit.name))
    counties = tuple(Choice(value=str(unit_id), label=name) for unit_id, name in rows)
    form = diagrams.shipped_verbs()["register_petition"]
    return PetitionPage(form=form, choices={"responsible_units": counties})
