"""A plan on its way to the list: uploaded, read, dropped. What people decide about it meanwhile is in `plan_deciding`."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import jobs
from workflows.actions import who
from workflows.plans import PlanReading, review
from workflows.plans.keeping import MOST_KEPT, to_bytes
from workflows.queries import people, plan_reviews
from workflows.records import PlanReview, ProblemList
from workflows.records.evidence_store import EvidenceStore, Stored
from workflows.rules.errors import FieldProblem, InvalidInput, NotFound, NotYet

READ = "read_plan"
LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A plan's file as it came: the press of the button that brought it, its name, where it is kept, what it is a later version of."""

    id: UUID
    file_name: str
    stored: Stored
    replaces_id: UUID | None = None


def require_uploader(session: Session, *, by: UUID, at: datetime) -> None:
    """Raises NotPermitted for who does not register plans: asked before a file is taken in."""
    who.require(session, who.actor(session, by, at), "load_plan")


def keep_reading(store: EvidenceStore, reading: PlanReading) -> Stored:
    """The reading, kept by its digest."""
    return store.put(io.BytesIO(to_bytes(reading)), limit=MOST_KEPT)


def upload_plan(
    session: Session, upload: Upload, *, reading: PlanReading | None, kept: Stored | None, by: UUID, at: datetime
) -> PlanReview:
    """Take a plan in for review. Without a `reading` the worker reads it. The same press twice is one plan.

    Raises NotPermitted, NotFound for a list that it cannot be a version of.
    """
    actor = who.actor(session, by, at)
    who.require(session, actor, "load_plan")
    if (before := session.get(PlanReview, upload.id)) is not None:
        return before
    if upload.replaces_id is not None and session.get(ProblemList, upload.replaces_id) is None:
        raise NotFound(what="所选的问题清单")
    made = PlanReview(
        id=upload.id,
        file_name=upload.file_name[-LONGEST_NAME:],
        digest=upload.stored.digest,
        size=upload.stored.size,
        status="reading",
        replaces_id=upload.replaces_id,
        uploaded_by_id=by,
        uploaded_at=at,
    )
    session.add(made)
    session.flush()
    who.note(session, "plan:uploaded", case=None, by=actor, at=at, name=made.file_name, digest=made.digest)
    if reading is None or kept is None:
        jobs.enqueue(session, READ, {"review_id": str(made.id)}, key=f"read-plan:{made.id}")
    else:
        _settle(session, made, reading, kept)
    return made


def to_read(session: Session, *, review_id: UUID) -> PlanReview | None:
    """The plan that is still to be read; None when it was read meanwhile, or dropped."""
    found = session.get(PlanReview, review_id)
    return found if found is not None and found.status == "reading" else None


def record_reading(session: Session, *, review_id: UUID, reading: PlanReading, kept: Stored) -> None:
    """What the worker read; a second time changes nothing."""
    if (found := _waiting(session, review_id)) is not None:
        _settle(session, found, reading, kept)


def record_unreadable(session: Session, *, review_id: UUID, why: str) -> None:
    """Why the worker could not read it, in words."""
    if (found := _waiting(session, review_id)) is not None:
        found.status, found.error = "unreadable", why


def drop_plan(session: Session, *, review_id: UUID, reason: str, by: UUID, at: datetime) -> PlanReview:
    """Put a plan aside without registering it. The file and everything decided are kept.

    Raises NotFound, InvalidInput without a reason, NotYet for one that is being registered or was.
    """
    actor = who.actor(session, by, at)
    found = plan_reviews.row(session, actor, review_id, locked=True)
    if found.status == "dropped":
        return found
    if found.status in ("opening", "accepted"):
        raise NotYet(why="这份方案已经登记，不能再放弃")
    if not reason.strip():
        raise InvalidInput([FieldProblem(field="reason", label="理由", message="请写明放弃这份方案的理由。")])
    found.status, found.dropped_reason, found.dropped_by_id, found.ended_at = "dropped", reason.strip(), by, at
    who.note(session, "plan:dropped", case=None, by=actor, at=at, name=found.file_name, reason=reason.strip()[:500])
    return found


def _settle(session: Session, found: PlanReview, reading: PlanReading, kept: Stored) -> None:
    started = review.review_of(reading, (), people.unit_names(session))
    found.reading_digest, found.status, found.error = kept.digest, "reviewing", None
    found.title, found.shape = reading.title, reading.shape
    found.problems, found.doubts = len(started.entries), len(started.open_doubts)


def _waiting(session: Session, review_id: UUID) -> PlanReview | None:
    query = select(PlanReview).where(PlanReview.id == review_id, PlanReview.status == "reading")
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))
