"""Open tasks, so that inboxes need no engine; and submissions, so that a repeated click is recognised."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Key, Label, Paragraphs
from workflows.records.cases import Case
from workflows.records.people import Person
from workflows.records.units import Unit

_OPEN = text("closed_at IS NULL")
_ALONE = text("closed_at IS NULL AND unit_id IS NULL")


class Task(Base):
    """A user box that waits, or waited, for somebody; one per unit where a box is done by several units side by side.

    The open ones can be rebuilt from the engine's state, and from who of the units has signed.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_open", "role", "unit_id", "due_on", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "uq_task_open_unit", "case_id", "token", "unit_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("uq_task_open_alone", "case_id", "token", unique=True, sqlite_where=_ALONE, postgresql_where=_ALONE),
        Index("ix_task_case_id_token", "case_id", "token"),
    )

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"))
    token: Mapped[Key]
    """The engine's name for this visit of the box."""
    box: Mapped[Key]
    name: Mapped[Label]
    role: Mapped[Key]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    """The one unit that does it, where several units do a box side by side; None: whoever the role says."""
    opened_at: Mapped[datetime]
    due_on: Mapped[date | None]
    returned: Mapped[bool] = mapped_column(default=False)
    returned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    return_reason: Mapped[Paragraphs | None]
    chased_at: Mapped[datetime | None]
    chases: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often somebody was urged to do it."""
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Who has said that they do it, or was given it by name; None while it is everybody's who may do it."""
    assigned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """The assignee themselves, where they claimed it."""
    assigned_at: Mapped[datetime | None]
    assign_reason: Mapped[Paragraphs | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None with `closed_at` set: the engine withdrew the task (another path was taken)."""

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    returned_by: Mapped[Person | None] = relationship(foreign_keys=[returned_by_id], lazy="raise_on_sql")
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id], lazy="raise_on_sql")
    assigned_by: Mapped[Person | None] = relationship(foreign_keys=[assigned_by_id], lazy="raise_on_sql")
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id], lazy="raise_on_sql")


class Submission(Base):
    """One press of a button. Its id comes with the page, so the same press twice meets its own row and acts once."""

    __tablename__ = "submission"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    outcome: Mapped[Label]

    task: Mapped[Task | None] = relationship(lazy="raise_on_sql")
    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
