"""Papers that tell of one decision of a case: approved, sent back, put off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from reports.dossiers.base import CaseDossier
from reports.dossiers.parts import Audit, Notice, Opinion


@dataclass(frozen=True, kw_only=True)
class ClosureForm(CaseDossier):
    """整改销号审批表: the opinions that led to the closure, one cell each, printed after the last was given."""

    kind: ClassVar[str] = "closure_form"
    signature_field: ClassVar[str] = "office"

    closed_on: date | None = None
    audit: Audit | None = None
    notice: Notice | None = None


@dataclass(frozen=True, kw_only=True)
class ClosureNotice(CaseDossier):
    """整改销号通知: the office tells the responsible units that their problem is closed, and what stays their duty."""

    kind: ClassVar[str] = "closure_notice"
    signature_field: ClassVar[str] = "office"

    closed_on: date


@dataclass(frozen=True, kw_only=True)
class ReturnNotice(CaseDossier):
    """退回整改通知: who sent the case back from which step, why, and until when it must be done again."""

    kind: ClassVar[str] = "return_notice"
    signature_field: ClassVar[str] = "returning_unit"

    returned: Opinion
    times: int  # how often the case has been sent back, this time included


@dataclass(frozen=True, kw_only=True)
class ExtensionForm(CaseDossier):
    """延期审批表: a later deadline asked for, and what the office decided."""

    kind: ClassVar[str] = "extension_form"
    signature_field: ClassVar[str] = "office"

    asked_by: str
    asked_unit: str
    asked_at: datetime
    reason: str
    due_before: date | None  # the deadline in force when it was decided; None: there was none
    due_on: date  # the day asked for
    granted: bool
    decided_by: str
    decided_unit: str
    decided_capacity: str
    decided_at: datetime
    decision_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanForm(CaseDossier):
    """整改方案审批表: target, measures and deadline as reported, and the office's opinion on them."""

    kind: ClassVar[str] = "plan_form"
    signature_field: ClassVar[str] = "office"

    submitted: Opinion
    approved: Opinion
    responsible_persons: str = ""
