"""Cases: a problem on its way through a diagram."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Identity, Key
from workflows.records.diagrams import Diagram
from workflows.records.problems import Problem


class Case(Base):
    """One problem's passage.

    Every UPDATE carries `WHERE rev = ?`: of two people who act at once, the second flush raises StaleDataError.
    """

    __tablename__ = "rectification_case"

    id: Mapped[Identity]
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"), unique=True)
    diagram_id: Mapped[UUID] = mapped_column(ForeignKey("diagram.id"), index=True)
    state: Mapped[bytes] = mapped_column(deferred=True)
    """The engine's own value (compressed). Only `workflows.engine` reads it."""
    rev: Mapped[int] = mapped_column()
    """Counted up by SQLAlchemy at every change; nobody else sets it."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """The next moment at which the engine must be told the time; None when it waits for people only."""
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    stage: Mapped[Key] = mapped_column(index=True)
    """The box it stands at, for lists."""
    rectified_at: Mapped[datetime | None]
    overdue_since: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    """While set, nobody acts and no timer fires."""
    cancelled_at: Mapped[datetime | None]
    """Taken off the list without closure: a duplicate, or listed by mistake. Never the same as closed."""
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("problem.id"))
    undo_state: Mapped[bytes | None] = mapped_column(deferred=True)
    """The engine's value before the last completion, while its doer may still take it back."""
    undo_sign_off_id: Mapped[UUID | None]
    undo_due_on: Mapped[date | None]

    problem: Mapped[Problem] = relationship(back_populates="case", foreign_keys=[problem_id], lazy="raise_on_sql")
    merged_into: Mapped[Problem | None] = relationship(foreign_keys=[merged_into_id], lazy="raise_on_sql")
    diagram: Mapped[Diagram] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": rev}  # noqa: RUF012 (the base class declares it as an instance variable)
