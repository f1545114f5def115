"""Who is signed in, and who tried to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Line
from workflows.records.people import Person


class WebSession(Base):
    """A signed-in browser. Only the token's hash is kept, so that a copy of the database signs nobody in."""

    __tablename__ = "web_session"

    id: Mapped[Digest] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    awaits_code: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether only the password was right so far: it opens nothing but the page that asks for the code."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class SignInAttempt(Base):
    """One attempt to sign in, counted per login and per address for the lock-out."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_login_at", "login", "at"),
        Index("ix_sign_in_attempt_address_at", "address", "at"),
    )

    id: Mapped[Identity]
    login: Mapped[Line]
    """As typed (cut to length by the caller); it need not exist."""
    address: Mapped[Line]
    at: Mapped[datetime]
    succeeded: Mapped[bool]
