"""Evidence: what was uploaded to a case. The bytes lie in an evidence store under their digest."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Line, Paragraphs
from workflows.records.cases import Case
from workflows.records.people import Person
from workflows.records.tasks import Task


class Evidence(Base):
    """One uploaded file. The same content may be uploaded twice: two rows, one file."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("size >= 0", name="size_positive"),
        Index("ix_evidence_case_id_uploaded_at", "case_id", "uploaded_at"),
    )

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    digest: Mapped[Digest] = mapped_column(index=True)
    name: Mapped[Line]
    media_type: Mapped[Line]
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    note: Mapped[Paragraphs | None]
    taken_on: Mapped[date | None]
    taken_at: Mapped[datetime | None]
    """When a photograph says it was taken; a camera that names no zone is taken to show the city's time."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    """Where a photograph says it was taken, in degrees (WGS 84). For those who work on the case; never on public pages or papers."""
    width: Mapped[int | None]
    height: Mapped[int | None]
    """Pixels, upright; None for what is no picture, or could not be read as one."""
    thumbnail: Mapped[Digest | None]
    """A small picture of it in the evidence store, made here."""
    uploaded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    task: Mapped[Task | None] = relationship(lazy="raise_on_sql")
    uploaded_by: Mapped[Person] = relationship(lazy="raise_on_sql")
