"""Uploads that are under way: whose they are and how long they will be. The bytes that came lie in a `PartialUploads` directory."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Line
from workflows.records.evidence import Evidence
from workflows.records.people import Person
from workflows.records.tasks import Task


class Upload(Base):
    """A file somebody began to send, to be continued after a lost connection. Its row goes with its bytes when nobody comes back.

    How much has arrived is not kept here: the length of the file on disk says it, also after a crash.
    """

    __tablename__ = "upload"
    __table_args__ = (CheckConstraint("size > 0", name="size_positive"),)

    id: Mapped[Identity]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    name: Mapped[Line]
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes it will have when it is whole."""
    digest: Mapped[Digest | None]
    """What the sender says it will hash to; None where their browser could not say."""
    begun_at: Mapped[datetime]
    touched_at: Mapped[datetime] = mapped_column(index=True)
    """When something of it last came."""
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence.id"))
    """What became of it; kept for a while, so that a sender who lost the answer learns that all came."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    task: Mapped[Task] = relationship(lazy="raise_on_sql")
    evidence: Mapped[Evidence | None] = relationship(lazy="raise_on_sql")
