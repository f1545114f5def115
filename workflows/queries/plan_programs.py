"""A plan under review as a program reads it: problem after problem with their fields, doubt after doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.plans.review import Decision, Doubt, Review
from workflows.queries import people, plan_reviews
from workflows.queries.plan_review_page import fields_of
from workflows.queries.plan_values import FieldShown
from workflows.records.evidence_store import EvidenceStore


@dataclass(frozen=True, kw_only=True)
class EntryRead:
    """A problem of a plan with what was read of it, or what somebody made of that."""

    key: str
    number: str
    fields: tuple[FieldShown, ...]
    doubts: tuple[Doubt, ...]


def entries_read(
    session: Session, store: EvidenceStore, *, person_id: UUID, review_id: UUID, first: int, limit: int, at: datetime
) -> tuple[EntryRead, ...]:
    """Problems in the order of the plan, beginning with the one at `first` (from 0). Raises NotFound, NotYet while it is not read."""
    stands, steps = _stands(session, store, person_id, review_id, at)
    return tuple(
        EntryRead(
            key=entry.key,
            number=entry.problem.number or "",
            fields=fields_of(entry, doubts, steps),
            doubts=doubts,
        )
        for entry in stands.entries[first : first + limit]
        for doubts in (stands.doubts_by_problem.get(entry.key, ()),)
    )


def doubts_read(
    session: Session, store: EvidenceStore, *, person_id: UUID, review_id: UUID, first: int, limit: int, at: datetime
) -> tuple[Doubt, ...]:
    """All doubts, settled ones too, in the order in which they are asked. Raises NotFound, NotYet."""
    stands, _ = _stands(session, store, person_id, review_id, at)
    return stands.doubts[first : first + limit]


def _stands(
    session: Session, store: EvidenceStore, person_id: UUID, review_id: UUID, at: datetime
) -> tuple[Review, tuple[Decision, ...]]:
    found = plan_reviews.row(session, people.actor(session, person_id, at), review_id)
    steps = plan_reviews.decisions(session, review_id)
    return plan_reviews.review(session, store, found, steps), steps
