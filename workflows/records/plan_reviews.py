"""Plans on their way to the list: the file, what was read of it, and what people decided, step by step, until it is registered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import (
    Base,
    CanonicalText,
    Digest,
    Identity,
    Key,
    Label,
    Line,
    Paragraphs,
    Sentence,
    one_of,
)
from workflows.records.people import Person
from workflows.records.problem_lists import ProblemList

REVIEW_STATUSES = ("reading", "unreadable", "reviewing", "opening", "accepted", "dropped")


class PlanReview(Base):
    """One uploaded plan. The reading is never changed; the register to be is the reading with the decisions applied in their order."""

    __tablename__ = "plan_review"
    __table_args__ = (one_of("status", REVIEW_STATUSES),)

    id: Mapped[Identity]
    """That of the upload form, so that the same press twice is one plan."""
    file_name: Mapped[Line]
    digest: Mapped[Digest] = mapped_column(index=True)
    """Of the file as it came; the evidence store keeps it."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    status: Mapped[Key] = mapped_column(default="reading", index=True)
    error: Mapped[Sentence | None]
    """Why the file could not be read, or the register not be opened, in words."""
    reading_digest: Mapped[Digest | None]
    """Where the evidence store keeps what was read."""
    title: Mapped[Paragraphs | None]
    """The plan's own, as printed."""
    shape: Mapped[Label | None]
    problems: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    """Not settled yet, after the last decision."""
    rev: Mapped[int] = mapped_column(default=0)
    """The number of the last decision."""
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem_list.id"))
    """The list this plan is a later version of."""
    list_name: Mapped[Line | None]
    inspection: Mapped[Line | None]
    round: Mapped[Line | None]
    process: Mapped[Key | None]
    list_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem_list.id"), index=True)
    """The list that came of it."""
    uploaded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    accepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When the register stood, or the plan was dropped."""
    dropped_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    dropped_reason: Mapped[Paragraphs | None]

    replaces: Mapped[ProblemList | None] = relationship(lazy="raise_on_sql", foreign_keys=replaces_id)
    problem_list: Mapped[ProblemList | None] = relationship(lazy="raise_on_sql", foreign_keys=list_id)
    uploaded_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=uploaded_by_id)
    accepted_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=accepted_by_id)
    dropped_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=dropped_by_id)


class PlanDecision(Base):
    """What a person decided about a plan. Never changed: a step taken back is a further step that says so."""

    __tablename__ = "plan_decision"
    __table_args__ = (UniqueConstraint("review_id", "seq"),)

    id: Mapped[Identity]
    """That of the form, so that the same press twice is one decision."""
    review_id: Mapped[UUID] = mapped_column(ForeignKey("plan_review.id"))
    seq: Mapped[int]
    """From 1, without gaps."""
    kind: Mapped[Key]
    body: Mapped[CanonicalText]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    review: Mapped[PlanReview] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class PlanLock(Base):
    """Who is working on a problem of a plan, until when; somebody else sees it and waits, or takes over."""

    __tablename__ = "plan_lock"
    __table_args__ = (UniqueConstraint("review_id", "problem"),)

    id: Mapped[Identity]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("plan_review.id"))
    problem: Mapped[Key]
    """The problem's key within the review."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime]

    review: Mapped[PlanReview] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class PlanPortion(Base):
    """Some problems of an accepted plan with all their rows, drawn up aside: nobody finds them before all portions are put in place together.

    A portion is written once, whichever worker does it; all are gone when the register stands or was stopped.
    """

    __tablename__ = "plan_portion"
    __table_args__ = (UniqueConstraint("review_id", "position"),)

    id: Mapped[Identity]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("plan_review.id"))
    position: Mapped[int]
    """From 1, without gaps."""
    problems: Mapped[int]
    basis: Mapped[Digest]
    """Of everything it was drawn up from: units, diagram, decisions. What was drawn up from something else is drawn up anew."""
    drawn_at: Mapped[datetime]
    """The moment the whole register is opened at; the same for all portions."""
    problem_ids: Mapped[CanonicalText]
    """JSON: the identities of the problems, in their order."""
    alone: Mapped[CanonicalText]
    """JSON: those whose case begins with more than its own rows, and is opened when the others are put in place."""
    rows: Mapped[bytes] = mapped_column(deferred=True)
    """`records.packed_rows`."""

    review: Mapped[PlanReview] = relationship(lazy="raise_on_sql")
