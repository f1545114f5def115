"""Endpoints outside the house that are told of messages, and every delivery to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Key, Line, Paragraphs, Sentence, one_of
from workflows.records.messages import Message, Occurrence
from workflows.records.people import Person
from workflows.records.units import Unit

SHAPES = ("plain", "wecom", "dingtalk")
DELIVERY_STATES = ("waiting", "done", "dropped", "dead")
_WAITING = text("state = 'waiting'")


class Hook(Base):
    """An address the system administrator has set up. Address and secret are sealed with the site's own secret, which is not in the database."""

    __tablename__ = "hook"
    __table_args__ = (one_of("shape", SHAPES),)

    id: Mapped[Identity]
    name: Mapped[Line] = mapped_column(unique=True)
    shape: Mapped[Key]
    host: Mapped[Line]
    """The part of the address that may be shown."""
    sealed_address: Mapped[Paragraphs]
    sealed_secret: Mapped[Paragraphs]
    sealed_before: Mapped[Paragraphs | None]
    """The secret before this one; both sign until `before_until`."""
    before_until: Mapped[datetime | None]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    """Only for the people of this unit; None: for everybody."""
    active: Mapped[bool] = mapped_column(default=True)
    failing_since: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    """In a row."""
    off_reason: Mapped[Paragraphs | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    created_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class HookDelivery(Base):
    """One occurrence told to one endpoint, for all whom it concerns there."""

    __tablename__ = "hook_delivery"
    __table_args__ = (
        one_of("state", DELIVERY_STATES),
        Index("ix_hook_delivery_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_hook_delivery_hook_id_created_at", "hook_id", "created_at"),
    )

    id: Mapped[Identity]
    hook_id: Mapped[UUID] = mapped_column(ForeignKey("hook.id"))
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("occurrence.id"), index=True)
    state: Mapped[Key]
    due_at: Mapped[datetime]
    """When it is tried next. Whoever tries it moves this ahead first, so that it comes again if they die."""
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    status: Mapped[int | None]
    """What the endpoint answered last."""
    error: Mapped[Sentence | None]
    created_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    hook: Mapped[Hook] = relationship(lazy="raise_on_sql")
    occurrence: Mapped[Occurrence] = relationship(lazy="raise_on_sql")


class HookRecipient(Base):
    """Whose messages a delivery carries."""

    __tablename__ = "hook_recipient"

    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("hook_delivery.id"), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), primary_key=True, index=True)

    delivery: Mapped[HookDelivery] = relationship(lazy="raise_on_sql")
    message: Mapped[Message] = relationship(lazy="raise_on_sql")
