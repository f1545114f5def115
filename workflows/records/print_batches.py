"""Papers printed together: a batch is asked for once, its items are made one by one, and the result is one file."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Key, Sentence, one_of
from workflows.records.documents import Document
from workflows.records.people import Person

PRINTS = ("originals", "copies")
"""The signed files as they were issued, or reprints marked as copies, which carry no signature."""
RESULTS = ("zip", "merged")
BATCH_STATUSES = ("waiting", "printing", "ready", "failed")
ITEM_STATUSES = ("waiting", "done", "failed")


class PrintBatch(Base):
    """What one person asked to have printed together. Never failed for one paper: that stands at its item."""

    __tablename__ = "print_batch"
    __table_args__ = (
        one_of("prints", PRINTS),
        one_of("result", RESULTS),
        one_of("status", BATCH_STATUSES),
    )

    id: Mapped[Identity]
    prints: Mapped[Key]
    result: Mapped[Key]
    status: Mapped[Key] = mapped_column(default="waiting", index=True)
    error: Mapped[Sentence | None]
    """Why the whole batch could not be finished, in words (a full disk)."""
    file_digest: Mapped[Digest | None]
    """Where the evidence store keeps the result."""
    size: Mapped[int | None] = mapped_column(BigInteger)
    """Of the result in bytes."""
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    asked_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class PrintItem(Base):
    """One paper of a batch; its row makes the printing safe to resume: what is done is not done again."""

    __tablename__ = "print_item"
    __table_args__ = (
        one_of("status", ITEM_STATUSES),
        UniqueConstraint("batch_id", "position"),
        UniqueConstraint("batch_id", "document_id"),
    )

    id: Mapped[Identity]
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("print_batch.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    position: Mapped[int]
    """From 1, in the order of the result."""
    status: Mapped[Key] = mapped_column(default="waiting")
    error: Mapped[Sentence | None]
    """Why this paper is not in the result, in words."""
    file_digest: Mapped[Digest | None]
    """The file that goes into the result: the signed original, or the copy."""
    done_at: Mapped[datetime | None]

    batch: Mapped[PrintBatch] = relationship(lazy="raise_on_sql")
    document: Mapped[Document] = relationship(lazy="raise_on_sql")
