"""Letters that press: each follows a step of the escalation ladder that somebody in the office approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from reports.dossiers.base import CaseDossier
from reports.dossiers.parts import Opinion


@dataclass(frozen=True, kw_only=True)
class EscalationLetter(CaseDossier):
    """What all of them say: which deadline, how late, by which line of the table, and why the office approved the step."""

    signature_field: ClassVar[str] = "office"

    deadline_name: str
    due_on: date  # the deadline the step was proposed for
    days_late: int
    hopeless: str = ""  # the unit's own statement that it cannot be kept
    lamp: str  # 黄灯, 红灯
    yellows: int
    rule: str
    approved_by: str
    approved_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReminderLetter(EscalationLetter):
    """提醒函."""

    kind: ClassVar[str] = "reminder_letter"


@dataclass(frozen=True, kw_only=True)
class SpecialLetter(EscalationLetter):
    """督促专函."""

    kind: ClassVar[str] = "special_letter"


@dataclass(frozen=True, kw_only=True)
class TalkNotice(EscalationLetter):
    """约谈通知. Time and place are set by the office afterwards, so the paper leaves room for them."""

    kind: ClassVar[str] = "talk_notice"


@dataclass(frozen=True, kw_only=True)
class SupervisionOrder(CaseDossier):
    """挂牌督办通知. `problem`, `units` and `measures` are those of the problem that the order stands over."""

    kind: ClassVar[str] = "supervision_order"
    signature_field: ClassVar[str] = "office"

    order_number: str
    reason: str
    requirements: str
    due_on: date | None
    signed: Opinion  # of the head of the office
