"""What people say to each other about a case. Append-only by triggers: a comment that was wrong is taken back, in a row of its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Line, Paragraphs
from workflows.records.cases import Case
from workflows.records.people import Person


class Comment(Base):
    """A remark. No decision and no evidence: it stands on no paper."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_case_id_at", "case_id", "at"),)

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    unit_name: Mapped[Line]
    """The units of the person when they wrote it, as it is shown."""
    text: Mapped[Paragraphs]
    at: Mapped[datetime]

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class CommentMention(Base):
    """Somebody a comment calls by name, who could see the case when it was written."""

    __tablename__ = "comment_mention"

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    comment: Mapped[Comment] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class CommentWithdrawal(Base):
    """A comment taken back by who wrote it: its place and the moment stay, its words are no longer shown."""

    __tablename__ = "comment_withdrawal"

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    at: Mapped[datetime]

    comment: Mapped[Comment] = relationship(lazy="raise_on_sql")
