"""The two reports of a case: what its lead unit found when accepting, and what the office reports when it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from reports.dossiers.base import CaseDossier
from reports.dossiers.parts import Audit, Notice
from reports.plain import since


@dataclass(frozen=True, kw_only=True)
class AcceptanceReport(CaseDossier):
    """整改销号验收报告 of the lead unit, drawn up when its self-check passes."""

    kind: ClassVar[str] = "acceptance_report"
    signature_field: ClassVar[str] = "lead_unit"


@dataclass(frozen=True, kw_only=True)
class ClosureReport(CaseDossier):
    """整改销号报告 of the office, drawn up when the case is closed."""

    kind: ClassVar[str] = "closure_report"
    signature_field: ClassVar[str] = "office"

    closed_on: date
    acceptance_number: str | None = None  # number of the attached acceptance report
    audit: Audit | None = None  # None: this city's diagram draws no audits
    notice: Notice | None = None  # the last one of this office
    notices: tuple[Notice, ...] = field(default=(), metadata=since(3))  # all of them, those of others too
