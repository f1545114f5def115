"""Papers of those who looked for themselves: self-check report, re-inspection opinion, audit opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.dossiers.base import CaseDossier
from reports.dossiers.parts import Audit, Opinion


@dataclass(frozen=True, kw_only=True)
class SelfCheckReport(CaseDossier):
    """自查自验报告: how the unit that accepted went about it, measure by measure."""

    kind: ClassVar[str] = "self_check_report"
    signature_field: ClassVar[str] = "checking_unit"

    checked: Opinion
    summary: str  # the whole text of the form, of which `checked` may hold the reason of a return instead


@dataclass(frozen=True, kw_only=True)
class ReinspectionOpinion(CaseDossier):
    """现场复核意见 of the municipal department: at least two people on site, confirmed by a second one."""

    kind: ClassVar[str] = "reinspection_opinion"
    signature_field: ClassVar[str] = "inspecting_unit"

    inspected: Opinion
    confirmed: Opinion | None = None  # None: this city's diagram asks for no confirmation


@dataclass(frozen=True, kw_only=True)
class AuditOpinion(CaseDossier):
    """抽查意见 of the office on a case that was drawn, whether it held or not."""

    kind: ClassVar[str] = "audit_opinion"
    signature_field: ClassVar[str] = "office"

    audited: Opinion
    findings: str  # what was found; `audited.opinion` is the reason where the case was sent back
    method: str = ""  # 现场核查, 调阅资料, …
    audit: Audit | None = None
