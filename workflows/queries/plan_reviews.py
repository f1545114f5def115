"""Plans under review as they stand: the row, the decisions, and the reading they are applied to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.plans import PlanReading
from workflows.plans.keeping import from_bytes
from workflows.plans.review import Decision, Review, review_of
from workflows.queries import people
from workflows.records import Person, PlanDecision, PlanReview
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.errors import NotFound, NotYet
from workflows.rules.permissions import Actor, seat_for_action


class _Kept:
    """A digest with the store that holds it; equal by digest, for content under one digest is the same everywhere."""

    def __init__(self, store: EvidenceStore, digest: str) -> None:
        self.store, self.digest = store, digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.digest == self.digest


def reading_of(store: EvidenceStore, digest: str) -> PlanReading:
    """The reading kept under a digest; the last few stay in memory, for every step of a review needs the whole. Raises NotFound."""
    return _reading_of(_Kept(store, digest))


@lru_cache(maxsize=4)
def _reading_of(kept: _Kept) -> PlanReading:
    with kept.store.open(kept.digest) as file:
        return from_bytes(file.read())


def row(session: Session, actor: Actor, review_id: UUID, *, locked: bool = False) -> PlanReview:
    """A plan that this person may know of. Raises NotFound, also for people who do not register plans."""
    query = select(PlanReview).where(PlanReview.id == review_id).execution_options(populate_existing=True)
    found = session.scalar(query.with_for_update() if locked else query)
    if found is None or seat_for_action(actor, "load_plan", {}) is None:
        raise NotFound(what="这份方案")
    return found


def decisions(session: Session, review_id: UUID) -> tuple[Decision, ...]:
    """Every decision about a plan, first to last."""
    query = select(PlanDecision, Person.name).join(Person, Person.id == PlanDecision.by_id)
    rows = session.execute(query.where(PlanDecision.review_id == review_id).order_by(PlanDecision.seq))
    return tuple(
        Decision(seq=kept.seq, kind=kept.kind, body=json.loads(kept.body), by_id=kept.by_id, by=name, at=kept.at)
        for kept, name in rows
    )


def review(
    session: Session, store: EvidenceStore, found: PlanReview, taken: Sequence[Decision] | None = None
) -> Review:
    """A plan as it stands. Raises NotYet while it is being read or when it could not be."""
    if found.reading_digest is None:
        raise NotYet(why="这份方案还没有读完，或者没有读成")
    steps = decisions(session, found.id) if taken is None else taken
    return review_of(reading_of(store, found.reading_digest), steps, people.unit_names(session))
