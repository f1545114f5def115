"""What somebody should know: what occurred, the message of each person about it, and how each wants to be told.

An occurrence is written in the transaction in which it occurred, and costs it one row. Whom it concerns is found out afterwards, so that nobody who
signs waits for the people who must hear of it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Key, Line, Sentence, one_of
from workflows.records.cases import Case
from workflows.records.documents import Document
from workflows.records.mails import Mail
from workflows.records.people import Person
from workflows.records.problems import Problem
from workflows.records.tasks import Task

MAIL_CHOICES = ("at_once", "digest", "never")
DIGEST_DAYS = ("working", "daily", "monday")
_UNTOLD = text("told_at IS NULL")
_UNREAD = text("read_at IS NULL")


class Occurrence(Base):
    """Something people should be told of."""

    __tablename__ = "occurrence"
    __table_args__ = (
        Index("ix_occurrence_untold", "at", "id", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
        Index("ix_occurrence_problem_id", "problem_id"),
    )

    id: Mapped[Identity]
    kind: Mapped[Key]
    """A key of `rules.message_kinds.KINDS`."""
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Who did it, and so need not be told."""
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """The one person it is for; None: whoever the kind says."""
    problem_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem.id"))
    """Only who may see this problem may hear of it."""
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("rectification_case.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    text: Mapped[Sentence]
    """What its sentence is filled with, in canonical JSON."""
    told_at: Mapped[datetime | None]
    """When its messages were made; None while it waits for that."""

    actor: Mapped[Person | None] = relationship(foreign_keys=[actor_id], lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    problem: Mapped[Problem | None] = relationship(lazy="raise_on_sql")
    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")
    task: Mapped[Task | None] = relationship(lazy="raise_on_sql")
    document: Mapped[Document | None] = relationship(lazy="raise_on_sql")


class Message(Base):
    """One person's copy of an occurrence, read or unread."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "person_id"),
        Index("ix_message_unread", "person_id", "at", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index("ix_message_person_id_at", "person_id", "at", "id"),
    )

    id: Mapped[Identity]
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("occurrence.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    count: Mapped[int] = mapped_column(default=1, server_default="1")
    """Of how many occurrences of its kind it tells; more than one where they came in a heap."""
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mail.id"), index=True)
    """The mail it goes out with; None where its person wants none."""
    for_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """For whom its person stood in when it was told; None where it concerns themselves."""

    occurrence: Mapped[Occurrence] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    for_person: Mapped[Person | None] = relationship(foreign_keys=[for_person_id], lazy="raise_on_sql")
    mail: Mapped[Mail | None] = relationship(lazy="raise_on_sql")


class MessageHabit(Base):
    """How a person wants to be told, apart from the kinds. Times are minutes of the city's day."""

    __tablename__ = "message_habit"
    __table_args__ = (one_of("digest_days", DIGEST_DAYS),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    address: Mapped[Line | None]
    """For e-mail; None: no mail."""
    mobile: Mapped[Key | None]
    """By which a robot or a short-message gateway knows the person."""
    quiet_from: Mapped[int]
    quiet_until: Mapped[int]
    """The same minute as `quiet_from`: no quiet hours."""
    digest_at: Mapped[int]
    digest_days: Mapped[Key]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class MessageChoice(Base):
    """What a person chose for one kind of message; a kind without a row follows the default of their roles."""

    __tablename__ = "message_choice"
    __table_args__ = (one_of("mail", MAIL_CHOICES),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[Key] = mapped_column(primary_key=True)
    mail: Mapped[Key]
    hook: Mapped[bool]
    """Whether it also goes to the endpoints the system administrator has set up."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
