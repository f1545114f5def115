"""Steps of the escalation ladder (预警、督办、约谈): proposed by a decision table, decided by a person."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.records.base import Base, Digest, Identity, Key, Label, Paragraphs, one_of
from workflows.records.cases import Case
from workflows.records.deadlines import ABOUT
from workflows.records.people import Person

STEPS = ("reminder_letter", "special_letter", "talk", "supervision_order", "accountability_referral")
STATES = ("waiting", "approved", "dismissed", "withdrawn")
_WAITING = text("state = 'waiting'")


class EscalationStep(Base):
    """A proposal about one late deadline. It has no effect until somebody in the office approves it."""

    __tablename__ = "escalation_step"
    __table_args__ = (
        one_of("about", ABOUT),
        one_of("step", STEPS),
        one_of("state", STATES),
        Index("uq_escalation_step", "case_id", "about_id", "due_on", "step", unique=True),
        Index("ix_escalation_step_waiting", "proposed_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[Identity]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("rectification_case.id"))
    about: Mapped[Key]
    about_id: Mapped[UUID]
    name: Mapped[Label]
    """The deadline in words, as it was called then."""
    due_on: Mapped[date]
    step: Mapped[Key]
    state: Mapped[Key]
    """`withdrawn`: the deadline was moved or met before anybody decided."""
    lamp: Mapped[Key]
    yellows: Mapped[int]
    days_late: Mapped[int]
    rule: Mapped[Label]
    """The line of the table that led here, with its words."""
    table_digest: Mapped[Digest]
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decision_reason: Mapped[Paragraphs | None]

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    decided_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
