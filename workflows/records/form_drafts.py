"""What somebody has typed into a form and not yet sent: kept until it is sent, thrown away after a while."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, CanonicalText, Identity, Line
from workflows.records.people import Person


class FormDraft(Base):
    """The newest draft of one person for one form. Nobody else ever sees it, and nothing in the house reads it but that form."""

    __tablename__ = "form_draft"
    __table_args__ = (UniqueConstraint("person_id", "path"),)

    id: Mapped[Identity]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    path: Mapped[Line]
    """The address of the form's page."""
    fields: Mapped[CanonicalText]
    """Names and values in the order of the page, as a canonical list of pairs."""
    saved_at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
