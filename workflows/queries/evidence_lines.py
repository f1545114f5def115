"""The files of a case as its pages show them: what a photograph says of itself, what it is paired with, what to look at twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows.records import Case, Evidence, PhotoPair, Problem
from workflows.rules.deadlines import city_day
from workflows.rules.photo_doubts import Period, doubts, place_words
from workflows.rules.photographs import AFTER, BEFORE, side_of


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """One file of a case."""

    id: UUID
    name: str
    media_type: str
    size: int
    digest: str
    note: str
    uploaded_by: str
    uploaded_at: datetime
    task_id: UUID | None = None
    taken_at: datetime | None = None
    place: str = ""
    """Where it was taken, in words; for those who see the case, on no public page."""
    shown: bool = False
    """Whether there is a small picture of it."""
    width: int = 0
    height: int = 0
    side: str = ""
    """before or after, as it was paired, or else as its name says; empty where neither does."""
    paired: bool = False
    doubts: tuple[str, ...] = ()
    """What to look at twice; empty for what is no photograph."""

    @property
    def is_photo(self) -> bool:
        """Whether it is a picture, readable or not."""
        return self.media_type.startswith("image/")


def evidence(session: Session, case_id: UUID) -> tuple[EvidenceLine, ...]:
    """The files of a case, newest first."""
    rows = session.scalars(
        select(Evidence)
        .where(Evidence.case_id == case_id)
        .options(joinedload(Evidence.uploaded_by))
        .order_by(Evidence.uploaded_at.desc(), Evidence.id)
    ).all()
    if not rows:
        return ()
    period, sides = _period(session, case_id), sides_of(session, case_id)
    return tuple(_line(row, period, sides.get(row.id, "")) for row in rows)


def standing_pairs(session: Session, case_id: UUID) -> Sequence[PhotoPair]:
    """The pairs people set and nobody dissolved, in the order they were set."""
    query = select(PhotoPair).where(PhotoPair.case_id == case_id, PhotoPair.dissolved_at.is_(None))
    return session.scalars(query.order_by(PhotoPair.set_at, PhotoPair.id)).all()


def sides_of(session: Session, case_id: UUID) -> dict[UUID, str]:
    """Photograph → before or after, for those that are in a pair."""
    found: dict[UUID, str] = {}
    for pair in standing_pairs(session, case_id):
        found[pair.before_id], found[pair.after_id] = BEFORE, AFTER
    return found


def _period(session: Session, case_id: UUID) -> Period:
    opened_at, due_on = session.execute(
        select(Case.opened_at, Problem.due_on).join(Problem, Problem.id == Case.problem_id).where(Case.id == case_id)
    ).one()
    return Period(begins_on=city_day(opened_at), ends_on=due_on)


def _line(row: Evidence, period: Period, set_side: str) -> EvidenceLine:
    photo = row.media_type.startswith("image/")
    side = set_side or (side_of(row.name) if photo else "")
    return EvidenceLine(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        note=row.note or "",
        uploaded_by=row.uploaded_by.name,
        uploaded_at=row.uploaded_at,
        task_id=row.task_id,
        taken_at=row.taken_at,
        place=place_words(row.latitude, row.longitude),
        shown=row.thumbnail is not None,
        width=row.width or 0,
        height=row.height or 0,
        side=side,
        paired=bool(set_side),
        doubts=doubts(
            taken_on=row.taken_on,
            has_place=row.latitude is not None,
            uploaded_on=city_day(row.uploaded_at),
            period=period,
            before=side == BEFORE,
        )
        if photo
        else (),
    )
