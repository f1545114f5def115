"""What the installation remembers about itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from workflows.records.base import Base, Key, Line, Paragraphs


class Setting(Base):
    """A value shared by all processes, such as `clock.offset` of a demonstration (seconds)."""

    __tablename__ = "setting"

    key: Mapped[Key] = mapped_column(primary_key=True)
    value: Mapped[Paragraphs]


class Heartbeat(Base):
    """When a worker last said that it lives; the jobs of a silent one are taken over."""

    __tablename__ = "heartbeat"

    executor_id: Mapped[Line] = mapped_column(primary_key=True)
    at: Mapped[datetime]
