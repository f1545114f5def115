"""Accepting an uploaded plan as a later version of a list: the review as it stands, the decisions about each row, one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from workflows.actions import plan_deciding, who
from workflows.actions.plan_accepting import DoubtsLeft
from workflows.actions.plan_updates import Update, Updated, update_plan
from workflows.actions.plan_versions import PlanFile
from workflows.plans.review import register_of
from workflows.queries import plan_reviews
from workflows.records import ProblemList
from workflows.records.evidence_store import EvidenceStore
from workflows.rules.errors import ChangedMeanwhile, NotFound, NotYet


@dataclass(frozen=True, kw_only=True)
class Revised:
    """What a person says on the page of the difference. `seen` is the last step of the review their page knew, `base` the version."""

    id: UUID
    base: int
    seen: int
    reason: str
    decisions: Mapping[str, str] = field(default_factory=dict)
    leave_rest: bool = False


def accept_revision(
    session: Session, store: EvidenceStore, *, review_id: UUID, revised: Revised, by: UUID, at: datetime
) -> Updated:
    """Take a plan under review into the list it is a later version of. A second press changes nothing.

    Raises what `update_plan` refuses, NotFound for a plan that is no later version, NotYet, ChangedMeanwhile, DoubtsLeft.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "update_plan")
    found = plan_reviews.row(session, actor, review_id, locked=True)
    if found.replaces_id is None:
        raise NotFound(what="这份方案要更新的清单")
    if found.status == "accepted":
        return Updated(version=revised.base + 1, repeated=True)
    if found.status != "reviewing":
        raise NotYet(why=plan_deciding.STANDS[found.status])
    if found.rev != revised.seen:
        raise ChangedMeanwhile()
    stands = plan_reviews.review(session, store, found)
    if stands.open_doubts:
        if not revised.leave_rest:
            raise DoubtsLeft(count=len(stands.open_doubts))
        plan_deciding.settle_rest(session, store, found, request_id=revised.id, by=actor, at=at)
    steps = plan_reviews.decisions(session, review_id)
    register = register_of(plan_reviews.review(session, store, found, steps), steps)
    update = Update(
        reading=register.reading,
        reviewed=register,
        file=PlanFile(name=found.file_name, digest=found.digest),
        base=revised.base,
        reason=revised.reason,
        decisions=revised.decisions,
    )
    done = update_plan(session, list_id=found.replaces_id, update=update, by=by, at=at)
    found.status, found.list_id = "accepted", found.replaces_id
    found.list_name = session.get_one(ProblemList, found.replaces_id).name
    found.accepted_by_id, found.accepted_at, found.ended_at = by, at, at
    session.flush()
    return done
