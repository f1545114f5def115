"""Issued documents and their gap-free numbers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from workflows.records.base import Base, CanonicalText, Digest, Identity, Key, Label, Line, Paragraphs, Sentence, one_of
from workflows.records.cases import Case
from workflows.records.people import Person

STATUSES = ("waiting", "signing", "ready", "failed")


class Document(Base):
    """A document from the moment it was decided.

    The dossier is frozen at once; the signed file follows when the job has run.
    """

    __tablename__ = "document"
    __table_args__ = (one_of("status", STATUSES), Index("ix_document_case_id_issued_at", "case_id", "issued_at"))

    id: Mapped[Identity]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("rectification_case.id"))
    """None for papers about the whole city: the record of a draw, the weekly table."""
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    """The sign-off, extension, escalation step or draw the paper tells of, so that each gets its paper once."""
    kind: Mapped[Key]
    number: Mapped[Line] = mapped_column(unique=True)
    """As printed: 机关代字〔年〕序号."""
    year: Mapped[int]
    serial: Mapped[int]
    title: Mapped[Label]
    dossier: Mapped[CanonicalText] = mapped_column(deferred=True)
    dossier_digest: Mapped[Digest]
    status: Mapped[Key] = mapped_column(default="waiting", index=True)
    error: Mapped[Sentence | None]
    """Why the last attempt failed, in words."""
    master_digest: Mapped[Digest | None]
    """Of the PDF before signing."""
    final_digest: Mapped[Digest | None]
    """Of the signed PDF, as people download it."""
    file_digest: Mapped[Digest | None] = mapped_column(index=True)
    """Where the evidence store keeps the signed PDF."""
    verify_code: Mapped[Key] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    issued_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None when the system issued it."""
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    cancelled_reason: Mapped[Paragraphs | None]
    """Why the paper is void. Its number is not given again; the register of numbers tells this reason."""

    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")
    issued_by: Mapped[Person | None] = relationship(foreign_keys=[issued_by_id], lazy="raise_on_sql")
    cancelled_by: Mapped[Person | None] = relationship(foreign_keys=[cancelled_by_id], lazy="raise_on_sql")


class DocumentSerial(Base):
    """The last number given in a series; its row is locked while one is taken, so none is skipped or given twice."""

    __tablename__ = "document_serial"

    office: Mapped[Line] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    series: Mapped[Key] = mapped_column(primary_key=True)
    last: Mapped[int]


def next_serial(session: Session, *, office: str, year: int, series: str) -> int:
    """Take the next number of a series, from 1 each year.

    The row stays locked until the caller's transaction ends, so that a number given back by a rollback is given out again.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = insert(DocumentSerial).values(office=office, year=year, series=series, last=1)
    again = {"last": DocumentSerial.last + 1}
    key = [DocumentSerial.office, DocumentSerial.year, DocumentSerial.series]
    taken = session.execute(first.on_conflict_do_update(index_elements=key, set_=again).returning(DocumentSerial.last))
    return taken.scalar_one()
