"""Which photographs a person put side by side: before and after the rectification of one place."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity
from workflows.records.cases import Case
from workflows.records.evidence import Evidence
from workflows.records.people import Person

_STANDS = text("dissolved_at IS NULL")


class PhotoPair(Base):
    """Two photographs of one place. A pair that was wrong is dissolved, not removed; a photograph is in one standing pair at most."""

    __tablename__ = "photo_pair"
    __table_args__ = (
        CheckConstraint("before_id <> after_id", name="two_photographs"),
        Index("uq_photo_pair_before", "before_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("uq_photo_pair_after", "after_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"), index=True)
    before_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"))
    after_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"))
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    dissolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    dissolved_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    before: Mapped[Evidence] = relationship(foreign_keys=[before_id], lazy="raise_on_sql")
    after: Mapped[Evidence] = relationship(foreign_keys=[after_id], lazy="raise_on_sql")
    set_by: Mapped[Person] = relationship(foreign_keys=[set_by_id], lazy="raise_on_sql")
    dissolved_by: Mapped[Person | None] = relationship(foreign_keys=[dissolved_by_id], lazy="raise_on_sql")
