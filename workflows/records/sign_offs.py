"""Sign-offs: a person's decision with their opinion. Append-only by triggers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, CanonicalText, Identity, Key, Paragraphs
from workflows.records.cases import Case
from workflows.records.people import Person
from workflows.records.tasks import Task
from workflows.records.units import Unit


class SignOff(Base):
    """What somebody decided at a box, in their words, and for which unit and in which role they spoke."""

    __tablename__ = "sign_off"
    __table_args__ = (Index("ix_sign_off_case_id_at", "case_id", "at"),)

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"), index=True)
    box: Mapped[Key]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[Key]
    decision: Mapped[Key]
    opinion: Mapped[Paragraphs | None]
    values: Mapped[CanonicalText] = mapped_column("form_values")
    """The whole form as submitted."""
    at: Mapped[datetime]
    for_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Whom the person stood in for; None where they spoke in a seat of their own."""

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    task: Mapped[Task | None] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    for_person: Mapped[Person | None] = relationship(foreign_keys=[for_person_id], lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")


class Withdrawal(Base):
    """A sign-off taken back by the person who gave it, before anybody else had acted on it. The sign-off itself stays."""

    __tablename__ = "withdrawal"

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    reason: Mapped[Paragraphs]
    at: Mapped[datetime]

    sign_off: Mapped[SignOff] = relationship(lazy="raise_on_sql")


class CoSignature(Base):
    """Somebody else whose opinion is asked for before a task may be completed (加签)."""

    __tablename__ = "co_signature"

    id: Mapped[Identity]
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    question: Mapped[Paragraphs]
    answered_at: Mapped[datetime | None]
    agreed: Mapped[bool | None]
    opinion: Mapped[Paragraphs | None]

    task: Mapped[Task] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="raise_on_sql")
