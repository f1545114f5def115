"""What a person's own programs sign in with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Line
from workflows.records.people import Person


class PersonalToken(Base):
    """A token of one person. Only its hash is kept, so that a copy of the database lets nobody in; a revoked one stays, for the journal."""

    __tablename__ = "personal_token"

    id: Mapped[Identity]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[Digest] = mapped_column(unique=True)
    name: Mapped[Line]
    """What its owner calls it; the journal names it so."""
    ending: Mapped[Line]
    """Its last four characters, by which its owner tells it from others."""
    scopes: Mapped[Line]
    """Keys of `rules.tokens.SCOPES`, in their order, separated by a blank."""
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    """About when it was used last: noted at most once a minute."""
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
