"""Units: who can be responsible for a problem."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Key, Line, one_of

LEVELS = ("city", "county", "department", "office")


class Unit(Base):
    """A body of the city: the city itself, a county or district, a department, the leading-group office."""

    __tablename__ = "unit"
    __table_args__ = (one_of("level", LEVELS),)

    id: Mapped[Identity]
    name: Mapped[Line] = mapped_column(unique=True)
    short_name: Mapped[Line | None] = mapped_column(index=True)
    """As plans abbreviate it (市生态环境局). Two counties may share one, so it is not unique."""
    level: Mapped[Key]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    """A unit that was merged away stays, because signed documents name it."""

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id", lazy="raise_on_sql")
