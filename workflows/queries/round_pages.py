"""What the office needs to open a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.queries import access, people, rounds
from workflows.rules import progress
from workflows.rules.deadlines import city_day
from workflows.rules.permissions import seat_for_action
from workflows.rules.progress import Weekly


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Whether this person may open a round, the one this week has already, and the days that are set."""

    may_open: bool
    this_week: UUID | None
    weekly: Weekly
    due_on: date


def opening(session: Session, *, person_id: UUID, at: datetime) -> Opening:
    """Raises NotFound when the account is gone."""
    actor, today = people.actor(session, person_id, at), city_day(at)
    weekly, before = rounds.weekly(session), rounds.of_week(session, progress.week_of(today))
    runs = before is not None and access.case_of(session, before.problem_id).cancelled_at is None
    return Opening(
        may_open=seat_for_action(actor, "open_round", {}) is not None,
        this_week=before.problem_id if before is not None and runs else None,
        weekly=weekly,
        due_on=progress.due_on(weekly, today),
    )
