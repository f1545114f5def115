"""Problem lists: one published plan each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Key, Line
from workflows.records.people import Person


class ProblemList(Base):
    """The problems of one inspection as one plan printed them."""

    __tablename__ = "problem_list"

    id: Mapped[Identity]
    name: Mapped[Line] = mapped_column(unique=True)
    inspection: Mapped[Line | None]
    """Which inspection found them (中央生态环境保护督察)."""
    round: Mapped[Line | None]
    """Which round of it (第二轮)."""
    process: Mapped[Key] = mapped_column(default="rectification")
    """The process its problems run through: the key of a diagram."""
    source_name: Mapped[Line]
    source_digest: Mapped[Digest]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None when the command line loaded it."""
    published_at: Mapped[datetime | None]
    """Since when everybody may read it on the public pages; None: only who is signed in."""
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id], lazy="raise_on_sql")
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id], lazy="raise_on_sql")
