"""The versions of a plan that made a list what it is: what each said when it was accepted, chained by digest."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Line, Paragraphs
from workflows.records.people import Person
from workflows.records.problem_lists import ProblemList


class PlanVersion(Base):
    """One accepted version of a list's plan. Never changed; a revised plan is a further row.

    What has happened to the problems since stands in their own rows: a later version is compared with what this one said.
    """

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("list_id", "number"),)

    id: Mapped[Identity]
    list_id: Mapped[UUID] = mapped_column(ForeignKey("problem_list.id"))
    number: Mapped[int]
    """From 1, without gaps, within the list."""
    file_name: Mapped[Line]
    file_digest: Mapped[Digest]
    """Of the plan's file; the evidence store keeps it."""
    register: Mapped[bytes] = mapped_column(deferred=True)
    """The problems as they were accepted: canonical JSON, compressed."""
    register_digest: Mapped[Digest]
    """Of that JSON before it is compressed."""
    chain: Mapped[Digest]
    """SHA-256 over the chain of the version before, the file and the register: no version can be exchanged unseen."""
    reason: Mapped[Paragraphs | None]
    """Why the plan was revised; None for the first version."""
    accepted_at: Mapped[datetime]
    accepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None when the command line loaded it."""

    problem_list: Mapped[ProblemList] = relationship(lazy="raise_on_sql")
    accepted_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
