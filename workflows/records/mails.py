"""Mails on their way out. The text is not kept: it is written when the mail is sent, from what its person may still see."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Key, Sentence, one_of
from workflows.records.people import Person

MAIL_STATES = ("waiting", "sent", "dropped", "dead")
_WAITING = text("state = 'waiting'")


class Mail(Base):
    """One mail to one person, about one message or many. Its Message-ID follows from `id`, so that every try is the same mail."""

    __tablename__ = "mail"
    __table_args__ = (
        one_of("state", MAIL_STATES),
        Index("ix_mail_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_mail_person_id_state", "person_id", "state"),
        Index("ix_mail_state_created_at", "state", "created_at"),
    )

    id: Mapped[Identity]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    digest: Mapped[bool]
    """Whether it gathers what came since the last one; else it is sent as soon as its person may be disturbed."""
    state: Mapped[Key]
    """`dropped`: when it was to be sent there was nothing left to say, or nobody to say it to."""
    due_at: Mapped[datetime]
    """When it is tried next. Whoever tries it moves this ahead first, so that it comes again if they die."""
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    error: Mapped[Sentence | None]
    """Why the last try failed, in words."""
    created_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
