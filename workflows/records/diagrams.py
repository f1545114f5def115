"""Deployed diagrams: a case finishes under the diagram it started with, so none is changed (triggers refuse it)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, CanonicalText, Digest, Identity, Key, Label
from workflows.records.people import Person


class Diagram(Base):
    """One version of a process: the file as uploaded, and what the engine compiled from it."""

    __tablename__ = "diagram"
    __table_args__ = (UniqueConstraint("key", "version"), UniqueConstraint("key", "digest"))

    id: Mapped[Identity]
    key: Mapped[Key]
    version: Mapped[int]
    """From 1, counted per key."""
    name: Mapped[Label]
    digest: Mapped[Digest]
    source: Mapped[bytes] = mapped_column(deferred=True)
    stored: Mapped[bytes] = mapped_column(deferred=True)
    deployed_at: Mapped[datetime]
    deployed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    deployed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    forms: Mapped[list[DiagramForm]] = relationship(back_populates="diagram", lazy="raise", passive_deletes="all")


class DiagramForm(Base):
    """A form as it stood when its diagram was deployed; as unchangeable as the diagram."""

    __tablename__ = "diagram_form"
    __table_args__ = (UniqueConstraint("diagram_id", "key"),)

    id: Mapped[Identity]
    diagram_id: Mapped[UUID] = mapped_column(ForeignKey("diagram.id"))
    key: Mapped[Key]
    schema: Mapped[CanonicalText]

    diagram: Mapped[Diagram] = relationship(back_populates="forms", lazy="raise_on_sql")
